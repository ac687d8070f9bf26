// SPDX-License-Identifier: MIT
#include "rules/hold.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "tests/rules/proxied_site.hpp"

using namespace site_builder;

namespace {

// How a rung came out: how long it stood, and what the first word after it got.
struct rung {
    double idle_s;
    failure hold;
    double stood_s;
    failure hello;
    double used_every_s = 0;
    const char* code = "";
};

void add_rungs(rules::report& r, const std::vector<rung>& rungs, const std::string& via, int port) {
    for (const auto& one : rungs) {
        auto p = path("control_hold", hub, port, "https", rules::need::optional, hub_address, true);
        p.planned.to.via = p.seen.to.via = via;
        p.planned.to.hold_ms = p.seen.to.hold_ms = one.idle_s * 1000;
        p.seen.to.as.use_every_ms = one.used_every_s * 1000;
        p.seen.hold.emplace();
        p.seen.hold->code = one.code;
        p.seen.hold->idle_ms = one.idle_s * 1000;
        p.seen.hold->elapsed_ms = one.stood_s * 1000;
        p.seen.hold->failed = one.hold;
        if (one.hold != failure::none) {
            p.seen.hellos.clear();
            p.seen.failed = one.hold;
        } else if (one.hello != failure::none) {
            p.seen.hellos[0].http.reset();
            p.seen.hellos[0].failed = p.seen.failed = one.hello;
        }
        r.controls.push_back(p);
    }
}

rules::report with(const std::vector<rung>& rungs, const std::string& via = "proxy") {
    auto r = healthy();
    add_rungs(r, rungs, via, 443);
    rules::diagnose(r);
    return r;
}

constexpr auto none = failure::none;

} // namespace

TEST_CASE("hold: a ladder of four for every way and port where a handshake has succeeded") {
    CHECK(rules::hold_ladder({}, 60).empty());
    CHECK(rules::hold_ladder(healthy(), 0).empty());
    CHECK(rules::hold_ladder(healthy(), -1).empty());
    const auto direct = rules::hold_ladder(healthy(), 60);
    REQUIRE(direct.size() == 17); // nobody but the hub is asked
    const char* const ids[] = {"amqp/direct", "amqp_ws/direct", "mqtt/direct", "https/direct"};
    const double parts[] = {7.5, 15, 30, 60};
    for (std::size_t i = 0; i < 16; ++i) {
        INFO(direct[i].to.id);
        CHECK(direct[i].to.hold_ms == parts[i % 4] * 1000);
        CHECK(direct[i].to.id == fmt::format("control_hold/{:g}s/{}", parts[i % 4], ids[i / 4]));
        CHECK(direct[i].to.service == "control_hold");
        CHECK(direct[i].to.host == hub);
        CHECK(direct[i].need == rules::need::optional);
        CHECK(direct[i].group.empty());
    }
    CHECK(direct[0].to.port == 5671);
    CHECK(direct[4].to.port == 443); // one of the two WebSockets stands for both
    CHECK(direct[8].to.port == 8883);
    CHECK(direct[12].to.port == 443);
    CHECK(direct[16].to.id == "control_hold/used/https/direct");
    CHECK(direct[16].to.hold_ms == 60000);
    CHECK(direct[16].to.as.use_every_ms == 1500);
    CHECK(rules::hold_ladder(healthy(), 2).back().to.as.use_every_ms == 250); // no flood where the time is short
}

TEST_CASE("hold: what did not come to a handshake is not left alone") {
    const auto ports = [](const rules::report& r) {
        std::vector<std::string> all;
        for (const auto& one : rules::hold_ladder(r, 8))
            if (one.to.hold_ms == 8000 && one.to.as.use_every_ms == 0)
                all.push_back(one.to.protocol + "/" + one.to.via);
        return all;
    };
    using list = std::vector<std::string>;
    auto r = healthy();
    drop(at(r, "iot_hub/amqp/direct"));
    CHECK(ports(r) == list{"amqp_ws/direct", "mqtt/direct", "https/direct"});
    fail_tls(at(r, "iot_hub/mqtt/direct"), failure::timed_out);
    CHECK(ports(r) == list{"amqp_ws/direct", "https/direct"});
    for (const auto* id : {"iot_hub/amqp_ws/direct", "iot_hub/mqtt_ws/direct"})
        at(r, id).seen.upgrade->failed = failure::denied;
    answer_http(at(r, "iot_hub/https/direct"), 503); // the handshake was well, and the answer is compared later
    CHECK(ports(r) == list{"https/direct"});
    // Amqp and Mqtt never go by the proxy: how long they would stand there is of no use.
    CHECK(ports(behind_proxy()) == list{"amqp_ws/proxy", "https/proxy"});
    CHECK(ports(with_proxy()) ==
          list{"amqp/direct", "amqp_ws/direct", "mqtt/direct", "https/direct", "amqp_ws/proxy", "https/proxy"});
}

