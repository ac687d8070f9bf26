// SPDX-License-Identifier: MIT
#include "rules/hold.hpp"

#include <catch2/catch.hpp>

#include "tests/rules/site_builder.hpp"

using namespace site_builder;

namespace {

// How a rung came out: how long it stood, and what the first word after it got.
struct rung {
    double idle_s;
    failure hold;
    double stood_s;
    failure hello;
};

rules::report with(const std::vector<rung>& rungs, const std::string& via = "proxy") {
    auto r = healthy();
    for (const auto& one : rungs) {
        auto p = path("control_hold", hub, 443, "https", rules::need::optional, hub_address, true);
        p.planned.to.via = p.seen.to.via = via;
        p.planned.to.hold_ms = p.seen.to.hold_ms = one.idle_s * 1000;
        p.seen.hold.emplace();
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
    rules::diagnose(r);
    return r;
}

constexpr auto none = failure::none;

} // namespace

TEST_CASE("hold: a ladder of four, by the proxy where there is one") {
    rules::site site;
    CHECK(rules::hold_ladder(site, 60).empty());
    site.hub = hub;
    CHECK(rules::hold_ladder(site, 0).empty());
    const auto direct = rules::hold_ladder(site, 60);
    REQUIRE(direct.size() == 4);
    CHECK(direct[0].to.hold_ms == 7500);
    CHECK(direct[3].to.hold_ms == 60000);
    CHECK(direct[3].to.id == "control_hold/60s/direct");
    site.proxy = "http://proxy.corp.example:3128";
    for (const auto& one : rules::hold_ladder(site, 60)) CHECK(one.to.via == "proxy");
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
            "firewall"},
        {"reset when used", {{4, none, 4, none}, {8, none, 8, failure::reset}}, "reset when it was used", "firewall"},
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
