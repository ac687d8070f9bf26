// SPDX-License-Identifier: MIT
#include "rules/policy/build.hpp"

#include <algorithm>
#include <stdexcept>

#include <catch2/catch.hpp>

#include "tests/rules/policy_site.hpp"
#include "tests/rules/site_builder.hpp"

using namespace rules;
using words = std::vector<std::string>;

using policy_site::flow_at, policy_site::ids_of, policy_site::said;

namespace {

const catalog& built_in() {
    static const auto read = parse_catalog(built_in_catalog(), "built-in");
    return read;
}

site contoso() {
    site s;
    s.hub = "contoso.azure-devices.net";
    return s;
}

found evidence() {
    found f;
    f.names["contoso.azure-devices.net"] = {{*read_address("203.0.113.10"), *read_address("2001:db8::10")},
        "2026-11-27T00:00:00Z", "10.9.0.53 port 53", {}};
    f.names["mcr.microsoft.com"] = {{*read_address("203.0.113.11")}, "2026-11-27T00:00:00Z", "10.9.0.53 port 53", {}};
    f.names["pool.ntp.org"] = {{}, "2026-11-27T00:00:00Z", "10.9.0.53 port 53", "timed_out"};
    f.resolvers = {{*read_address("10.9.0.53"), std::uint16_t{53}}};
    return f;
}

ip_set tag_file(const std::string& tag, std::string& used) {
    if (tag == "AzureIoTHub") {
        used = "AzureIoTHub.WestEurope";
        return policy_site::addresses({"203.0.113.0/24", "2001:db8::/64"});
    }
    if (tag == "Storage") return policy_site::addresses({"198.18.0.0/16"});
    return {};
}

policy made(
    const site& of, const found& known = evidence(), const policy_request& how = {}, const tag_ranges& tags = {}) {
    auto p = make_policy(of, built_in(), known, how, tags);
    check(p); // whatever it is made of, every exporter may have it
    return p;
}

} // namespace

TEST_CASE("only what the site's configuration uses") {
    CHECK(ids_of(made(contoso())) == words{"iot-hub", "mcr", "mcr-data", "ntp", "dns"});
    auto s = contoso();
    s.dps = true;
    s.registries = {registry_host("contoso", cloud::public_)};
    CHECK(ids_of(made(s)) == words{"iot-hub", "dps", "mcr", "mcr-data", "acr", "acr-domain", "acr-data", "ntp", "dns"});
    s.region = "westeurope";
    CHECK(flow_at(made(s), "acr-dedicated").names == words{"contoso.westeurope.data.azurecr.io"});
    s.registries = {registry_host("docker.io", cloud::public_)};
    const auto docker = made(s);
    CHECK(flow_at(docker, "docker-hub").names == words{"registry-1.docker.io"});
    CHECK(flow_at(docker, "docker-data-3").names[0].ends_with(".r2.cloudflarestorage.com"));
}

TEST_CASE("optional services only when asked for") {
    policy_request how;
    how.needs.also = {"monitoring", "packages"};
    const auto p = made(contoso(), evidence(), how);
    CHECK(flow_at(p, "monitoring").names == words{"*.ods.opinsights.azure.com"});
    CHECK(flow_at(p, "monitoring-2").names == words{"*.oms.opinsights.azure.com"});
    CHECK(flow_at(p, "packages").ports == std::vector<std::uint16_t>{443});
    how.needs.also = {"monitorin"};
    CHECK_THROWS_WITH(
        made(contoso(), evidence(), how), Catch::Contains("--also monitorin") && Catch::Contains("monitoring"));
}

TEST_CASE("the ports of the chosen upstream protocol") {
    using ports = std::vector<std::uint16_t>;
    struct row {
        const char* word;
        ports opens;
    };
    for (const auto& r : {row{"any", {443, 5671, 8883}}, row{"Amqp", {443, 5671}}, row{"amqpws", {443}},
             row{"MQTT", {443, 8883}}, row{"MqttWs", {443}}}) {
        policy_request how;
        how.needs.by = upstream_from(r.word).value();
        INFO(r.word);
        CHECK(flow_at(made(contoso(), evidence(), how), "iot-hub").ports == r.opens);
    }
    CHECK_FALSE(upstream_from("amqp5"));
    auto known = evidence();
    known.upstream_protocol = "Mqtt"; // what the report recommends, where nobody says otherwise
    CHECK(flow_at(made(contoso(), known), "iot-hub").ports == ports{443, 8883});
}