TEST_CASE("hold: what the rungs mean") {
    struct row {
        const char* what;
        std::vector<rung> rungs;
        const char* evidence; ///< nullptr: no finding
        const char* where;
    };
    const row rows[] = {
        {"all stand", {{1, none, 1, none}, {8, none, 8, none}}, nullptr, ""},
        {"closed at a date", {{1, none, 1, none}, {4, failure::closed, 2.87, none}, {8, failure::closed, 2.86, none}},
            "closed after 2.9 s", "proxy"},
        {"closed before the shortest rung", {{4, failure::closed, 0.5, none}}, "closed after 500 ms", "proxy"},
        {"found dead, and the next one closed at a date",
            {{1, none, 1, none}, {2, none, 2, failure::reset}, {4, failure::closed, 2.87, none}}, "closed after 2.9 s",
            "proxy"},
        {"forgotten silently", {{4, none, 4, none}, {8, none, 8, failure::timed_out}}, "after 8.0 s of silence",
            "unknown"},
        {"rejected by ICMP when used", {{4, none, 4, none}, {8, none, 8, failure::refused}},
            "rejected by an ICMP message when it was used", "unknown"},
        {"reset when used", {{4, none, 4, none}, {8, none, 8, failure::reset}}, "reset when it was used", "unknown"},
        {"never answered at all: not the idleness",
            {{4, none, 4, failure::timed_out}, {8, none, 8, failure::timed_out}}, nullptr, ""},
        {"the run ended before", {{4, none, 4, none}, {60, failure::interrupted, 9, none}}, nullptr, ""},
    };
    for (const auto& [what, rungs, evidence, where] : rows) {
        INFO(what);
        const auto r = with(rungs);
        const auto at = std::ranges::find_if(r.findings, [](const auto& f) { return f.cause == "net.idle_timeout"; });
        CHECK((at == r.findings.end()) == (evidence == nullptr));
        if (at == r.findings.end() || !evidence) continue;
        CHECK(at->severity == rules::severity::warning);
        CHECK(at->evidence.front().find(evidence) != std::string::npos);
        CHECK(at->where == where);
        CHECK_FALSE(at->proved);
    }
}

TEST_CASE("hold: one in use all the time tells silence from age") {
    const rung short_one{1, none, 1, none}, cut{8, failure::closed, 3, none};
    const struct {
        const char* what;
        std::vector<rung> rungs;
        const char* cause; ///< nullptr: no finding
        bool proved;
        const char* control;
    } table[] = {
        {"it stands", {short_one, cut, {8, none, 8, none, 0.25}}, "net.idle_timeout", true,
            "in use all the time stood for 8.0 s"},
        {"it ends at the same age", {short_one, cut, {8, failure::closed, 3.1, none, 0.25}}, "net.lifetime_limit", true,
            "in use all the time ended after 3.1 s, too"},
        {"it ends much later", {short_one, cut, {8, failure::closed, 6.5, none, 0.25}}, "net.idle_timeout", true,
            "stood for 6.5 s"},
        {"it ends much earlier: of something else", {short_one, cut, {8, failure::closed, 0.3, none, 0.25}},
            "net.idle_timeout", false, "would tell"},
        {"the cut comes before its second word",
            {short_one, {8, failure::closed, 1.5, none}, {8, failure::closed, 1.5, none, 1}}, "net.idle_timeout", false,
            "would tell"},
        {"the run ended before", {short_one, cut, {8, failure::interrupted, 3, none, 0.25}}, "net.idle_timeout", false,
            "would tell"},
        {"found dead between two rungs, and it stands",
            {{2, none, 2, none}, {4, none, 4, failure::timed_out}, {8, none, 8, none, 0.25}}, "net.idle_timeout", true,
            "stood for 8.0 s"},
        {"found dead between two rungs, as it is",
            {{2, none, 2, none}, {4, none, 4, failure::timed_out}, {8, failure::timed_out, 3, none, 0.25}},
            "net.lifetime_limit", true, "ended after 3.0 s"},
        {"it alone ends: nobody was silent", {short_one, {8, none, 8, none}, {8, failure::closed, 3, none, 0.25}},
            nullptr, false, ""},
        {"the far end took its leave",
            {short_one, {8, failure::closed, 3, none, 0, "close_notify"}, {8, none, 8, none, 0.25}}, nullptr, false,
            ""},
    };
    for (const auto& row : table) {
        INFO(row.what);
        const auto r = with(row.rungs);
        const auto at = std::ranges::find_if(
            r.findings, [](const auto& f) { return f.cause == "net.idle_timeout" || f.cause == "net.lifetime_limit"; });
        REQUIRE((at == r.findings.end()) == (row.cause == nullptr));
        if (!row.cause) continue;
        CHECK(at->cause == row.cause);
        CHECK(at->proved == row.proved);
        CHECK(at->control.find(row.control) != std::string::npos);
        CHECK((at->advice.find("not told apart from a limit of age") == std::string::npos) == row.proved);
    }
}

