// SPDX-License-Identifier: MIT
//
// Names that DNS leads to a filter's address on the Internet, which looks like any other (facts/faults.md A14).
#include <algorithm>

#include <catch2/catch.hpp>

#include "tests/rules/site_builder.hpp"

using namespace site_builder;
using rules::severity;

namespace {

constexpr auto dps_host = "global.azure-devices-provisioning.net";
constexpr auto corp = "CN=Filter Root,O=Filter";

/// All paths of this host go to this address, and its resolvers say so, by an alias or without.
void lead(rules::report& r, std::string_view host, const std::string& address, const std::string& alias = {}) {
    auto& name = name_of(r, host);
    name.addresses = {address};
    name.system->addresses = {address};
    for (auto& a : name.answers) {
        if (a.type != "A") continue;
        a.records = {{alias.empty() ? a.name : alias, "A", 60, address}};
        if (!alias.empty()) a.records.insert(a.records.begin(), {a.name, "CNAME", 60, alias});
    }
    for (auto& p : r.paths)
        if (p.seen.to.host == host) p.seen.connects = {connected(address, p.seen.to.port)};
}

void silence(rules::report& r, std::string_view host) {
    for (auto& p : r.paths)
        if (p.seen.to.host == host) drop(p);
}

} // namespace

TEST_CASE("led elsewhere: a name at an address of the Internet where nothing answers") {
    const struct {
        const char* name;
        const char* host;
        const char* address;
        const char* alias;
        const char* cause;
        const char* because;
    } table[] = {
        {"a filter's alias", hub, "198.51.100.22", "sinkhole.filter.example", "dns.sinkhole",
            "which is not Microsoft's"},
        {"Microsoft's alias", hub, "198.51.100.22", "ihsu-prod-7.cloudapp.net", "tcp.drop", ""},
        {"in capitals", hub, "198.51.100.22", "IHSU-Prod-7.CloudApp.Net", "tcp.drop", ""},
        {"of the sovereign clouds", hub, "198.51.100.22", "ihsu.usgovtrafficmanager.net", "tcp.drop", ""},
        {"China's", hub, "198.51.100.22", "ihsu.chinacloudapp.cn", "tcp.drop", ""},
        {"the registry's edge", "contoso.azurecr.io", "198.51.100.22", "r0318neu-az.fe.azcr.io", "tcp.drop", ""},
        {"Front Door's", "contoso.azurecr.io", "198.51.100.22", "s-part-0017.t-0009.t-msedge.net", "tcp.drop", ""},
        {"the registry, to a filter", "contoso.azurecr.io", "198.51.100.22", "sinkhole.filter.example", "dns.sinkhole",
            "which is not Microsoft's"},
        {"an alias that only ends like Microsoft's", hub, "198.51.100.22", "notcloudapp.net", "dns.sinkhole",
            "which is not Microsoft's"},
        {"no alias", hub, "198.51.100.22", "", "tcp.drop", ""},
        {"a page of Microsoft's may be on anybody's edge", "mcr.microsoft.com", "198.51.100.22", "mcr.edge.example",
            "tcp.drop", ""},
        {"what carriers share", hub, "100.64.1.5", "", "dns.sinkhole", "space that carriers share"},
        {"the last of that", hub, "100.127.255.255", "", "dns.sinkhole", "space that carriers share"},
        {"the next one", hub, "100.128.0.1", "", "tcp.drop", ""},
        {"the one before", hub, "100.63.255.255", "", "tcp.drop", ""},
        {"a page of Cisco Umbrella", hub, "146.112.61.106", "", "dns.sinkhole", ""},
        {"its neighbour", hub, "146.112.61.112", "", "tcp.drop", ""},
        {"that of FortiGuard", hub, "208.91.112.55", "", "dns.sinkhole", ""},
    };
    for (const auto& row : table) {
        auto r = healthy();
        lead(r, row.host, row.address, row.alias);
        silence(r, row.host);
        rules::diagnose(r);
        INFO(row.name << "\n" << told(r));
        REQUIRE_FALSE(r.findings.empty());
        const auto& first = r.findings[0];
        CHECK(first.cause == row.cause);
        CHECK(first.severity == severity::error);
        CHECK(first.control.find(row.because) != std::string::npos);
        if (first.cause != "dns.sinkhole") continue;
        CHECK(first.where == "resolver");
        CHECK(first.proved == !*row.because); // what leads there may be right at some site
        CHECK(std::ranges::any_of(
            first.evidence, [&](const auto& line) { return line.find(row.address) != std::string::npos; }));
    }
}

TEST_CASE("led elsewhere: never where the name serves at another port, nor by a private link") {
    for (const bool private_link : {true, false}) {
        auto r = healthy();
        lead(r, hub, "198.51.100.22", private_link ? "contoso.privatelink.azure-devices.example" : "odd.edge.example");
        if (private_link)
            silence(r, hub);
        else
            drop(at(r, "iot_hub/amqp/direct"));
        rules::diagnose(r);
        INFO(private_link << "\n" << told(r));
        CHECK_FALSE(find(r, "dns.sinkhole"));
        CHECK(find(r, "tcp.drop"));
    }
}

TEST_CASE("led elsewhere: an inspector of hosts that are where they should be is no page, whatever one of them is") {
    auto r = healthy();
    lead(r, hub, "100.64.1.5");
    for (auto& p : r.paths)
        if (p.seen.to.port == 443) present(p, corp, 19, false);
    rules::diagnose(r);
    INFO(told(r));
    CHECK_FALSE(find(r, "dns.sinkhole"));
    CHECK(find(r, "tls.intercepted_untrusted"));
}

TEST_CASE("led elsewhere: the hub shares its address with no other service, unless all share one") {
    constexpr auto bogus = "198.51.100.94";
    for (const auto how : {0, 1, 2}) { // two of them, all of them, or one that answers there
        auto r = healthy();
        lead(r, hub, bogus);
        lead(r, dps_host, bogus);
        if (how == 1)
            for (const auto& name : std::vector(r.run.names)) lead(r, name.name, bogus);
        silence(r, hub);
        if (how != 2) silence(r, dps_host);
        rules::diagnose(r);
        INFO(how << "\n" << told(r));
        const auto* f = find(r, "dns.sinkhole");
        CHECK((f != nullptr) == (how == 0));
        if (!f) continue;
        CHECK(f->paths.size() == 6);
        CHECK_FALSE(f->proved);
        CHECK(f->control.find("is another service") != std::string::npos);
    }
}

TEST_CASE("led elsewhere: a page with a CA of its own is no inspection, and its closed ports stand behind it") {
    for (const bool led : {true, false}) {
        auto r = healthy();
        if (led) {
            lead(r, hub, "198.51.100.94");
            lead(r, dps_host, "198.51.100.94");
        }
        for (auto& p : r.paths)
            if (p.seen.to.host == hub || p.seen.to.host == dps_host) {
                if (p.seen.to.port != 443)
                    reset(p);
                else
                    present(p, corp, 19, false);
            }
        rules::diagnose(r);
        INFO(led << "\n" << told(r));
        REQUIRE_FALSE(r.findings.empty());
        CHECK((find(r, "dns.sinkhole") != nullptr) == led);
        CHECK((find(r, "tls.intercepted_untrusted") == nullptr) == led);
        const auto* closed = find(r, "tcp.reset");
        REQUIRE(closed);
        CHECK((closed->severity == severity::note) == led);
    }
}