TEST_CASE("addresses: what was resolved, with its evidence") {
    const auto p = made(contoso());
    const auto& hub = flow_at(p, "iot-hub");
    CHECK(hub.how == rung::resolved);
    CHECK(hub.addresses == policy_site::addresses({"203.0.113.10/32", "2001:db8::10/128"}));
    CHECK(hub.evidence[0] == "contoso.azure-devices.net had 203.0.113.10 at 2026-11-27T00:00:00Z by 10.9.0.53 port 53");
    CHECK(said(p, "Microsoft changes addresses without notice"));
    CHECK(flow_at(p, "ntp").how == rung::names_only);
    CHECK(said(p, "pool.ntp.org has no address, timed out") == said(p, "timed out"));
    CHECK(flow_at(p, "mcr-data").how == rung::names_only);
    CHECK(flow_at(p, "dns").how == rung::given);
    CHECK(flow_at(p, "dns").over == std::vector{transport::tcp, transport::udp});
    policy_request four;
    four.ipv6 = false;
    CHECK(flow_at(made(contoso(), evidence(), four), "iot-hub").addresses.v6.empty());
}

TEST_CASE("addresses: Azure's ranges, and their price") {
    const auto p = made(contoso(), evidence(), {}, tag_file);
    CHECK(said(p, "the file of service tags has no MicrosoftContainerRegistry"));
    CHECK(flow_at(p, "mcr").tags.empty());
    const auto& hub = flow_at(p, "iot-hub");
    CHECK(hub.how == rung::tag);
    CHECK(hub.tags == words{"AzureIoTHub.WestEurope"});
    CHECK(hub.addresses == policy_site::addresses({"203.0.113.0/24", "2001:db8::/64"}));
    CHECK(said(p, "opens 256 IPv4 addresses in 1 block and 1 IPv6 block, service tag"));
    auto s = contoso();
    s.storage = {"contoso.blob.core.windows.net"};
    const auto wide = made(s, evidence(), {}, tag_file);
    CHECK(said(wide, "65536 IPv4 addresses"));
    CHECK(said(wide, "other customers of Azure"));
    auto elsewhere = evidence();
    elsewhere.names["contoso.azure-devices.net"].addresses.push_back(*read_address("192.0.2.77"));
    const auto drift = made(contoso(), elsewhere, {}, tag_file);
    CHECK(said(drift, "outside its service tag"));
    CHECK(contains(flow_at(drift, "iot-hub").addresses, *read_address("192.0.2.77")));
    CHECK(flow_at(drift, "iot-hub").tags == words{"AzureIoTHub.WestEurope", "192.0.2.77/32"});
    CHECK(said(drift, "service tag AzureIoTHub.WestEurope")); // the price is the tag's alone
    // Advice is not given twice: there is a file of service tags, it only lacks this one.
    CHECK(said(drift, "flow mcr by address holds what mcr.microsoft.com resolved to once"));
    CHECK_FALSE(said(drift, "give --service-tags"));
    CHECK(said(made(contoso()), "give --service-tags"));
    const auto both = [](const std::string& tag, std::string& used) {
        if (tag == "AzureIoTHub") used = "AzureIoTHub.WestEurope,AzureIoTHub.NorthEurope";
        return tag == "AzureIoTHub" ? policy_site::addresses({"203.0.113.0/24"}) : ip_set{};
    };
    policy_request four;
    four.ipv6 = false;
    CHECK(flow_at(made(contoso(), evidence(), four, both), "iot-hub").tags ==
          words{"AzureIoTHub.WestEurope", "AzureIoTHub.NorthEurope"});
}

