// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include <fmt/format.h>

#include "rules/catalog.hpp"
#include "rules/plan.hpp"
#include "rules/policy/needed.hpp"
#include "rules/site/images.hpp"

using namespace rules;
using Catch::Matchers::Contains;

namespace {

device_file device_has(std::string path, std::string text) {
    device_file out;
    out.path = out.shown = std::move(path);
    out.text = std::move(text);
    return out;
}

device_file given_manifest(const std::string& agent, const std::string& hub, const std::string& module,
    const std::string& credentials = "{}") {
    auto out =
        device_has("deployment.json", fmt::format(R"({{"modulesContent": {{"$edgeAgent": {{"properties.desired": {{
"schemaVersion": "1.1",
"runtime": {{"type": "docker", "settings": {{"minDockerVersion": "v1.25", "registryCredentials": {}}}}},
"systemModules": {{
"edgeAgent": {{"type": "docker", "settings": {{"image": "{}"}}}},
"edgeHub": {{"type": "docker", "status": "running", "restartPolicy": "always", "settings": {{"image": "{}"}}}}}},
"modules": {{
"temperature": {{"type": "docker", "status": "running", "restartPolicy": "always", "settings": {{"image": "{}"}}}}}}
}}}}, "$edgeHub": {{"properties.desired": {{"schemaVersion": "1.1", "routes": {{}}}}}}}}}})",
                                          credentials, agent, hub, module));
    out.manifest = true;
    return out;
}

device_file dps_config() {
    return device_has("/etc/aziot/config.toml",
        "hostname = \"edge-1\"\n[provisioning]\nsource = \"dps\"\n"
        "global_endpoint = \"https://global.azure-devices-provisioning.net\"\nid_scope = \"0ne00000001\"\n");
}

device_file assigned_hub() {
    return device_has(
        "/var/lib/aziot/identityd/device_info", "hub_name = \"contoso.azure-devices.net\"\ndevice_id = \"edge-1\"\n");
}

std::vector<std::string> hosts_of(const std::vector<registry>& all) {
    std::vector<std::string> out;
    for (const auto& one : all) out.push_back(one.repository.empty() ? one.host : one.host + "/" + one.repository);
    return out;
}

std::string sources_of(const site& of) { return fmt::format("{}", fmt::join(of.source, "\n")); }

std::vector<std::string> services_planned(const site& of) {
    std::vector<std::string> out;
    const auto catalog = parse_catalog(built_in_catalog(), "catalog");
    for (const auto& path : make_plan(of, catalog, {}, {}).paths)
        if (out.empty() || out.back() != path.to.service) out.push_back(path.to.service);
    return out;
}

} // namespace

TEST_CASE("the hub of a DPS device is where identityd keeps it") {
    const auto made = site_of(device_of({dps_config(), assigned_hub()}), cloud::public_);
    CHECK(made.hub == "contoso.azure-devices.net");
    CHECK(made.dps);
    CHECK(made.dps_scope == "0ne00000001");
    CHECK(made.dps_host.empty());
    CHECK(made.mcr);
    CHECK_THAT(sources_of(made), Contains("hub: contoso.azure-devices.net, /var/lib/aziot/identityd/device_info:1"));
    CHECK_THAT(sources_of(made), Contains("dps: /etc/aziot/config.toml:3"));
    CHECK_THAT(sources_of(made), Contains("registries: assumed: Microsoft's") && Contains("give --manifest FILE"));
    CHECK_THAT(sources_of(made), Contains("time: assumed"));

    const auto fresh = site_of(
        device_of({dps_config(), device_has("/var/lib/aziot/identityd/device_info", "unprovisioned")}), cloud::public_);
    CHECK(fresh.hub.empty());
    CHECK_THAT(sources_of(fresh), Contains("hub: no file of the device has it"));
    const auto old = site_of(device_of({device_has("/etc/iotedge/config.yaml",
                                 "provisioning:\n  source: \"dps\"\n  scope_id: \"0ne00ABCDEF\"\n")}),
        cloud::public_);
    CHECK_THAT(sources_of(old), Contains("hub: 1.1 keeps the one that DPS gave in no file") && Contains("--hub"));
}

