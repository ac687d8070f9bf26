// SPDX-License-Identifier: MIT
#include "rules/plan.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>

#include <catch2/catch.hpp>

using rules::need;

namespace {

const rules::catalog& built_in() {
    static const auto read = rules::parse_catalog(rules::built_in_catalog(), "built-in");
    return read;
}

using words = std::vector<std::string>;

rules::plan planned(const rules::site& of, const words& only = {}, const words& skip = {}) {
    return rules::make_plan(of, built_in(), only, skip);
}

words ids(const rules::plan& of) {
    words out;
    for (const auto& p : of.paths) out.push_back(p.to.id);
    return out;
}

const rules::planned_path& at(const rules::plan& of, std::string_view id) {
    const auto found = std::ranges::find_if(of.paths, [&](const auto& p) { return p.to.id == id; });
    INFO(id);
    REQUIRE(found != of.paths.end());
    return *found;
}

bool has(const rules::plan& of, std::string_view id) {
    return std::ranges::any_of(of.paths, [&](const auto& p) { return p.to.id == id; });
}

bool assumes(const rules::plan& of, std::string_view part) {
    return std::ranges::any_of(of.assumptions, [&](const auto& a) { return a.find(part) != a.npos; });
}

std::string refusal(const rules::site& of, const words& only, const words& skip) {
    try {
        planned(of, only, skip);
    } catch (const std::invalid_argument& e) {
        return e.what();
    }
    return {};
}

rules::site hub_only() {
    rules::site out;
    out.hub = "contoso.azure-devices.net";
    return out;
}

rules::site everything(rules::cloud in) {
    rules::site out;
    out.cloud = in;
    out.hub = rules::hub_host("contoso", in);
    out.dps = true;
    out.region = "westeurope";
    out.registries = {rules::registry_host("one", in), rules::registry_host("two", in), {"docker.io", ""},
        {"registry.contoso.com:5000", ""}};
    out.registries[0].repository = "team/module:1";
    out.storage = {rules::storage_host("logs", in), rules::storage_host("blobs", in)};
    out.ntp = {"time1.contoso.com", "time2.contoso.com"};
    out.endpoints = {{"broker.contoso.com", 8883, "mqtt"}};
    return out;
}

} // namespace

TEST_CASE("plan: a site with nothing but a hub") {
    const auto plan = planned(hub_only());
    CHECK(ids(plan) == words{"iot_hub/https/direct", "iot_hub/amqp/direct", "iot_hub/amqp_ws/direct",
                           "iot_hub/mqtt/direct", "iot_hub/mqtt_ws/direct", "dps/https/direct", "mcr/registry/direct",
                           "mcr_data/https/direct", "packages/https/direct", "version_info@aka.ms/https/direct",
                           "version_info@raw.githubusercontent.com/https/direct", "ntp/ntp/direct"});
    CHECK(plan.assumptions.empty());

    const auto& https = at(plan, "iot_hub/https/direct");
    CHECK(https.need == need::required);
    CHECK(https.group.empty());
    CHECK(https.to.host == "contoso.azure-devices.net");
    CHECK(https.to.port == 443);
    CHECK(https.to.via == "direct");
    CHECK(https.to.service_roots);
    CHECK(https.to.resource.starts_with("/devices/"));
    CHECK(!https.purpose.empty());
    for (const auto& [id, port] : std::vector<std::pair<std::string, int>>{{"iot_hub/amqp/direct", 5671},
             {"iot_hub/amqp_ws/direct", 443}, {"iot_hub/mqtt/direct", 8883}, {"iot_hub/mqtt_ws/direct", 443}}) {
        const auto& path = at(plan, id);
        CHECK(path.need == need::alternative);
        CHECK(path.group == "upstream");
        CHECK(path.to.port == port);
    }
    CHECK(at(plan, "iot_hub/mqtt_ws/direct").to.resource.starts_with("/$iothub/websocket"));
    CHECK(at(plan, "dps/https/direct").need == need::optional);
    CHECK(at(plan, "mcr/registry/direct").to.resource.find(':') != std::string::npos);
    const auto& data = at(plan, "mcr_data/https/direct");
    CHECK(data.need == need::required);
    CHECK(data.to.host.empty());
    CHECK(data.to.after == "mcr/registry/direct");
    CHECK(data.to.resource.empty());
    CHECK(at(plan, "ntp/ntp/direct").to.host == "pool.ntp.org");
}

TEST_CASE("plan: DPS is required where the site uses it") {
    auto site = hub_only();
    site.dps = true;
    CHECK(at(planned(site), "dps/https/direct").need == need::required);
}

