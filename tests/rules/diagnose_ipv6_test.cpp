// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "tests/rules/direct_site.hpp"

using namespace site_builder;
using rules::severity;
using rules::verdict;

namespace {
constexpr auto acr = "acr/registry/direct";
}

TEST_CASE("net: IPv6 that is swallowed while IPv4 works is one warning, and nothing is broken") {
    auto r = healthy();
    for (const auto* id : {acr, "mcr/registry/direct"}) {
        auto& p = at(r, id);
        auto v6 = connected("2001:db8::40", 443);
        v6.failed = failure::timed_out;
        v6.kernel.tcp->total_retrans = 4;
        p.seen.connects.insert(p.seen.connects.begin(), v6);
        p.seen.used = 1;
    }
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(r.findings.size() == 1);
    CHECK(r.findings[0].cause == "net.ipv6_broken");
    CHECK(r.findings[0].severity == severity::warning);
    CHECK(r.findings[0].paths.size() == 2);
    CHECK(at(r, acr).works);
    CHECK(r.verdict == verdict::degraded);
}

TEST_CASE("net: no IPv6 route on a device with IPv4 is nothing at all") {
    auto r = healthy();
    auto v6 = connected("2001:db8::40", 443, 0.1);
    v6.failed = failure::net_unreachable;
    v6.code = "ENETUNREACH";
    at(r, acr).seen.connects.push_back(v6);
    rules::diagnose(r);
    INFO(told(r));
    CHECK(r.findings.empty());
    CHECK(r.verdict == verdict::ready);
}

TEST_CASE("tcp: IPv4 decides where both families fail") {
    auto r = healthy();
    auto& p = at(r, acr);
    auto v6 = connected("2001:db8::40", 443, 0.1);
    v6.failed = failure::net_unreachable;
    p.seen.connects.push_back(v6);
    drop(p);
    p.seen.connects[1].failed = failure::net_unreachable;
    p.seen.connects[1].elapsed_ms = 0.1;
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(r.findings.size() == 1);
    CHECK(r.findings[0].cause == "tcp.drop");
    CHECK_FALSE(r.findings[0].proved);
}

TEST_CASE("tcp: IPv6 decides where this device has it alone") {
    const struct {
        const char* name;
        const char* resolver; ///< who answered tells which families this device has
        const char* expected;
    } table[] = {
        {"IPv6 alone", "[2001:db8::53]:53", "tcp.drop"},
        {"nothing tells that IPv6 works here", "10.0.0.1:53", "host.no_route"},
    };
    for (const auto& row : table) {
        auto r = healthy();
        r.run.resolvers = {row.resolver};
        for (auto& n : r.run.names)
            for (auto& a : n.answers) a.resolver = row.resolver;
        for (auto& p : r.paths) { // every service has both, and 443 is dropped
            if (p.seen.connects.empty()) continue;
            auto v6 = connected("2001:db8::" + std::to_string(&p - r.paths.data() + 1), p.seen.to.port);
            drop(p);
            p.seen.connects.push_back(v6);
            p.seen.connects[0].failed = failure::net_unreachable;
            p.seen.connects[0].elapsed_ms = 0.1;
            p.seen.connects[1].failed = failure::timed_out;
            p.seen.connects[1].kernel.tcp->total_retrans = 4;
        }
        rules::diagnose(r);
        INFO(row.name << "\n" << told(r));
        REQUIRE(!r.findings.empty());
        for (const auto& f : r.findings) CHECK(f.cause == row.expected);
        for (const auto& e : r.findings[0].evidence)
            CHECK((e.find("2001:db8") != std::string::npos || e.find("more like these") != std::string::npos) ==
                  (row.expected == std::string("tcp.drop") || e.find("more like these") != std::string::npos));
    }
}

TEST_CASE("net: IPv6 that this device's own firewall rejects while IPv4 works is that firewall's") {
    auto r = healthy();
    auto v6 = connected("2001:db8::40", 443, 0.2);
    v6.failed = failure::refused;
    v6.kernel.icmp = {{6, 1, 4, "2001:db8::20"}};
    auto& p = at(r, acr);
    p.seen.connects.push_back(v6);
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(r.findings.size() == 1);
    CHECK(r.findings[0].cause == "host.local_firewall");
    CHECK(r.findings[0].proved);
    CHECK(r.findings[0].severity == severity::note); // who is rejected does not wait
    CHECK(r.verdict == verdict::ready);

    p.seen.connects[1].kernel.icmp = {{6, 1, 3, "2001:db8::20"}}; // the IPv6 gateway is gone
    p.seen.connects[1].failed = failure::host_unreachable;
    p.seen.connects[1].elapsed_ms = 3070;
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(r.findings.size() == 1);
    CHECK(r.findings[0].cause == "net.ipv6_broken");

    p.seen.connects[1].kernel.icmp = {{6, 1, 2, "fe80::1"}}; // the device has a link-local address alone
    rules::diagnose(r);
    INFO(told(r));
    CHECK(r.findings.empty());
}