TEST_CASE("layers: the host a registry named, or the wildcard with what would be narrower") {
    auto s = contoso();
    s.registries = {registry_host("contoso", cloud::public_)};
    auto p = made(s);
    CHECK(flow_at(p, "acr-data").names == words{"*.blob.core.windows.net"});
    CHECK(said(p, "holds every name below blob.core.windows.net")); // no star: some formats could not hold it
    CHECK(said(p, "dedicated data endpoints"));
    CHECK(said(p, "give --region"));
    s.region = "westeurope";
    CHECK_FALSE(said(made(s), "give --region"));
    CHECK(said(made(s), "give --report"));
    s.region.clear();
    auto known = evidence();
    known.layers[{"acr_data", "contoso.azurecr.io"}] = {"weuacr.blob.core.windows.net"};
    p = made(s, known);
    CHECK(flow_at(p, "acr-data").names == words{"weuacr.blob.core.windows.net"});
    policy_request wide;
    wide.needs.wide = true;
    p = made(s, known, wide);
    CHECK(flow_at(p, "acr-data").names == words{"*.blob.core.windows.net"});
    CHECK(flow_at(p, "iot-hub").names == words{"*.azure-devices.net"});
}

TEST_CASE("layers: what a report saw of one registry says nothing of another") {
    auto report = site_builder::healthy();
    report.site.registries = {registry_host("one", cloud::public_), registry_host("two", cloud::public_)};
    auto pulled = site_builder::path("acr", "one.azurecr.io", 443, "registry", need::required, "203.0.113.20", false);
    auto layers = site_builder::path(
        "acr_data", "weuone.blob.core.windows.net", 443, "https", need::required, "203.0.113.21", false);
    pulled.planned.to.id = pulled.seen.to.id = "acr@one/registry/direct";
    layers.planned.to.after = layers.seen.to.after = pulled.planned.to.id;
    report.paths.push_back(pulled);
    report.paths.push_back(layers);
    const auto both = made(report.site, found_in(report));
    CHECK(flow_at(both, "acr-data").names == words{"weuone.blob.core.windows.net"});
    CHECK(flow_at(both, "acr-data-2").names == words{"*.blob.core.windows.net"});
    report.site.registries.pop_back();
    const auto one = made(report.site, found_in(report));
    CHECK(flow_at(one, "acr-data").names == words{"weuone.blob.core.windows.net"});
    CHECK_FALSE(said(one, "holds every name below"));
    for (const auto& f : one.flows)
        for (const auto& name : f.names) CHECK_FALSE(name.starts_with("*"));
}

TEST_CASE("a DPS by a name of the site's own is in none of Azure's ranges") {
    auto s = contoso();
    s.dps = true;
    CHECK(flow_at(made(s, evidence(), {}, tag_file), "dps").how == rung::tag);
    s.dps_host = "gateway.contoso.internal";
    const auto p = made(s, evidence(), {}, tag_file);
    CHECK(flow_at(p, "dps").names == words{"gateway.contoso.internal"});
    CHECK(flow_at(p, "dps").tags.empty());
    CHECK(flow_at(p, "dps").addresses.empty());
}

TEST_CASE("before DPS has named the hub: every hub, and what would be narrower") {
    site fresh;
    fresh.dps = true;
    const auto p = made(fresh);
    CHECK(flow_at(p, "iot-hub").names == words{"*.azure-devices.net"});
    CHECK(flow_at(p, "dps").need == need::required);
    CHECK(said(p, "the hub is not known before the device is provisioned"));
    fresh.dps = false;
    fresh.endpoints = {{"192.0.2.9", 8883, "mqtt"}};
    CHECK(ids_of(made(fresh)) == words{"mcr", "mcr-data", "ntp", "dns", "endpoint"});
}

TEST_CASE("behind a proxy only it, names and time") {
    policy_request how;
    how.proxy = "http://192.0.2.130:3128";
    const auto p = made(contoso(), evidence(), how);
    CHECK(ids_of(p) == words{"proxy", "ntp", "dns"});
    CHECK(flow_at(p, "proxy").ports == std::vector<std::uint16_t>{3128});
    CHECK(flow_at(p, "proxy").how == rung::given);
    how.proxy = "http://proxy.corp.example:3128";
    CHECK(names_to_resolve(contoso(), built_in(), evidence(), how) == words{"proxy.corp.example", "pool.ntp.org"});
}