TEST_CASE("plan: without a hub nothing towards it is planned, and that is said") {
    rules::site site;
    site.dps = true;
    const auto plan = planned(site);
    for (const auto& id : ids(plan)) CHECK(!id.starts_with("iot_hub"));
    CHECK(has(plan, "dps/https/direct"));
    REQUIRE(plan.assumptions.size() == 1);
    CHECK(assumes(plan, "give --hub NAME"));
}

TEST_CASE("plan: every cloud has a healthy set of paths") {
    for (const auto in : {rules::cloud::public_, rules::cloud::usgov, rules::cloud::china}) {
        INFO(rules::to_string(in));
        const auto plan = planned(everything(in));
        std::set<std::string> unique;
        std::set<std::string> upstream;
        for (const auto& p : plan.paths) {
            INFO(p.to.id);
            CHECK(unique.insert(p.to.id).second);
            CHECK(p.to.host.empty() != p.to.after.empty());
            CHECK(p.to.host.find_first_of("{}*") == std::string::npos);
            CHECK(p.to.port > 0);
            if (!p.to.after.empty()) CHECK(unique.contains(p.to.after)); // planned, and before it
            if (p.group == "upstream") upstream.insert(p.to.protocol);
        }
        CHECK(upstream == std::set<std::string>{"amqp", "amqp_ws", "mqtt", "mqtt_ws"});
        for (const auto* service : {"iot_hub/https", "dps/https", "mcr/registry", "mcr_data/https", "acr@one/registry",
                 "acr_data@one/https", "acr@two/registry", "blob@logs/blob", "blob@blobs/blob", "docker_hub/registry",
                 "docker_auth/https", "docker_data/https", "registry/registry", "endpoint/mqtt",
                 "ntp@time1.contoso.com/ntp", "acr_dedicated@two/https"})
            CHECK(has(plan, std::string(service) + "/direct"));
        const auto suffix = std::string(rules::registry_suffix(in));
        CHECK(at(plan, "acr_dedicated@one/https/direct").to.host == "one.westeurope.data." + suffix);
        CHECK(at(plan, "acr@one/registry/direct").to.host == "one." + suffix);
    }
    CHECK(at(planned(everything(rules::cloud::china)), "mcr/registry/direct").to.host == "mcr.azure.cn");
}

TEST_CASE("plan: one registry is named by its service alone, several by their short names") {
    auto site = hub_only();
    site.registries = {{"contoso.azurecr.io", ""}};
    CHECK(has(planned(site), "acr/registry/direct"));
    site.registries.push_back({"fabrikam.azurecr.io", ""});
    const auto plan = planned(site);
    CHECK(has(plan, "acr@contoso/registry/direct"));
    CHECK(has(plan, "acr@fabrikam/registry/direct"));
    CHECK(!has(plan, "acr/registry/direct"));
}

TEST_CASE("plan: an ACR's layers are followed where a repository is known, and missed aloud where none is") {
    auto site = hub_only();
    site.registries = {{"contoso.azurecr.io", "team/module:1"}};
    const auto followed = planned(site);
    CHECK(at(followed, "acr/registry/direct").to.resource == "team/module:1");
    CHECK(at(followed, "acr_data/https/direct").to.after == "acr/registry/direct");
    CHECK(at(followed, "acr_data/https/direct").need == need::required);
    CHECK(followed.assumptions.empty());

    site.registries[0].repository.clear();
    const auto blind = planned(site);
    CHECK(at(blind, "acr/registry/direct").to.resource.empty());
    CHECK(!has(blind, "acr_data/https/direct"));
    REQUIRE(blind.assumptions.size() == 1);
    CHECK(blind.assumptions[0] ==
          "layers of contoso.azurecr.io come from *.blob.core.windows.net or from contoso.<region>.data.azurecr.io: "
          "give --region or --storage, or --registry contoso.azurecr.io/repository:tag, to try the real host");

    site.region = "westeurope";
    const auto regional = planned(site);
    CHECK(at(regional, "acr_dedicated/https/direct").to.host == "contoso.westeurope.data.azurecr.io");
    CHECK(at(regional, "acr_dedicated/https/direct").need == need::optional);
    CHECK(regional.assumptions.empty());
}

TEST_CASE("plan: two repositories of one registry are one registry") {
    auto site = hub_only();
    site.registries = {{"contoso.azurecr.io", ""}, {"contoso.azurecr.io", "a:1"}, {"contoso.azurecr.io", "b:1"}};
    const auto plan = planned(site);
    CHECK(at(plan, "acr/registry/direct").to.resource == "a:1");
    CHECK(std::ranges::count_if(plan.paths, [](const auto& p) { return p.to.service == "acr"; }) == 1);
}

