// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include <functional>

#include "tests/rules/proxied_site.hpp"

using namespace site_builder;
using rules::severity;
using rules::verdict;

namespace {

void set_clock(rules::report& r, double offset_ms) {
    for (auto& p : r.paths)
        for (auto& h : p.seen.hellos)
            if (h.clock_offset_ms) h.clock_offset_ms = offset_ms;
}

void all_dates_wrong(rules::report& r, long code) {
    for (auto& p : r.paths) {
        if (!p.seen.tls) continue;
        p.seen.tls->verify_code = code;
        p.seen.tls->service_root = false;
    }
}

} // namespace

TEST_CASE("host: the clock, by certificates, by peers' clocks, and by both") {
    constexpr double two_years = 2.0 * 365 * 86400 * 1000;
    const struct {
        const char* name;
        long verify;
        double offset_ms;
        bool offset_known;
        const char* started;
        const char* expected;
        bool proved;
    } table[] = {
        {"behind, peers agree", 9, two_years, true, "2024-11-23T12:00:00Z", "host.clock_skew", true},
        {"ahead, peers agree", 10, -two_years, true, "2028-11-23T12:00:00Z", "host.clock_skew", true},
        {"all expired, nobody tells the time", 10, 0, false, "2028-11-23T12:00:00Z", "host.clock_skew", false},
        {"all expired, the clock is right", 10, 200, true, "2026-11-23T12:00:00Z", "tls.expired", true},
        {"clock off the other way round", 9, -two_years, true, "2026-11-23T12:00:00Z", "tls.not_yet_valid", true},
    };
    for (const auto& row : table) {
        auto r = healthy();
        r.run.started = row.started;
        all_dates_wrong(r, row.verify);
        set_clock(r, row.offset_ms);
        if (!row.offset_known)
            for (auto& p : r.paths)
                for (auto& h : p.seen.hellos) h.clock_offset_ms.reset();
        rules::diagnose(r);
        INFO(row.name << "\n" << told(r));
        REQUIRE(find(r, row.expected));
        CHECK(find(r, row.expected)->proved == row.proved);
        CHECK(find(r, row.expected)->severity == severity::error);
        const bool clock = std::string_view(row.expected) == "host.clock_skew";
        CHECK((find(r, "tls.expired") == nullptr || !clock));
        CHECK((find(r, "tls.not_yet_valid") == nullptr || !clock));
        CHECK(r.verdict == verdict::blocked);
        if (clock) CHECK(count(r, "host.clock_skew") == 1);
    }
}

TEST_CASE("host: one expired certificate is its server's, while the clock is right") {
    auto r = healthy();
    at(r, "acr/registry/direct").seen.tls->verify_code = 10;
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(r.findings.size() == 1);
    CHECK(r.findings[0].cause == "tls.expired");
    CHECK(r.findings[0].where == "service");
}