TEST_CASE("a manifest names exactly the registries") {
    const auto private_only =
        site_of(device_of({dps_config(), assigned_hub(),
                    given_manifest("registry.contoso.com/azureiotedge-agent:1.5",
                        "registry.contoso.com/azureiotedge-hub:1.5", "contoso.azurecr.io/team/temperature:1.0",
                        R"({"own": {"address": "registry.contoso.com", "username": "u", "password": "p"}})")}),
            cloud::public_);
    CHECK(hosts_of(private_only.registries) ==
          std::vector<std::string>{"registry.contoso.com", "contoso.azurecr.io/team/temperature:1.0"});
    CHECK_FALSE(private_only.mcr);
    CHECK_THAT(
        sources_of(private_only), Contains("registry: registry.contoso.com (image of edgeAgent), deployment.json:5"));
    CHECK_THAT(sources_of(private_only), Contains("nothing comes from Microsoft's") && Contains("diagnostics image"));
    const auto services = services_planned(private_only);
    CHECK(std::ranges::find(services, "mcr") == services.end());
    CHECK(std::ranges::find(services, "mcr_data") == services.end());
    CHECK(std::ranges::find(services, "acr") != services.end());
    for (const auto& host : needed_hosts(private_only, parse_catalog(built_in_catalog(), "catalog"), {}, {}))
        CHECK_THAT(host.name, !Contains("mcr"));

    const auto mixed = site_of(device_of({dps_config(), assigned_hub(),
                                   given_manifest("mcr.microsoft.com/azureiotedge-agent:1.5",
                                       "mcr.microsoft.com/azureiotedge-hub:1.5", "redis")}),
        cloud::public_);
    CHECK(hosts_of(mixed.registries) ==
          std::vector<std::string>{"mcr.microsoft.com/azureiotedge-agent:1.5", "docker.io/library/redis:latest"});
    CHECK(mixed.mcr);
}

TEST_CASE("what edgeAgent starts from is pulled, too; mirrors stand beside Docker Hub") {
    auto config = dps_config();
    config.text += "[agent.config]\nimage = \"mcr.microsoft.com/azureiotedge-agent:1.5\"\n";
    const auto made = site_of(
        device_of({config,
            device_has("/etc/docker/daemon.json", "{\n\"registry-mirrors\": [\"https://mirror.corp.example:5000/\"]}"),
            given_manifest(
                "docker.io/contoso/agent:1", "registry.contoso.com:8443/hub:1", "registry.contoso.com:8443/x:1")}),
        cloud::public_);
    CHECK(made.mcr);
    CHECK(hosts_of(made.registries) == std::vector<std::string>{"mcr.microsoft.com/azureiotedge-agent:1.5",
                                           "docker.io/contoso/agent:1", "mirror.corp.example:5000",
                                           "registry.contoso.com:8443/hub:1"});
    CHECK_THAT(sources_of(made), Contains("/etc/docker/daemon.json:2"));
}

TEST_CASE("an image that does not tell its registry is said, and Microsoft's stays") {
    const auto made = site_of(
        device_of({dps_config(), given_manifest("${REGISTRY}/agent:1", "r.contoso.com/hub:1", "r.contoso.com/x:1")}),
        cloud::public_);
    CHECK(made.mcr);
    CHECK_THAT(sources_of(made), Contains("the image of edgeAgent does not tell which, deployment.json:5"));
}

TEST_CASE("a nested device: its parent is its registry") {
    auto config = dps_config();
    config.text.insert(0, "parent_hostname = \"Edge-0.contoso.com\"\n");
    const auto made = site_of(device_of({config, assigned_hub(),
                                  given_manifest("$upstream:443/agent:1", "$upstream:443/hub:1", "$upstream:443/x:1")}),
        cloud::public_);
    CHECK(made.parent == "edge-0.contoso.com");
    CHECK(made.registries.empty());
    CHECK_FALSE(made.mcr);
}

TEST_CASE("clouds, hosts of the site's own, and values that make no sense") {
    const auto gov = site_of(device_of({device_has("/etc/aziot/config.toml",
                                 "[provisioning]\nsource = \"manual\"\nconnection_string = "
                                 "\"HostName=contoso.azure-devices.us;DeviceId=e;SharedAccessKey=c2VjcmV0\"\n")}),
        cloud::public_);
    CHECK(gov.cloud == cloud::usgov);
    CHECK(gov.hub == "contoso.azure-devices.us");
    CHECK_THAT(sources_of(gov), Contains("cloud: usgov") && !Contains("c2VjcmV0"));

    const auto own = site_of(device_of({device_has("/etc/aziot/config.toml",
                                 "[provisioning]\nsource = \"dps\"\nid_scope = \"not a scope\"\nglobal_endpoint = "
                                 "\"https://dps.contoso.com\"\n"
                                 "[cert_issuance.est.urls]\ndefault = \"https://est.contoso.com:8085/x\"\nother = "
                                 "\"https://bad_\\u0001name\"\n")}),
        cloud::public_);
    CHECK(own.dps_host == "dps.contoso.com");
    REQUIRE(own.endpoints.size() == 1);
    CHECK(own.endpoints[0].host == "est.contoso.com");
    CHECK(own.endpoints[0].port == 8085);
    CHECK_THAT(sources_of(own), Contains("dps scope: not taken from /etc/aziot/config.toml:3: "));
    CHECK_THAT(sources_of(own), Contains("(EST): not taken from /etc/aziot/config.toml:7: "));
    const auto catalog = parse_catalog(built_in_catalog(), "catalog");
    const auto plan = make_plan(own, catalog, {}, {});
    CHECK(std::ranges::any_of(
        plan.paths, [](const auto& path) { return path.to.service == "dps" && path.to.host == "dps.contoso.com"; }));
}