TEST_CASE("plan: Docker Hub is its real hosts, with a public image unless one is named") {
    auto site = hub_only();
    site.registries = {{"docker.io", ""}};
    const auto plan = planned(site);
    CHECK(at(plan, "docker_hub/registry/direct").to.host == "registry-1.docker.io");
    CHECK(at(plan, "docker_hub/registry/direct").to.resource == "library/hello-world:latest");
    CHECK(at(plan, "docker_auth/https/direct").to.host == "auth.docker.io");
    CHECK(at(plan, "docker_data/https/direct").to.after == "docker_hub/registry/direct");
    site.registries[0].repository = "contoso/module:1";
    CHECK(at(planned(site), "docker_hub/registry/direct").to.resource == "contoso/module:1");
    for (const auto& id : ids(planned(hub_only()))) CHECK(!id.starts_with("docker"));
}

TEST_CASE("plan: another registry, with a port of its own") {
    auto site = hub_only();
    site.registries = {{"registry.contoso.com", ""}};
    const auto one = planned(site);
    CHECK(at(one, "registry/registry/direct").to.port == 443);
    CHECK(at(one, "registry/registry/direct").need == need::required);
    site.registries = {
        {"registry.contoso.com:5000", "a:1"}, {"registry.contoso.com", ""}, {"[fd00::1]:5000", ""}, {"[fd00::2]", ""}};
    const auto plan = planned(site);
    CHECK(at(plan, "registry@registry.contoso.com:5000/registry/direct").to.port == 5000);
    CHECK(at(plan, "registry@registry.contoso.com:5000/registry/direct").to.host == "registry.contoso.com");
    CHECK(at(plan, "registry@registry.contoso.com:443/registry/direct").to.port == 443);
    CHECK(at(plan, "registry@fd00::1/registry/direct").to.port == 5000);
    CHECK(at(plan, "registry@fd00::2/registry/direct").to.port == 443);
}

TEST_CASE("plan: MCR given as a registry is not planned twice, its repository counts") {
    auto site = hub_only();
    site.registries = {{"mcr.microsoft.com", "azureiotedge-hub:1.5"}};
    const auto plan = planned(site);
    CHECK(at(plan, "mcr/registry/direct").to.resource == "azureiotedge-hub:1.5");
    CHECK(has(plan, "mcr_data/https/direct"));
    CHECK(!has(plan, "registry/registry/direct"));
}

TEST_CASE("plan: a nested device talks to its parent instead of the hub") {
    auto site = hub_only();
    site.parent = "gateway.contoso.com";
    const auto plan = planned(site);
    for (const auto& id : ids(plan)) CHECK(!id.starts_with("iot_hub"));
    CHECK(at(plan, "parent/https/direct").need == need::required);
    CHECK(at(plan, "parent/https/direct").to.host == "gateway.contoso.com");
    CHECK(!at(plan, "parent/https/direct").to.service_roots);
    std::set<int> ports;
    for (const auto& p : plan.paths)
        if (p.group == "upstream") ports.insert(p.to.port);
    CHECK(ports == std::set<int>{443, 5671, 8883});
    CHECK(at(plan, "mcr/registry/direct").need == need::optional);
    CHECK(assumes(plan, "gateway.contoso.com takes the hub's place"));
    site.hub.clear(); // the hub's name is not needed then
    CHECK(!assumes(planned(site), "--hub"));
}

TEST_CASE("plan: what the user names twice is tried once, and every path has its own id") {
    auto site = hub_only();
    site.storage = {"a.blob.core.windows.net", "a.blob.core.windows.net"};
    site.endpoints = {
        {"x", 443, "https"}, {"x", 443, "https"}, {"x", 8443, "https"}, {"x", 443, "mqtt_ws"}, {"y", 1, "https"}};
    const auto plan = planned(site);
    CHECK(has(plan, "blob/blob/direct"));
    words own;
    for (const auto& p : plan.paths)
        if (p.to.service == "endpoint") {
            own.push_back(p.to.id);
            CHECK(p.need == need::required);
        }
    CHECK(own == words{"endpoint@x:443/https/direct", "endpoint@x:8443/https/direct", "endpoint@x/mqtt_ws/direct",
                     "endpoint@y/https/direct"});
}