TEST_CASE("host: a clock that is off and breaks nothing yet is a warning") {
    for (const double offset : {4'000.0, 30'000.0, -400'000.0}) {
        auto r = healthy();
        set_clock(r, offset);
        rules::diagnose(r);
        INFO(offset << told(r));
        CHECK((find(r, "host.clock_skew") != nullptr) == (std::abs(offset) >= 10'000));
        if (const auto* f = find(r, "host.clock_skew")) {
            CHECK(f->severity == severity::warning);
            CHECK(r.verdict == verdict::degraded);
        }
    }
}

TEST_CASE("host: where nobody else is heard, the proxy's refusal tells the time, and proves nothing") {
    const struct {
        const char* name;
        const char* started;
        const char* date;
        bool others; ///< a peer behind the proxy tells the time, too
        bool found;
    } table[] = {
        {"two years slow", "2024-11-23T12:00:00Z", "Mon, 23 Nov 2026 12:00:03 GMT", false, true},
        {"an hour fast", "2026-11-23T13:00:00Z", "Mon, 23 Nov 2026 12:00:03 GMT", false, true},
        {"as long as a run may take", "2026-11-23T12:00:00Z", "Mon, 23 Nov 2026 12:00:40 GMT", false, false},
        {"no date at all", "2024-11-23T12:00:00Z", "soon", false, false},
        {"the peers know better", "2024-11-23T12:00:00Z", "Mon, 23 Nov 2026 12:00:03 GMT", true, false},
    };
    for (const auto& row : table) {
        auto r = behind_proxy();
        r.run.started = row.started;
        if (!row.others)
            for (auto& p : r.paths) p.seen.hellos.clear();
        for (auto& p : r.paths)
            if (p.seen.proxy) refuse(p, 407, {{"proxy-authenticate", "Basic"}, {"date", row.date}});
        if (row.others) r.paths.front().seen.hellos.emplace_back().clock_offset_ms = 0;
        rules::diagnose(r);
        INFO(row.name << "\n" << told(r));
        const auto* f = find(r, "host.clock_skew");
        CHECK((f != nullptr) == row.found);
        if (!f) continue;
        CHECK_FALSE(f->proved);
        CHECK(f->severity == severity::warning);
        CHECK(r.findings.front().cause == "proxy.auth_required");
    }
}

TEST_CASE("host: one peer with a wrong clock is not ours") {
    auto r = healthy();
    at(r, "acr/registry/direct").seen.hellos.back().clock_offset_ms = 7'200'000;
    rules::diagnose(r);
    INFO(told(r));
    CHECK(r.findings.empty());
}

TEST_CASE("host: blocked NTP is a note while the clock is right, a warning when it is not") {
    for (const bool skewed : {false, true}) {
        auto r = healthy();
        if (skewed) set_clock(r, 60'000);
        auto& p = at(r, "ntp/ntp/direct");
        p.planned.need = rules::need::required;
        fail_hello(p, failure::timed_out);
        rules::diagnose(r);
        INFO(told(r));
        REQUIRE(find(r, "host.ntp_blocked"));
        CHECK(find(r, "host.ntp_blocked")->severity == (skewed ? severity::warning : severity::note));
        CHECK(r.verdict == (skewed ? verdict::degraded : verdict::ready));
        CHECK(p.cause == "host.ntp_blocked");
    }
}

TEST_CASE("host: one certificate that would be good at the time that others tell is not expired") {
    auto r = healthy();
    r.run.started = "2027-09-01T00:00:00Z";
    set_clock(r, -120.0 * 86400 * 1000); // 4 May 2027, a month before its end
    at(r, "acr/registry/direct").seen.tls->verify_code = 10;
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(r.findings.size() == 1);
    CHECK(r.findings[0].cause == "host.clock_skew");
    CHECK(r.findings[0].proved);
    CHECK(at(r, "acr/registry/direct").cause == "host.clock_skew");
}

TEST_CASE("host: a certificate of the proxy that is good at the time that others tell is the clock's fault") {
    constexpr double two_years_ms = 2.0 * 365 * 86400 * 1000;
    for (const bool good_then : {true, false}) {
        auto r = with_proxy();
        r.run.started = "2024-11-23T12:00:00Z";
        set_clock(r, two_years_ms);
        each_by_proxy(r, [&](auto& p) {
            auto& tls = p.seen.proxy->tls.emplace();
            tls.chain = {leaf_for(proxy_name)};
            if (!good_then) tls.chain[0].not_before = "2030-01-01T00:00:00Z";
            tls.verify_code = 9;
            p.seen.failed = failure::tls_error;
        });
        rules::diagnose(r);
        INFO(told(r));
        CHECK((find(r, "proxy.tls_untrusted") == nullptr) == good_then);
        REQUIRE(find(r, "host.clock_skew"));
        CHECK((at(r, "iot_hub/https/proxy").cause == "host.clock_skew") == good_then);
    }
}
