// SPDX-License-Identifier: MIT
//
// The rules of a proxy: one and the same refusal by port, by name, and for this device as a whole (facts/faults.md
// D12–D14, M10); and what only the hub's Amqp and Mqtt meet there.
#include <catch2/catch.hpp>

#include <functional>

#include "tests/rules/proxied_site.hpp"

using namespace site_builder;
using rules::severity;
using rules::verdict;

namespace {

using predicate = std::function<bool(const netprobe::target&)>;

/// The proxy refuses what `what` says, of paths and controls alike.
rules::report refusing(rules::report r, const predicate& what) {
    const auto spoil = [&](auto& list) {
        for (auto& p : list)
            if (p.seen.proxy && what(p.seen.to)) refuse(p, 403, {{"x-squid-error", "ERR_ACCESS_DENIED 0"}});
    };
    spoil(r.paths);
    spoil(r.controls);
    return r;
}

bool is_hub(const netprobe::target& to) { return to.host == hub; }
bool not_443(const netprobe::target& to) { return to.port != 443; }
bool all(const netprobe::target&) { return true; }

/// A broker of the user's own at 8883, which does count.
void add_broker(rules::report& r) {
    auto p = path("endpoint", "broker.corp.example", 8883, "mqtt", rules::need::required, "203.0.113.80", false);
    p.planned.group = "endpoint/mqtt";
    auto by = twin(p);
    drop(p);
    add(r, p);
    r.paths.push_back(by);
}

} // namespace

TEST_CASE("proxy rules: by name, by port, or altogether") {
    const struct {
        const char* name;
        predicate refused;
        bool controls; // control_host at 5671 and 8883 was asked for
        const char* cause;
        bool proved;
        std::size_t paths;
        severity severity_expected;
    } table[] = {
        {"D13 the hub", is_hub, false, "proxy.connect_denied_host", true, 5, severity::error},
        {"D12 other ports than 443", not_443, false, "proxy.connect_denied_port", false, 2, severity::note},
        {"D12 with the control", not_443, true, "proxy.connect_denied_port", true, 2, severity::note},
        {"the hub at other ports than 443", [](const auto& to) { return is_hub(to) && not_443(to); }, true,
            "proxy.connect_denied_host", true, 2, severity::note},
        {"everything", all, true, "proxy.access_denied", false, 11, severity::error},
    };
    for (const auto& row : table) {
        auto r = behind_proxy();
        if (row.controls)
            for (const int port : {5671, 8883}) control(r, "control_host", "mcr.microsoft.com", port);
        r = refusing(std::move(r), row.refused);
        rules::diagnose(r);
        INFO(row.name << "\n" << told(r));
        REQUIRE(count(r, row.cause) == 1);
        const auto& f = *find(r, row.cause);
        CHECK(f.proved == row.proved);
        CHECK(f.paths.size() == row.paths);
        CHECK(f.severity == row.severity_expected);
        CHECK(f.box == proxy_place);
        CHECK(f.where == "proxy");
        CHECK_FALSE(f.control.empty());
        CHECK(nothing_but(r, {row.cause, "tcp.drop"}));
        CHECK(r.verdict == (row.severity_expected == severity::error ? verdict::blocked : verdict::ready));
    }
}

TEST_CASE("proxy rules: an address that is refused where its name passes is an ordinary policy") {
    auto r = behind_proxy();
    no_fake(r);
    refuse(control(r, "control_literal", hub_address, 443), 403);
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(r.findings.size() == 1);
    CHECK(r.findings[0].cause == "tcp.drop");
}

TEST_CASE("proxy rules: a name that passes by its address is refused by name") {
    auto r = behind_proxy();
    control(r, "control_literal", hub_address, 443);
    r = refusing(std::move(r), [](const auto& to) { return to.host != hub_address; });
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(count(r, "proxy.connect_denied_host") == 1);
    CHECK_FALSE(find(r, "proxy.access_denied"));
}

TEST_CASE("proxy rules: what its rules let on and its way does not is let on all the same") {
    // Everything else fails behind the proxy: its rules still took these, and refuse the hub alone.
    auto r = behind_proxy();
    for (auto& p : r.paths)
        if (p.seen.proxy) refuse(p, 503, {{"x-squid-error", "ERR_CONNECT_FAIL 110"}});
    r = refusing(std::move(r), is_hub);
    rules::diagnose(r);
    INFO(told(r));
    CHECK(at(r, "iot_hub/https/proxy").cause == "proxy.connect_denied_host");
    CHECK(at(r, "dps/https/proxy").cause == "proxy.upstream_blocked");
}

TEST_CASE("proxy rules: a port that counts is an error, with the directive in the advice") {
    auto r = behind_proxy();
    add_broker(r);
    control(r, "control_host", "mcr.microsoft.com", 8883);
    r = refusing(std::move(r), not_443);
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(count(r, "proxy.connect_denied_port") == 1);
    const auto& f = *find(r, "proxy.connect_denied_port");
    CHECK(f.severity == severity::error);
    CHECK(f.advice.find("SSL_ports") != std::string::npos);
    CHECK(f.advice.find("8883") != std::string::npos);
}