TEST_CASE("plan: --only and --skip by service, service@host and id") {
    const auto site = everything(rules::cloud::public_);
    const auto whole = planned(site);
    struct row {
        words only, skip, left;
    };
    const std::vector<row> rows{
        {{"dps"}, {}, {"dps/https/direct"}},
        {{"iot_hub/amqp"}, {}, {"iot_hub/amqp/direct"}}, // not amqp_ws
        {{"iot_hub/amqp/direct", "dps"}, {}, {"iot_hub/amqp/direct", "dps/https/direct"}},
        {{"iot_hub"}, {"iot_hub/mqtt/direct", "iot_hub/mqtt_ws/direct"},
            {"iot_hub/https/direct", "iot_hub/amqp/direct", "iot_hub/amqp_ws/direct"}},
        {{"blob@logs"}, {}, {"blob@logs/blob/direct"}},
        {{"blob@logs.blob.core.windows.net"}, {}, {"blob@logs/blob/direct"}},
        {{"blob"}, {"blob@logs"}, {"blob@blobs/blob/direct"}},
        {{"registry@registry.contoso.com"}, {}, {"registry/registry/direct"}},
        {{"mcr_data"}, {}, {"mcr/registry/direct", "mcr_data/https/direct"}}, // needs the one it follows
        {{"mcr"}, {}, {"mcr/registry/direct"}},
        {{"acr_data@one.azurecr.io"}, {}, {"acr@one/registry/direct", "acr_data@one/https/direct"}},
        {{"iot_hub_tls13/https/direct"}, {}, {"iot_hub_tls13/https/direct"}}, // only where asked for
        {{"acr_regional@two"}, {}, {"acr_regional@two/registry/direct"}},
    };
    for (const auto& [only, skip, left] : rows) {
        INFO(only.at(0));
        CHECK(ids(planned(site, only, skip)) == left);
    }
    CHECK(!has(whole, "iot_hub_tls13/https/direct"));
    CHECK(at(planned(site, {"iot_hub_tls13"}), "iot_hub_tls13/https/direct").to.host ==
          "contoso.device.azure-devices.net");

    const auto without = planned(site, {}, {"iot_hub"});
    CHECK(without.paths.size() == whole.paths.size() - 5);
}

TEST_CASE("plan: a path whose leader is skipped goes with it, and that is said") {
    const auto plan = planned(hub_only(), {}, {"mcr"});
    CHECK(!has(plan, "mcr/registry/direct"));
    CHECK(!has(plan, "mcr_data/https/direct"));
    CHECK(assumes(plan, "mcr_data/https/direct is not tried: mcr/registry/direct would name its host"));
}

TEST_CASE("plan: words that match nothing, or leave nothing, are refused") {
    struct row {
        words only, skip;
        std::string because;
    };
    const std::vector<row> rows{
        {{"iothub"}, {}, "--only \"iothub\": no path of this site has that name; give a service (iot_hub, "},
        {{}, {"nothing"}, "--skip \"nothing\": no path"},
        {{""}, {}, "--only \"\": no path"},
        {{"iot_hub@fabrikam"}, {}, "no path"},
        {{"acr"}, {}, "no path"},
        {{"dns"}, {}, "no path"},     // the resolve step covers it
        {{"gateway"}, {}, "no path"}, // inbound
        {{"a\x1b[2J"}, {}, "\"a?[2J\""},
        {{"dps"}, {"dps"}, "leave no path"},
        {{"mcr_data"}, {"mcr"}, "leave no path"},
    };
    for (const auto& [only, skip, because] : rows) {
        const auto message = refusal(hub_only(), only, skip);
        INFO(message);
        CHECK(message.find(because) != message.npos);
        CHECK(message.find('\n') == message.npos);
    }
}

TEST_CASE("plan: a catalog without the site's cloud is refused; a row whose placeholder is unknown is left out") {
    const std::string text = R"(as_of = "2026-01-02"
[cloud.public]
hub_suffix = "azure-devices.net"
[[endpoint]]
service = "a"
host = "x.{region}.contoso.com"
when = "always"
ports = [{ port = 443, protocol = "https", need = "required" }]
purpose = "p"
source = "s"
as_of = "2026-01-02"
[[endpoint]]
service = "b"
host = "b.contoso.com"
when = "always"
ports = [{ port = 443, protocol = "https", need = "alternative" }]
purpose = "p"
source = "s"
as_of = "2026-01-02"
)";
    const auto own = rules::parse_catalog(text, "my.toml");
    auto site = hub_only();
    const auto plan = rules::make_plan(site, own, {}, {});
    CHECK(ids(plan) == words{"b/https/direct"});
    CHECK(plan.paths[0].group == "upstream");
    CHECK(assumes(plan, "a is not tried: {region}"));
    site.region = "westeurope";
    CHECK(rules::make_plan(site, own, {}, {}).paths.at(0).to.host == "x.westeurope.contoso.com");
    site.cloud = rules::cloud::china;
    CHECK_THROWS_WITH(
        rules::make_plan(site, own, {}, {}), Catch::Contains("--cloud china") && Catch::Contains("[cloud.china]"));
}
