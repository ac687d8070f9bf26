// SPDX-License-Identifier: MIT
#include "rules/policy/build.hpp"

#include <algorithm>
#include <stdexcept>

#include <catch2/catch.hpp>

#include "tests/rules/policy_site.hpp"
#include "tests/rules/site_builder.hpp"

using namespace rules;
using words = std::vector<std::string>;

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

words ids(const policy& p) {
    words out;
    for (const auto& f : p.flows) out.push_back(f.id);
    return out;
}

const flow& at(const policy& p, std::string_view id) {
    const auto one = std::find_if(p.flows.begin(), p.flows.end(), [&](const flow& f) { return f.id == id; });
    INFO(id);
    REQUIRE(one != p.flows.end());
    return *one;
}

bool remarks(const policy& p, std::string_view part) {
    std::string all;
    for (const auto& text : p.remarks) all += text + " ";
    return all.find(part) != all.npos;
}

} // namespace

TEST_CASE("only what the site's configuration uses") {
    CHECK(ids(made(contoso())) == words{"iot-hub", "mcr", "mcr-data", "ntp", "dns"});
    auto s = contoso();
    s.dps = true;
    s.registries = {registry_host("contoso", cloud::public_)};
    CHECK(ids(made(s)) == words{"iot-hub", "dps", "mcr", "mcr-data", "acr", "acr-domain", "acr-data", "ntp", "dns"});
    s.region = "westeurope";
    CHECK(at(made(s), "acr-dedicated").names == words{"contoso.westeurope.data.azurecr.io"});
    s.registries = {registry_host("docker.io", cloud::public_)};
    const auto docker = made(s);
    CHECK(at(docker, "docker-hub").names == words{"registry-1.docker.io"});
    CHECK(at(docker, "docker-data-3").names[0].ends_with(".r2.cloudflarestorage.com"));
}

TEST_CASE("optional services only when asked for") {
    policy_request how;
    how.needs.also = {"monitoring", "packages"};
    const auto p = made(contoso(), evidence(), how);
    CHECK(at(p, "monitoring").names == words{"*.ods.opinsights.azure.com"});
    CHECK(at(p, "monitoring-2").names == words{"*.oms.opinsights.azure.com"});
    CHECK(at(p, "packages").ports == std::vector<std::uint16_t>{443});
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
        CHECK(at(made(contoso(), evidence(), how), "iot-hub").ports == r.opens);
    }
    CHECK_FALSE(upstream_from("amqp5"));
    auto known = evidence();
    known.upstream_protocol = "Mqtt"; // what the report recommends, where nobody says otherwise
    CHECK(at(made(contoso(), known), "iot-hub").ports == ports{443, 8883});
}

TEST_CASE("addresses: what was resolved, with its evidence") {
    const auto p = made(contoso());
    const auto& hub = at(p, "iot-hub");
    CHECK(hub.how == rung::resolved);
    CHECK(hub.addresses == policy_site::addresses({"203.0.113.10/32", "2001:db8::10/128"}));
    CHECK(hub.evidence[0] == "contoso.azure-devices.net had 203.0.113.10 at 2026-11-27T00:00:00Z by 10.9.0.53 port 53");
    CHECK(remarks(p, "Microsoft changes addresses without notice"));
    CHECK(at(p, "ntp").how == rung::names_only);
    CHECK(remarks(p, "pool.ntp.org has no address, timed out") == remarks(p, "timed out"));
    CHECK(at(p, "mcr-data").how == rung::names_only);
    CHECK(at(p, "dns").how == rung::given);
    CHECK(at(p, "dns").over == std::vector{transport::tcp, transport::udp});
    policy_request four;
    four.ipv6 = false;
    CHECK(at(made(contoso(), evidence(), four), "iot-hub").addresses.v6.empty());
}

