// SPDX-License-Identifier: MIT
//
// What works alone: limits that our own burst meets.
#include <catch2/catch.hpp>

#include <functional>

#include "tests/rules/direct_site.hpp"

using namespace site_builder;
using rules::severity;
using rules::verdict;

namespace {

constexpr auto acr = "acr/registry/direct";
constexpr auto amqp = "iot_hub/amqp/direct";

using change_report = std::function<void(rules::report&)>;

} // namespace

TEST_CASE("quality: a path that fails beside others and works alone is not closed") {
    const struct {
        const char* name;
        change_report how;
        const char* cause;
        severity expected;
    } table[] = {
        {"refused", [](auto& r) { reset(at(r, acr)); }, "net.connection_limit", severity::note},
        {"rejected by ICMP, as prohibited", [](auto& r) { prohibit(at(r, acr), gateway); }, "net.connection_limit",
            severity::note},
        {"rejected by ICMP, as a closed port",
            [](auto& r) {
                fail_connect(at(r, acr), failure::refused, "ECONNREFUSED", 1, {{4, 3, 3, gateway}});
            },
            "net.connection_limit", severity::note},
        {"dropped, and nobody has looked for a limit", [](auto& r) { drop(at(r, acr)); }, "net.loss",
            severity::warning},
        {"dropped, and others at a pace lose nothing",
            [](auto& r) {
                drop(at(r, acr));
                paced(r, 4);
                clean_handshakes(r);
            },
            "net.connection_limit", severity::note},
        {"so many a second: one waited for its third SYN",
            [](auto& r) {
                drop(at(r, acr));
                late_syn(at(r, amqp), 2);
                paced(r, 4);
                clean_handshakes(r);
            },
            "net.rate_limit", severity::note},
        {"dropped, and the last at a pace lost its SYN",
            [](auto& r) {
                drop(at(r, acr));
                paced(r, 4, 1);
                clean_handshakes(r);
            },
            "net.loss", severity::warning},
        {"dropped, and a handshake was sent twice",
            [](auto& r) {
                drop(at(r, acr));
                paced(r, 4);
                clean_handshakes(r);
                at(r, amqp).seen.tls->kernel.tcp->total_retrans = 1;
            },
            "net.loss", severity::warning},
        {"dropped, and only one was asked at a pace",
            [](auto& r) {
                drop(at(r, acr));
                paced(r, 1);
                clean_handshakes(r);
            },
            "net.loss", severity::warning},
        {"the handshake was lost: a limit is over then",
            [](auto& r) {
                fail_tls(at(r, acr), failure::timed_out);
                paced(r, 4);
                clean_handshakes(r);
            },
            "net.loss", severity::warning},
    };
    for (const auto& row : table) {
        auto r = healthy();
        const auto well = at(r, acr);
        row.how(r);
        alone(r, well);
        rules::diagnose(r);
        INFO(row.name << "\n" << told(r));
        REQUIRE_FALSE(r.findings.empty());
        CHECK(r.findings[0].cause == row.cause);
        CHECK(r.findings[0].severity == row.expected);
        CHECK_FALSE(r.findings[0].proved); // how many at once, or a second?
        CHECK(r.findings[0].control.find("alone") != std::string::npos);
        CHECK(at(r, acr).works);
        CHECK(at(r, acr).cause.empty());
        CHECK(r.verdict == (row.expected == severity::warning ? verdict::degraded : verdict::ready));
    }
}

TEST_CASE("quality: what only waited for such a path has lost nothing") {
    auto r = healthy();
    const auto well = at(r, "mcr/registry/direct"), layers = at(r, "mcr_data/https/direct");
    reset(at(r, "mcr/registry/direct"));
    auto& waiting = at(r, "mcr_data/https/direct");
    waiting.seen = {};
    waiting.seen.to = layers.seen.to;
    waiting.seen.to.after = "mcr/registry/direct";
    waiting.seen.failed = failure::not_tried;
    alone(r, well);
    alone(r, layers);
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(r.findings.size() == 1);
    CHECK(r.findings[0].cause == "net.connection_limit");
    CHECK(r.findings[0].severity == severity::note);
    CHECK(at(r, "mcr_data/https/direct").works);
    CHECK(r.verdict == verdict::ready);
}