TEST_CASE("resolvers: none, this device itself, another port") {
    auto known = evidence();
    known.resolvers = {};
    CHECK(said(made(contoso(), known), "no resolver is known"));
    known.resolvers = {{*read_address("127.0.0.53"), std::uint16_t{53}}};
    const auto own = made(contoso(), known);
    CHECK(said(own, "127.0.0.53 is this device itself"));
    CHECK(ids_of(own) == words{"iot-hub", "mcr", "mcr-data", "ntp"});
    known.resolvers = {
        {*read_address("10.9.0.53"), std::uint16_t{53}}, {*read_address("10.9.0.54"), std::uint16_t{5353}}};
    CHECK(flow_at(made(contoso(), known), "dns").ports == std::vector<std::uint16_t>{53});
    CHECK(flow_at(made(contoso(), known), "dns-2").addresses == policy_site::addresses({"10.9.0.54/32"}));
    known.resolvers = {{*read_address("10.9.0.53"), std::uint16_t{5353}}};
    CHECK(flow_at(made(contoso(), known), "dns").ports == std::vector<std::uint16_t>{5353});
    policy_request six;
    six.ipv4 = false;
    known.resolvers.emplace_back(*read_address("127.0.0.53"), std::uint16_t{53});
    CHECK(said(made(contoso(), known, six), "no IPv6 resolver is known, and with --ipv6 no rule lets questions to "
                                            "10.9.0.53 out, give --resolver with an IPv6 address"));
    CHECK_FALSE(said(made(contoso(), known, six), "no resolver is known"));
    CHECK(resolver_of("10.0.0.1:53")->second == 53);
    CHECK(resolver_of("[fd00::1]:53")->first == *read_address("fd00::1"));
    CHECK(resolver_of("[fe80::1%eth0]:53")->first == *read_address("fe80::1"));
    CHECK_FALSE(resolver_of("10.0.0.1"));
    CHECK_FALSE(resolver_of("name:53"));
}

TEST_CASE("addresses given as such, nested devices, other clouds") {
    auto s = contoso();
    s.endpoints = {{"192.0.2.9", 8883, "mqtt"}, {"2001:db8::9", 123, "ntp"}};
    const auto p = made(s);
    CHECK(flow_at(p, "endpoint").how == rung::given);
    CHECK(flow_at(p, "endpoint-2").over == std::vector{transport::udp});
    CHECK(flow_at(p, "endpoint").why == "given with --endpoint");
    s.endpoints[0].purpose = "EST server";
    CHECK(flow_at(made(s), "endpoint").why == "EST server");
    site nested;
    nested.parent = "parent.corp.example";
    CHECK(ids_of(made(nested)) == words{"parent", "ntp", "dns"});
    nested.registries = {registry_host("mcr.microsoft.com/azureiotedge-api-proxy:1.1", cloud::public_)};
    CHECK(ids_of(made(nested)) == words{"parent", "mcr", "mcr-data", "ntp", "dns"});
    CHECK(flow_at(made(nested), "mcr").need == need::required);
    site china;
    china.cloud = cloud::china;
    china.hub = "contoso.azure-devices.cn";
    CHECK(flow_at(made(china), "mcr").names == words{"mcr.azure.cn"});
    catalog none;
    none.suffixes = built_in().suffixes;
    CHECK_THROWS_WITH(make_policy(contoso(), none, evidence(), {}, {}), Catch::Contains("nothing to allow"));
}

TEST_CASE("the evidence in a report") {
    auto report = site_builder::healthy();
    const auto known = found_in(report);
    REQUIRE(known.names.contains(site_builder::hub));
    CHECK(known.names.at(site_builder::hub).addresses == std::vector{*read_address(site_builder::hub_address)});
    CHECK_FALSE(known.resolvers.empty());
    CHECK_FALSE(known.layers.empty());
}