TEST_CASE("addresses: Azure's ranges, and their price") {
    const auto p = made(contoso(), evidence(), {}, tag_file);
    CHECK(remarks(p, "the file of service tags has no MicrosoftContainerRegistry"));
    CHECK(at(p, "mcr").tags.empty());
    const auto& hub = at(p, "iot-hub");
    CHECK(hub.how == rung::tag);
    CHECK(hub.tags == words{"AzureIoTHub.WestEurope"});
    CHECK(hub.addresses == policy_site::addresses({"203.0.113.0/24", "2001:db8::/64"}));
    CHECK(remarks(p, "opens 256 IPv4 addresses in 1 block and 1 IPv6 block, service tag"));
    auto s = contoso();
    s.storage = {"contoso.blob.core.windows.net"};
    const auto wide = made(s, evidence(), {}, tag_file);
    CHECK(remarks(wide, "65536 IPv4 addresses"));
    CHECK(remarks(wide, "other customers of Azure"));
    auto elsewhere = evidence();
    elsewhere.names["contoso.azure-devices.net"].addresses.push_back(*read_address("192.0.2.77"));
    const auto drift = made(contoso(), elsewhere, {}, tag_file);
    CHECK(remarks(drift, "outside its service tag"));
    CHECK(contains(at(drift, "iot-hub").addresses, *read_address("192.0.2.77")));
    CHECK(at(drift, "iot-hub").tags == words{"AzureIoTHub.WestEurope", "192.0.2.77/32"});
    CHECK(remarks(drift, "service tag AzureIoTHub.WestEurope")); // the price is the tag's alone
    // Advice is not given twice: there is a file of service tags, it only lacks this one.
    CHECK(remarks(drift, "flow mcr by address holds what mcr.microsoft.com resolved to once"));
    CHECK_FALSE(remarks(drift, "give --service-tags"));
    CHECK(remarks(made(contoso()), "give --service-tags"));
    const auto both = [](const std::string& tag, std::string& used) {
        if (tag == "AzureIoTHub") used = "AzureIoTHub.WestEurope,AzureIoTHub.NorthEurope";
        return tag == "AzureIoTHub" ? policy_site::addresses({"203.0.113.0/24"}) : ip_set{};
    };
    policy_request four;
    four.ipv6 = false;
    CHECK(at(made(contoso(), evidence(), four, both), "iot-hub").tags ==
          words{"AzureIoTHub.WestEurope", "AzureIoTHub.NorthEurope"});
}

TEST_CASE("layers: the host a registry named, or the wildcard with what would be narrower") {
    auto s = contoso();
    s.registries = {registry_host("contoso", cloud::public_)};
    auto p = made(s);
    CHECK(at(p, "acr-data").names == words{"*.blob.core.windows.net"});
    CHECK(remarks(p, "holds every name below blob.core.windows.net")); // no star: some formats could not hold it
    CHECK(remarks(p, "dedicated data endpoints"));
    CHECK(remarks(p, "give --region"));
    s.region = "westeurope";
    CHECK_FALSE(remarks(made(s), "give --region"));
    CHECK(remarks(made(s), "give --report"));
    s.region.clear();
    auto known = evidence();
    known.layers[{"acr_data", "contoso.azurecr.io"}] = {"weuacr.blob.core.windows.net"};
    p = made(s, known);
    CHECK(at(p, "acr-data").names == words{"weuacr.blob.core.windows.net"});
    policy_request wide;
    wide.needs.wide = true;
    p = made(s, known, wide);
    CHECK(at(p, "acr-data").names == words{"*.blob.core.windows.net"});
    CHECK(at(p, "iot-hub").names == words{"*.azure-devices.net"});
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
    CHECK(at(both, "acr-data").names == words{"weuone.blob.core.windows.net"});
    CHECK(at(both, "acr-data-2").names == words{"*.blob.core.windows.net"});
    report.site.registries.pop_back();
    const auto one = made(report.site, found_in(report));
    CHECK(at(one, "acr-data").names == words{"weuone.blob.core.windows.net"});
    CHECK_FALSE(remarks(one, "holds every name below"));
    for (const auto& f : one.flows)
        for (const auto& name : f.names) CHECK_FALSE(name.starts_with("*"));
}