TEST_CASE("proxy rules: SOCKS refuses in the same three ways") {
    auto r = behind_proxy();
    r.site.proxy = "socks5h://proxy.corp.example:1080";
    for (auto& p : r.paths)
        if (p.seen.proxy && p.seen.to.port == 8883) socks(p, 2);
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(find(r, "proxy.connect_denied_port"));
    CHECK(find(r, "proxy.connect_denied_port")->paths == std::vector<std::string>{"iot_hub/mqtt/proxy"});
}

TEST_CASE("proxy rules: Amqp and Mqtt by the proxy are one note that says what it is worth") {
    auto r = with_proxy();
    r = refusing(std::move(r), not_443);
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(r.findings.size() == 1);
    const auto& f = r.findings[0];
    CHECK(f.cause == "proxy.connect_denied_port");
    CHECK(f.severity == severity::note);
    CHECK(f.evidence.at(1).find("never use a proxy") != std::string::npos);
    CHECK(f.advice.find("Nothing to do") != std::string::npos);
    CHECK(r.verdict == verdict::ready);
}

TEST_CASE("proxy rules: each end of Amqp and Mqtt by the proxy is a note at most") {
    using change_path = void (*)(rules::path_result&);
    const change_path table[] = {[](auto& p) {
                                     refuse(p, 503, {{"x-squid-error", "ERR_CONNECT_FAIL 110"}});
                                 },
        [](auto& p) { fail_tunnel(p, failure::timed_out); }, [](auto& p) { fail_tls(p, failure::closed); },
        [](auto& p) { fail_tls(p, failure::timed_out); }, [](auto& p) { fail_hello(p, failure::timed_out); },
        [](auto& p) { present(p, "CN=Corp CA", 20); }};
    for (const auto& how : table) {
        auto r = behind_proxy();
        for (const auto* id : {"iot_hub/amqp/proxy", "iot_hub/mqtt/proxy"}) how(at(r, id));
        rules::diagnose(r);
        INFO(told(r));
        CHECK(r.verdict == verdict::ready);
        CHECK(nothing_but(r, {}));
        for (const auto* id : {"iot_hub/amqp/proxy", "iot_hub/mqtt/proxy"}) CHECK_FALSE(at(r, id).cause.empty());
    }
}

TEST_CASE("proxy rules: a name that does not exist passes no rule where names are looked up first") {
    const struct {
        const char* name;
        predicate refused;
        bool granted; // the name that does not exist: as an inspecting proxy does
        const char* cause;
        bool proved;
    } table[] = {
        {"every host", all, false, "proxy.access_denied", false}, // an Apache whose list of ports has none of these
        {"every host, and that one is granted", all, true, "proxy.connect_denied_host", true},
        {"the hub alone, and others are granted", is_hub, false, "proxy.connect_denied_host", true},
    };
    for (const auto& row : table) {
        auto r = refusing(behind_proxy(), row.refused);
        auto& unknown = control(r, "control_nonexistent", "nonexistent.invalid", 443);
        if (!row.granted) refuse(unknown, 502, {{"server", "Apache"}});
        rules::diagnose(r);
        INFO(row.name << "\n" << told(r));
        REQUIRE(count(r, row.cause) == 1);
        CHECK(find(r, row.cause)->proved == row.proved);
    }
}

TEST_CASE("proxy rules: 404 as of a name that exists nowhere, and the address passes: the name is not found") {
    const struct {
        int of_nowhere;
        const char* reason;
        bool by_address;
        const char* cause;
    } table[] = {{404, "No such domain", true, "proxy.upstream_dns"},
        {404, "No such domain", false, "proxy.connect_denied_host"},
        {404, "Not Found", true, "proxy.connect_denied_host"},
        {503, "No such domain", true, "proxy.connect_denied_host"}};
    for (const auto& row : table) {
        auto r = behind_proxy();
        for (auto& p : r.paths)
            if (p.seen.proxy && is_hub(p.seen.to)) refuse(p, 404).http->reason = "No such domain";
        refuse(control(r, "control_nonexistent", "nonexistent.invalid", 443), row.of_nowhere).http->reason = row.reason;
        auto& literal = control(r, "control_literal", hub_address, 443);
        if (!row.by_address) refuse(literal, 404);
        rules::diagnose(r);
        INFO(row.of_nowhere << " " << row.reason << row.by_address << "\n" << told(r));
        REQUIRE(count(r, row.cause) == 1);
        CHECK_FALSE(find(r, row.cause)->proved);
    }
}

TEST_CASE("proxy rules: who grants other tunnels knows CONNECT, whatever it says of this one") {
    const struct {
        const char* name;
        int status;
        predicate refused;
        const char* cause;
        bool proved;
    } table[] = {
        {"405 for the hub", 405, is_hub, "proxy.connect_denied_host", true},
        {"404 for the hub, as some say of a name that they do not find", 404, is_hub, "proxy.connect_denied_host",
            false},
        {"400 for other ports", 400, not_443, "proxy.connect_denied_port", false},
        {"404 for everything, by a proxy's own words", 404, all, "proxy.connect_unsupported", true},
    };
    for (const auto& row : table) {
        auto r = behind_proxy();
        for (auto& p : r.paths)
            if (p.seen.proxy && row.refused(p.seen.to)) refuse(p, row.status, {{"via", "1.1 proxy.corp.example"}});
        rules::diagnose(r);
        INFO(row.name << "\n" << told(r));
        REQUIRE(count(r, row.cause) == 1);
        CHECK(find(r, row.cause)->proved == row.proved);
    }
}