TEST_CASE("quality: where others work alone, what there was no time for is neither broken nor proved") {
    const struct {
        const char* name;
        change_report how;
        bool undecided;
    } table[] = {
        {"no time for it at all", [](auto& r) { r.controls.pop_back(); }, true},
        {"broken off", [](auto& r) { end_connect(r.controls.back().seen, failure::interrupted); }, true},
        {"not begun", [](auto& r) { end_connect(r.controls.back().seen, failure::not_tried); }, true},
        {"it fails alone, too, and there was no time for a rest",
            [](auto& r) { end_connect(r.controls.back().seen, failure::refused); }, true},
        {"it fails alone after a rest, too",
            [](auto& r) {
                end_connect(r.controls.back().seen, failure::refused);
                r.controls.back().seen.to.as.after_ms = 1000;
            },
            false},
        {"a box has said that it rejects it",
            [](auto& r) {
                r.controls.pop_back();
                prohibit(at(r, amqp));
            },
            false},
        {"it failed otherwise than they did",
            [](auto& r) {
                r.controls.pop_back();
                drop(at(r, amqp));
            },
            false},
        {"no other works alone", [](auto& r) { r.controls.clear(); }, false},
    };
    for (const auto& row : table) {
        auto r = healthy();
        const auto well = at(r, acr), port = at(r, amqp);
        reset(at(r, acr));
        reset(at(r, amqp));
        alone(r, well);
        alone(r, port);
        row.how(r);
        rules::diagnose(r);
        INFO(row.name << "\n" << told(r));
        CHECK_FALSE(at(r, amqp).works);
        const auto& findings = r.findings;
        const bool accused = std::ranges::any_of(findings, [](const auto& f) {
            return f.cause.starts_with("tcp.") && std::ranges::find(f.paths, amqp) != f.paths.end();
        });
        CHECK(accused == !row.undecided);
        const auto said = std::ranges::find_if(findings, [](const auto& f) {
            return !f.evidence.empty() && f.evidence[0].find("no time to try it alone") != std::string::npos;
        });
        REQUIRE((said != findings.end()) == row.undecided);
        if (!row.undecided) continue;
        CHECK(said->severity == severity::warning);
        CHECK_FALSE(said->proved);
    }
    // A path that the site must have makes it doubtful, not blocked.
    auto r = healthy();
    const auto well = at(r, acr);
    reset(at(r, acr));
    reset(at(r, "mcr/registry/direct"));
    alone(r, well);
    rules::diagnose(r);
    INFO(told(r));
    CHECK(r.verdict == verdict::degraded);
}

TEST_CASE("quality: what does not work alone either stays what it is") {
    const struct {
        const char* name;
        std::function<void(netprobe::path_observation&)> again;
    } table[] = {
        {"it fails again", [](auto& c) { c.failed = failure::timed_out; }},
        {"with another certificate", [](auto& c) { c.tls->verify_code = 19; }},
        {"that was another path", [](auto& c) { c.to.id += "_2"; }},
    };
    for (const auto& row : table) {
        auto r = healthy();
        row.again(alone(r, at(r, acr)));
        drop(at(r, acr));
        rules::diagnose(r);
        INFO(row.name << "\n" << told(r));
        CHECK(at(r, acr).cause == "tcp.drop");
        CHECK_FALSE(at(r, acr).works);
        CHECK(r.verdict == verdict::blocked);
    }
}

TEST_CASE("quality: what waited for a path that a limit refused is limited, not lost") {
    auto r = healthy();
    const auto mcr = at(r, "mcr/registry/direct"), data = at(r, "mcr_data/https/direct");
    reset(at(r, "mcr/registry/direct"));
    fail_connect(at(r, "mcr_data/https/direct"), failure::not_tried, "", 0);
    at(r, "mcr_data/https/direct").seen.connects.clear();
    alone(r, mcr);
    alone(r, data);
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(r.findings.size() == 1);
    CHECK(r.findings[0].cause == "net.connection_limit");
    CHECK(r.verdict == verdict::ready);
}

TEST_CASE("quality: what is let in only after a rest is counted by time, and nothing else is told of it") {
    auto r = healthy();
    const auto well = at(r, acr), waited = at(r, amqp);
    for (const auto* id : {acr, amqp}) reset(at(r, id));
    alone(r, well);
    alone(r, waited).to.as.after_ms = 1000;
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(r.findings.size() == 1);
    CHECK(r.findings[0].cause == "net.rate_limit");
    CHECK(r.findings[0].severity == severity::note);
    CHECK(r.findings[0].paths.size() == 2);
    CHECK(r.verdict == verdict::ready);
}

TEST_CASE("quality: refused twice at a place that takes others is not known to be closed") {
    for (const bool takes_others : {true, false}) {
        auto r = healthy();
        const std::string id = takes_others ? "iot_hub/https/direct" : "iot_hub/mqtt/direct";
        const auto well = at(r, acr);
        for (const auto& one : {id, std::string(acr)}) reset(at(r, one));
        alone(r, well);
        auto& again = alone(r, at(r, id));
        again.failed = failure::refused;
        again.to.as.after_ms = 1000; // after a rest
        rules::diagnose(r);
        INFO(told(r));
        CHECK((find(r, "tcp.reset") == nullptr) == takes_others);
        CHECK((at(r, id).cause.empty()) == takes_others);
    }
}