TEST_CASE("a file that is wrong hides no other") {
    auto closed = device_has("/etc/docker/daemon.json", "");
    closed.read = false;
    closed.why = "cannot be read: Permission denied";
    const auto made = device_of({closed, device_has("/etc/aziot/config.toml", "x"), assigned_hub(),
        device_has("/etc/iotedge/config.yaml", "a: 1")});
    CHECK(made.provisioned_hub->value == "contoso.azure-devices.net");
    REQUIRE(made.daemon_json.faults.size() == 1);
    CHECK_THAT(made.daemon_json.faults[0].what, Contains("Permission denied"));
    CHECK(made.config.faults.size() == 1);
    REQUIRE(made.faults.size() == 1);
    CHECK_THAT(made.faults[0].what, Contains("of IoT Edge 1.1"));
    CHECK(site_of(made, cloud::public_).hub == "contoso.azure-devices.net");
    CHECK(device_of({device_has("/etc/docker/daemon.json", "[]")}).daemon_json.faults.size() == 1);
    CHECK(device_of({device_has("/etc/iotedge/config.yaml", "hostname: x")}).config.version == iot_edge::v1_1);
    CHECK(site_of(device_of({}), cloud::public_).hub.empty());
}

TEST_CASE("only IoT Edge's own files make a device") {
    for (const auto* path : {"/etc/aziot/config.toml", "/etc/iotedge/config.yaml",
             "/var/lib/aziot/identityd/device_info", "/etc/aziot/edged/config.d/00-super.toml"})
        CHECK(is_iot_edge_file(path));
    for (const auto* path :
        {"/etc/docker/daemon.json", "/etc/aziot/config.toml.edge.template", "/etc/systemd/timesyncd.conf", ""})
        CHECK_FALSE(is_iot_edge_file(path));
}

TEST_CASE("a source of provisioning in another spelling is not passed over in silence") {
    struct row {
        const char* source;
        bool dps;
        const char* said;
    };
    for (const auto& r : {row{"dps", true, "dps: /etc/aziot/config.toml:3"},
             row{"DPS", true, "dps: assumed to be meant by source = \"DPS\""},
             row{"dps2", false, "dps: not taken: source = \"dps2\" is none that IoT Edge knows"}}) {
        INFO(r.source);
        auto config = dps_config();
        config.text.replace(config.text.find("\"dps\""), 5, fmt::format("\"{}\"", r.source));
        const auto made = site_of(device_of({config, assigned_hub()}), cloud::public_);
        CHECK(made.dps == r.dps);
        CHECK(made.hub == "contoso.azure-devices.net");
        CHECK_THAT(sources_of(made), Contains(r.said));
    }
    auto manual = dps_config();
    manual.text = "[provisioning]\nsource = \"manual\"\niothub_hostname = \"contoso.azure-devices.net\"\n";
    CHECK_THAT(sources_of(site_of(device_of({manual}), cloud::public_)), !Contains("dps"));
}

TEST_CASE("an EST server is what the configuration has it for, and not an option's endpoint") {
    auto config = dps_config();
    config.text += "[cert_issuance.est.urls]\ndefault = \"https://est.plant.example:8443/.well-known/est\"\n";
    const auto made = site_of(device_of({config, assigned_hub()}), cloud::public_);
    REQUIRE(made.endpoints.size() == 1);
    const auto catalog = parse_catalog(built_in_catalog(), "catalog");
    const auto plan = make_plan(made, catalog, {"endpoint"}, {});
    REQUIRE(plan.paths.size() == 1);
    CHECK(plan.paths[0].to.host == "est.plant.example");
    CHECK(plan.paths[0].purpose == "certificates of the device: EST server");
}

TEST_CASE("a nested device whose deployment names Microsoft's registry needs it, parent or not") {
    auto config = dps_config();
    config.text = "parent_hostname = \"gw.plant.example\"\n" + config.text;
    const auto need_of_mcr = [&](const std::string& module) {
        const auto of = site_of(device_of({config, assigned_hub(),
                                    given_manifest("$upstream:443/agent:1.5", "$upstream:443/hub:1.5", module)}),
            cloud::public_);
        for (const auto& path : make_plan(of, parse_catalog(built_in_catalog(), "catalog"), {}, {}).paths)
            if (path.to.service == "mcr") return std::string(to_string(path.need));
        return std::string("not planned");
    };
    CHECK(need_of_mcr("mcr.microsoft.com/azureiotedge-simulated-temperature-sensor:1.5") == "required");
    CHECK(need_of_mcr("$upstream:443/temperature:1") == "not planned");
}