TEST_CASE("a DPS by a name of the site's own is in none of Azure's ranges") {
    auto s = contoso();
    s.dps = true;
    CHECK(at(made(s, evidence(), {}, tag_file), "dps").how == rung::tag);
    s.dps_host = "gateway.contoso.internal";
    const auto p = made(s, evidence(), {}, tag_file);
    CHECK(at(p, "dps").names == words{"gateway.contoso.internal"});
    CHECK(at(p, "dps").tags.empty());
    CHECK(at(p, "dps").addresses.empty());
}

TEST_CASE("before DPS has named the hub: every hub, and what would be narrower") {
    site fresh;
    fresh.dps = true;
    const auto p = made(fresh);
    CHECK(at(p, "iot-hub").names == words{"*.azure-devices.net"});
    CHECK(at(p, "dps").need == need::required);
    CHECK(remarks(p, "the hub is not known before the device is provisioned"));
    fresh.dps = false;
    fresh.endpoints = {{"192.0.2.9", 8883, "mqtt"}};
    CHECK(ids(made(fresh)) == words{"mcr", "mcr-data", "ntp", "dns", "endpoint"});
}

TEST_CASE("behind a proxy only it, names and time") {
    policy_request how;
    how.proxy = "http://192.0.2.130:3128";
    const auto p = made(contoso(), evidence(), how);
    CHECK(ids(p) == words{"proxy", "ntp", "dns"});
    CHECK(at(p, "proxy").ports == std::vector<std::uint16_t>{3128});
    CHECK(at(p, "proxy").how == rung::given);
    how.proxy = "http://proxy.corp.example:3128";
    CHECK(names_to_resolve(contoso(), built_in(), evidence(), how) == words{"proxy.corp.example", "pool.ntp.org"});
}

TEST_CASE("resolvers: none, this device itself, another port") {
    auto known = evidence();
    known.resolvers = {};
    CHECK(remarks(made(contoso(), known), "no resolver is known"));
    known.resolvers = {{*read_address("127.0.0.53"), std::uint16_t{53}}};
    const auto own = made(contoso(), known);
    CHECK(remarks(own, "127.0.0.53 is this device itself"));
    CHECK(ids(own) == words{"iot-hub", "mcr", "mcr-data", "ntp"});
    known.resolvers = {
        {*read_address("10.9.0.53"), std::uint16_t{53}}, {*read_address("10.9.0.54"), std::uint16_t{5353}}};
    CHECK(at(made(contoso(), known), "dns").ports == std::vector<std::uint16_t>{53});
    CHECK(at(made(contoso(), known), "dns-2").addresses == policy_site::addresses({"10.9.0.54/32"}));
    known.resolvers = {{*read_address("10.9.0.53"), std::uint16_t{5353}}};
    CHECK(at(made(contoso(), known), "dns").ports == std::vector<std::uint16_t>{5353});
    policy_request six;
    six.ipv4 = false;
    known.resolvers.emplace_back(*read_address("127.0.0.53"), std::uint16_t{53});
    CHECK(remarks(made(contoso(), known, six), "no IPv6 resolver is known, and with --ipv6 no rule lets questions to "
                                               "10.9.0.53 out, give --resolver with an IPv6 address"));
    CHECK_FALSE(remarks(made(contoso(), known, six), "no resolver is known"));
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
    CHECK(at(p, "endpoint").how == rung::given);
    CHECK(at(p, "endpoint-2").over == std::vector{transport::udp});
    CHECK(at(p, "endpoint").why == "given with --endpoint");
    s.endpoints[0].purpose = "EST server";
    CHECK(at(made(s), "endpoint").why == "EST server");
    site nested;
    nested.parent = "parent.corp.example";
    CHECK(ids(made(nested)) == words{"parent", "ntp", "dns"});
    nested.registries = {registry_host("mcr.microsoft.com/azureiotedge-api-proxy:1.1", cloud::public_)};
    CHECK(ids(made(nested)) == words{"parent", "mcr", "mcr-data", "ntp", "dns"});
    CHECK(at(made(nested), "mcr").need == need::required);
    site china;
    china.cloud = cloud::china;
    china.hub = "contoso.azure-devices.cn";
    CHECK(at(made(china), "mcr").names == words{"mcr.azure.cn"});
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