TEST_CASE("hold: where nothing can be kept in use, idleness and age are not told apart, and it is said so") {
    for (const bool at_443_as_well : {false, true}) {
        auto r = healthy();
        const std::vector<rung> cut{{2, none, 2, none}, {8, failure::closed, 4, none}};
        const std::vector<rung> kept{{2, none, 2, none}, {8, failure::closed, 4, none}, {8, none, 8, none, 0.25}};
        add_rungs(r, cut, "direct", 5671);
        add_rungs(r, cut, "direct", 8883);
        if (at_443_as_well) add_rungs(r, kept, "direct", 443);
        rules::diagnose(r);
        INFO(told(r));
        REQUIRE(count(r, "net.idle_timeout") == 1);
        const auto* f = find(r, "net.idle_timeout");
        CHECK_FALSE(f->proved); // of the other ports nothing is proved by 443
        CHECK((f->control.find("without a login") == std::string::npos) == at_443_as_well);
        CHECK((f->advice.find("limit of age") == std::string::npos) == at_443_as_well);
    }
}

TEST_CASE("hold: each port has a ladder of its own") {
    const std::vector<rung> stands{{4, none, 4, none}, {8, none, 8, none}};
    const std::vector<rung> forgotten{{4, none, 4, none}, {8, none, 8, failure::timed_out}};
    const std::vector<rung> never{{4, none, 4, failure::timed_out}, {8, none, 8, failure::timed_out}};
    const struct {
        const char* name;
        std::vector<rung> on_443, on_5671;
        std::vector<std::string> paths; ///< those it touches; none: no finding
    } table[] = {
        {"both stand", stands, stands, {}},
        {"one is forgotten", stands, forgotten, {"iot_hub/amqp/direct"}},
        {"the other one", forgotten, stands,
            {"iot_hub/amqp_ws/direct", "iot_hub/mqtt_ws/direct", "iot_hub/https/direct"}},
        {"both are: one finding", forgotten, forgotten,
            {"iot_hub/amqp/direct", "iot_hub/amqp_ws/direct", "iot_hub/mqtt_ws/direct", "iot_hub/https/direct"}},
        // A rung of one port that stood brackets nothing at another.
        {"one never answers, the other stands", stands, never, {}},
    };
    for (const auto& row : table) {
        auto r = healthy();
        add_rungs(r, row.on_443, "direct", 443);
        add_rungs(r, row.on_5671, "direct", 5671);
        rules::diagnose(r);
        INFO(row.name << "\n" << told(r));
        CHECK(count(r, "net.idle_timeout") == (row.paths.empty() ? 0 : 1));
        if (const auto* f = find(r, "net.idle_timeout")) {
            CHECK(f->paths == row.paths);
            CHECK(f->where == "firewall");
            CHECK((f->advice.find("5671") != std::string::npos) == (f->paths[0] == "iot_hub/amqp/direct"));
        }
    }
}

TEST_CASE("hold: who takes its leave is the far end, unless TLS ends before it") {
    for (const bool inspected : {true, false}) {
        auto r = healthy();
        add_rungs(r, {{4, none, 4, none}, {8, failure::closed, 5, none, 0, "close_notify"}}, "direct", 443);
        for (auto& c : r.controls) c.seen.tls->service_root = !inspected;
        rules::diagnose(r);
        INFO(told(r));
        CHECK((find(r, "net.idle_timeout") != nullptr) == inspected);
    }
}

TEST_CASE("hold: a WebSocket that is cut like everything else at its port is no finding of its own") {
    const std::vector<rung> stands{{4, none, 4, none}, {8, none, 8, none}};
    const std::vector<rung> forgotten{{4, none, 4, none}, {8, none, 8, failure::timed_out}};
    for (const bool https_too : {true, false}) {
        auto r = healthy();
        add_rungs(r, https_too ? forgotten : stands, "direct", 443);
        const auto first = r.controls.size();
        add_rungs(r, forgotten, "direct", 443);
        for (auto i = first; i < r.controls.size(); ++i) r.controls[i].seen.to.protocol = "amqp_ws";
        rules::diagnose(r);
        INFO(told(r));
        REQUIRE(count(r, "net.idle_timeout") == 1);
        CHECK((find(r, "net.idle_timeout")->control.find("WebSocket") == std::string::npos) == https_too);
    }
}
