// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "tests/rules/site_builder.hpp"

using namespace site_builder;
using rules::severity;
using rules::verdict;

namespace {
constexpr auto acr = "acr/registry/direct";
constexpr auto acr_host = "contoso.azurecr.io";
} // namespace

TEST_CASE("dns: private link") {
    auto r = healthy();
    auto& p = at(r, acr);
    p.seen.connects = {connected("10.20.0.4", 443)};
    for (auto& a : name_of(r, acr_host).answers) {
        a.records = {{acr_host, "CNAME", 60, "contoso.privatelink.azurecr.io"}};
        if (a.type == "A") a.records.push_back({"contoso.privatelink.azurecr.io", "A", 60, "10.20.0.4"});
    }
    SECTION("that works is a note") {
        rules::diagnose(r);
        INFO(told(r));
        REQUIRE(r.findings.size() == 1);
        CHECK(r.findings[0].cause == "dns.private_endpoint");
        CHECK(r.findings[0].severity == severity::note);
        CHECK(r.verdict == verdict::ready);
    }
    SECTION("that does not answer is the root") {
        drop(p);
        rules::diagnose(r);
        INFO(told(r));
        REQUIRE(r.findings.size() == 1);
        CHECK(r.findings[0].cause == "dns.private_endpoint");
        CHECK(r.findings[0].severity == severity::error);
        CHECK(r.findings[0].proved);
        CHECK(r.findings[0].who == "Azure admin");
    }
    SECTION("that a named box rejects is that box's") {
        prohibit(p, "10.20.0.1");
        rules::diagnose(r);
        CHECK(at(r, acr).cause == "tcp.admin_prohibited");
    }
}

TEST_CASE("dns: an address that the resolver says it forged, and one of the site's own") {
    const struct {
        const char* name;
        std::optional<int> reason; ///< extended error (RFC 8914)
        const char* address;
        const char* expected;
        bool proved;
    } table[] = {
        {"forged", 4, "203.0.113.99", "dns.sinkhole", true},
        {"censored", 16, "203.0.113.99", "dns.filtered", true},
        {"stale, which is no policy", 3, "203.0.113.99", "tcp.reset", false},
        {"without a word", std::nullopt, "203.0.113.99", "tcp.reset", false},
        {"the resolver's own", std::nullopt, "203.0.113.53", "dns.sinkhole", false},
    };
    for (const auto& row : table) {
        auto r = healthy();
        r.run.resolvers.push_back("203.0.113.53:53");
        auto& p = at(r, "dps/https/direct");
        p.seen.connects = {connected(row.address, 443)};
        reset(p);
        for (auto& a : name_of(r, p.seen.to.host).answers) {
            a.extended_error = row.reason;
            if (a.type == "A") a.records = {{p.seen.to.host, "A", 60, row.address}};
        }
        rules::diagnose(r);
        INFO(row.name << "\n" << told(r));
        REQUIRE(r.findings.size() == 1);
        CHECK(r.findings[0].cause == row.expected);
        CHECK(r.findings[0].proved == row.proved);
    }
    auto r = healthy(); // the service is there, whatever the resolver thinks
    for (auto& a : name_of(r, "global.azure-devices-provisioning.net").answers) a.extended_error = 4;
    rules::diagnose(r);
    INFO(told(r));
    CHECK(nothing_but(r, {}));
}

TEST_CASE("dns: a private address for a service, and no private link") {
    const auto unroutable = [](rules::path_result& p) {
        fail_connect(p, failure::net_unreachable, "ENETUNREACH", 1, {{4, 3, 0, "10.0.0.1"}});
    };
    const struct {
        const char* name;
        void (*how)(rules::path_result&);
        const char* address;
        const char* expected;
    } table[] = {
        {"silent", drop, "10.1.2.3", "dns.sinkhole"},
        {"refused", reset, "10.1.2.3", "dns.sinkhole"},
        {"no router knows the way", unroutable, "192.168.5.5", "dns.sinkhole"},
        {"a rule says so itself", [](auto& p) { prohibit(p); }, "10.1.2.3", "tcp.admin_prohibited"},
        {"no private address", drop, "203.0.113.40", "tcp.drop"},
    };
    for (const auto& row : table) {
        auto r = healthy();
        auto& p = at(r, acr);
        p.seen.to.service = "mcr"; // a service of the Internet
        p.seen.connects = {connected(row.address, 443)};
        row.how(p);
        for (auto& a : name_of(r, acr_host).answers)
            if (a.type == "A") a.records = {{acr_host, "A", 60, row.address}};
        rules::diagnose(r);
        INFO(row.name << "\n" << told(r));
        REQUIRE(r.findings.size() == 1);
        CHECK(r.findings[0].cause == row.expected);
        if (r.findings[0].cause == "dns.sinkhole") CHECK_FALSE(r.findings[0].proved);
    }
    auto r = healthy(); // a zone of the site's own that leads somewhere, where one port is closed
    const auto used = {"iot_hub/amqp/direct", "iot_hub/https/direct"};
    for (const auto* id : used) at(r, id).seen.connects = {connected("10.1.2.3", at(r, id).seen.to.port)};
    drop(at(r, "iot_hub/amqp/direct"));
    rules::diagnose(r);
    INFO(told(r));
    CHECK(at(r, "iot_hub/amqp/direct").cause == "tcp.drop");
}

TEST_CASE("dns: of two addresses the private one is no dead address of the service") {
    for (const bool private_one : {true, false}) {
        auto r = healthy();
        auto& p = at(r, acr);
        p.seen.to.service = "mcr"; // a service of the Internet
        const std::string address = private_one ? "10.1.2.3" : "203.0.113.41";
        p.seen.connects.push_back(connected(address, 443));
        p.seen.connects.back().failed = failure::refused;
        for (auto& a : name_of(r, acr_host).answers)
            if (a.type == "A") a.records.insert(a.records.begin(), {acr_host, "A", 60, address});
        name_of(r, acr_host).system->addresses.push_back(address);
        rules::diagnose(r);
        INFO(told(r));
        REQUIRE(r.findings.size() == 1);
        CHECK(r.findings[0].cause == (private_one ? "dns.sinkhole" : "tcp.one_of_two_dead"));
        CHECK(r.findings[0].proved == !private_one);
        // Programs pass over a refusal; containers have IPv4 alone.
        CHECK(r.findings[0].severity == (private_one ? rules::severity::warning : rules::severity::note));
        CHECK(p.works);
    }
}
