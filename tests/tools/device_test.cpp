// SPDX-License-Identifier: MIT
// A device from a folder, single files, and both: what tools hand to the rules.
#include "tools/device.hpp"

#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include <unistd.h>

#include <catch2/catch.hpp>

#include "tools/deployed_proxies.hpp"
#include "tools/device_dns.hpp"
#include "tools/network.hpp"

using Catch::Matchers::Contains;
using texts = std::vector<std::string>;

namespace {

namespace fs = std::filesystem;

constexpr const char* dps_device =
    "hostname = \"edge-1\"\n[provisioning]\nsource = \"dps\"\nid_scope = \"0ne00000001\"\n"
    "[agent.env]\nhttps_proxy = \"http://proxy.corp.example:3128\"\n";
constexpr const char* device_info = "/var/lib/aziot/identityd/device_info";
constexpr const char* info_of_contoso = "hub_name = \"contoso.azure-devices.net\"\n";

using file_texts = std::vector<std::pair<std::string, std::string>>; // path on the device, text

/// A folder that is gone with this.
class copied_device {
public:
    explicit copied_device(const file_texts& files) {
        std::string made = (fs::temp_directory_path() / "egress-device-XXXXXX").string();
        REQUIRE(::mkdtemp(made.data()) != nullptr);
        root = made;
        for (const auto& [path, text] : files) add(path, text);
    }
    ~copied_device() { fs::remove_all(root); }
    copied_device(const copied_device&) = delete;
    copied_device& operator=(const copied_device&) = delete;

    std::string add(const std::string& path, const std::string& text) const {
        const auto at = root + path;
        fs::create_directories(fs::path(at).parent_path());
        std::ofstream(at) << text;
        return at;
    }
    tools::device_input input() const { return {root, {}, {}}; }

    std::string root;
};

/// A deployment whose system modules have this environment.
std::string deployment(
    const std::string& agent_env, const std::string& hub_env, const std::string& create_options = "") {
    const auto module = [&](const std::string& name, const std::string& env) {
        return "\"" + name + "\": {\"type\": \"docker\", \"env\": {" + env +
               "}, \"settings\": {\"image\": \"mcr.microsoft.com/azureiotedge-agent:1.5\", \"createOptions\": \"" +
               create_options + "\"}}";
    };
    return R"({"modulesContent": {"$edgeAgent": {"properties.desired": {"systemModules": {)" + std::string("\n") +
           module("edgeAgent", agent_env) + ",\n" + module("edgeHub", hub_env) + "}}}}}";
}

std::string set_to(const std::string& proxy) { return R"("https_proxy": {"value": ")" + proxy + "\"}"; }

std::string proxy_of(const std::vector<rules::proxy_user>& all, const std::string& component) {
    for (const auto& user : all)
        if (user.component == component) return user.known() ? user.proxy + " (" + user.source + ")" : "not known";
    return "none of that name";
}

std::string joined(const texts& all) {
    std::string out;
    for (const auto& line : all) out += line + "\n";
    return out;
}

} // namespace

TEST_CASE("a device is there where a file of IoT Edge is, or one was given by name") {
    const copied_device empty(file_texts{{"/etc/docker/daemon.json", "{}"}});
    CHECK_FALSE(tools::device_from(empty.input()));
    const copied_device there(file_texts{{"/etc/aziot/config.toml", dps_device}, {device_info, info_of_contoso}});
    const auto device = tools::device_from(there.input());
    REQUIRE(device);
    CHECK(device->provisioned_hub->value == "contoso.azure-devices.net");
    CHECK(device->provisioned_hub->at.file == there.root + device_info);
    CHECK_THROWS_WITH(tools::device_from({there.root + "/absent", {}, {}}), Contains(there.root + "/absent"));
    CHECK_THROWS_WITH(tools::device_from({there.root, {}, {there.root + "/no.json"}}), Contains("--manifest"));
    CHECK_THROWS_AS(tools::device_from({there.root, {there.root + "/no.toml"}, {}}), tools::usage_error);
}

TEST_CASE("a configuration that is named stands for the ones that were found, whatever IoT Edge's version") {
    const copied_device there(file_texts{{"/etc/aziot/config.toml", dps_device}, {device_info, info_of_contoso},
        {"/etc/docker/daemon.json", "{\"dns\": [\"10.0.0.53\"]}"}});
    const auto yaml = there.add("/other.yaml", "hostname: edge-2\nprovisioning:\n  source: manual\n"
                                               "  device_connection_string: \"HostName=fabrikam.azure-devices.net;"
                                               "DeviceId=edge-2;SharedAccessKey=bm90IHRvIGJlIHNlZW4=\"\n");
    auto input = there.input();
    input.configs = {yaml};
    const auto device = tools::device_from(input);
    REQUIRE(device);
    CHECK_FALSE(device->provisioned_hub);
    CHECK(device->config.version == rules::iot_edge::v1_1);
    CHECK(device->config.hostname->value == "edge-2");
    CHECK(device->daemon_json.root.find("dns") != nullptr); // not of IoT Edge: it stays
    const auto site = tools::site_with(*device, {});
    CHECK(site.hub == "fabrikam.azure-devices.net");
    CHECK_THAT(joined(site.source), !Contains("bm90"));
}

TEST_CASE("options go over the device's values, and say so") {
    const copied_device there(file_texts{{"/etc/aziot/config.toml", dps_device}, {device_info, info_of_contoso}});
    const auto device = tools::device_from(there.input());
    REQUIRE(device);
    tools::site_options options;
    options.hub = "fabrikam";
    options.registries = {"contoso.azurecr.io"};
    const auto site = tools::site_with(*device, options);
    CHECK(site.hub == "fabrikam.azure-devices.net");
    CHECK(site.dps_scope == "0ne00000001");
    CHECK(site.mcr);
    CHECK_THAT(joined(site.source),
        Contains("hub: --hub") && Contains("registry: --registry") && !Contains("contoso.azure-devices"));
    tools::site_options china;
    china.cloud = "china";
    china.cloud_given = true;
    CHECK_THROWS_WITH(tools::site_with(*device, china), Contains("--cloud china") && Contains("public"));
}

TEST_CASE("before it is provisioned a device has no hub, and that is no fault") {
    struct row {
        const char* what;
        file_texts files;
        bool awaits;
    };
    const std::string manual = "[provisioning]\nsource = \"manual\"\n";
    const std::string loud = "[provisioning]\nsource = \"DPS\"\n";
    for (const auto& r : {row{"no device_info", {{"/etc/aziot/config.toml", dps_device}}, true},
             row{"unprovisioned", {{"/etc/aziot/config.toml", dps_device}, {device_info, "unprovisioned"}}, true},
             row{"in another spelling", {{"/etc/aziot/config.toml", loud}}, true},
             row{"provisioned", {{"/etc/aziot/config.toml", dps_device}, {device_info, info_of_contoso}}, false},
             row{"half written", {{"/etc/aziot/config.toml", dps_device}, {device_info, "hub_name = \"con"}}, false},
             row{"not by DPS", {{"/etc/aziot/config.toml", manual}}, false}}) {
        INFO(r.what);
        const copied_device there(r.files);
        const auto device = tools::device_from(there.input());
        REQUIRE(device);
        CHECK(rules::awaits_provisioning(*device) == r.awaits);
    }
}

TEST_CASE("faults of every file, one line each") {
    const copied_device there(
        file_texts{{"/etc/aziot/config.toml", "[provisioning\n"}, {"/etc/docker/daemon.json", "[]"}});
    auto input = there.input();
    input.manifests = {there.add("/deployment.json", "{")};
    const auto device = tools::device_from(input);
    REQUIRE(device);
    const auto faults = tools::faults_of(*device);
    CHECK_THAT(joined(faults), Contains("config.toml:1") && Contains("deployment.json") && Contains("daemon.json"));
    for (const auto& line : faults) CHECK(line.find('\n') == line.npos);
}

TEST_CASE("what the deployment sets goes over what the device is set to") {
    struct row {
        const char* what;
        std::string agent, hub;
        std::string of_agent, of_hub;
    };
    const std::string device_proxy = "http://proxy.corp.example:3128";
    for (const auto& r :
        {
            row{"both", set_to("http://other:8080"), set_to("http://u:secret@other:8080"),
                "http://other:8080 (https_proxy, m.json:2)", "http://u:***@other:8080 (https_proxy, m.json:3)"},
            row{"none", "", "", " (m.json:2 sets none)", " (m.json:3 sets none)"},
            row{"filled in later", set_to("${PROXY}"), set_to(""), "not known",
                " (https_proxy, m.json:3 says that there is none)"},
            row{"no address", set_to("http://"), set_to("ftp://x"), " (https_proxy, m.json:2 is no address of a proxy)",
                " (https_proxy, m.json:3 is no address of a proxy)"},
        }) {
        INFO(r.what);
        rules::device_file file;
        file.path = file.shown = "m.json";
        file.text = deployment(r.agent, r.hub);
        file.manifest = true;
        rules::proxy_user agent, hub;
        agent.component = "edgeAgent";
        agent.proxy = device_proxy;
        hub.component = "edgeHub";
        hub.source = std::string(rules::deployment_only);
        std::vector<rules::proxy_user> users{agent, hub};
        tools::add_deployed_proxies(users, rules::device_of({file}));
        // By the device's own proxy it fetches the deployment, and goes by the deployment's then.
        REQUIRE(users.size() == 3);
        CHECK(users[1].component == "edgeAgent");
        CHECK(users[1].proxy == device_proxy);
        CHECK(users[1].source == ", until its deployment is there");
        CHECK(proxy_of(users, "edgeAgent") == r.of_agent);
        CHECK(proxy_of(users, "edgeHub") == r.of_hub);
        users.clear();
        tools::add_deployed_proxies(users, rules::device_of({file}));
        CHECK(proxy_of(users, "edgeHub") == r.of_hub);
        // The deployment's own, twice: one user.
        const auto agents = [&] { return std::ranges::count(users, "edgeAgent", &rules::proxy_user::component); };
        CHECK(agents() == 1);
        tools::add_deployed_proxies(users, rules::device_of({file}));
        CHECK(agents() == 1);
    }
}

TEST_CASE("a copy's proxies are the device's, this machine's are not") {
    const copied_device there(file_texts{{"/etc/aziot/config.toml", dps_device}, {device_info, info_of_contoso},
        {"/etc/docker/daemon.json", R"({"proxies": {"https-proxy": "http://proxy.corp.example:3128",
"no-proxy": "localhost,.azure-devices.net"}})"}});
    const auto device = tools::device_from(there.input());
    REQUIRE(device);
    const auto site = tools::site_with(*device, {});
    const auto users = tools::proxy_users_of(*device, there.root, false, site);
    CHECK_THAT(proxy_of(users, "edgeAgent"), Contains("http://proxy.corp.example:3128 (https_proxy, "));
    CHECK(proxy_of(users, "edgeHub") == "not known");
    // Its no_proxy has the hub, to which Docker never goes.
    CHECK_THAT(proxy_of(users, "dockerd"), Contains("http://proxy.corp.example:3128 ("));
    // A configuration by name: of whatever device, not of this one.
    const auto alone = tools::device_from({"/", {there.root + "/etc/aziot/config.toml"}, {}});
    REQUIRE(alone);
    const auto by_name = tools::proxy_users_of(*alone, "/", true, site);
    REQUIRE(by_name.size() == 1);
    CHECK_THAT(proxy_of(by_name, "edgeAgent"), Contains("http://proxy.corp.example:3128"));
}

TEST_CASE("resolvers of a copy and of its containers") {
    const copied_device there(
        {{"/etc/aziot/config.toml", dps_device}, {"/etc/resolv.conf", "nameserver 127.0.0.53\nnameserver 10.0.0.1\n"},
            {"/etc/docker/daemon.json", "{\n\"dns\": [\"10.20.0.53\", \"10.20.1.53\", \"dns.corp.example\"]\n}"}});
    auto input = there.input();
    input.manifests = {
        there.add("/m.json", deployment("", "", R"({\"HostConfig\": {\"Dns\": [\"10.20.1.53\", \"fd00::53\"]}})"))};
    const auto device = tools::device_from(input);
    REQUIRE(device);
    const auto seen = tools::resolvers_of(*device, there.root);
    CHECK(seen.own == texts{"10.0.0.1"});
    CHECK(seen.containers == texts{"10.20.0.53", "10.20.1.53", "fd00::53"});
    CHECK_THAT(joined(seen.said),
        Contains("resolver: 10.0.0.1, " + there.root + "/etc/resolv.conf") &&
            Contains("resolver of containers: 10.20.0.53, " + there.root + "/etc/docker/daemon.json:2") &&
            Contains("not taken") && Contains("\"dns.corp.example\" is no address"));

    tools::network_options options;
    tools::ask_as_device(options, seen);
    const auto catalog = rules::parse_catalog(rules::built_in_catalog(), "catalog");
    CHECK(tools::network(options, catalog).resolvers() ==
          texts{"10.0.0.1:53", "10.20.0.53:53", "10.20.1.53:53", "[fd00::53]:53"});
    options.resolvers = {"192.0.2.53"};
    CHECK(tools::network(options, catalog).resolvers() == texts{"192.0.2.53:53"});
}

TEST_CASE("a copy without a resolver of its own: this machine's, and that is said") {
    const copied_device stub(
        file_texts{{"/etc/aziot/config.toml", dps_device}, {"/etc/resolv.conf", "nameserver 127.0.0.53\n"}});
    const auto device = tools::device_from(stub.input());
    REQUIRE(device);
    CHECK(tools::resolvers_of(*device, stub.root).own.empty());
    CHECK_THAT(joined(tools::resolvers_of(*device, stub.root).said), Contains("assumed: this machine's"));
    CHECK(tools::resolvers_of(*device, "/").said.empty()); // the device itself: nothing to assume
    stub.add("/run/systemd/resolve/resolv.conf", "nameserver 10.0.0.2\n");
    CHECK(tools::resolvers_of(*device, stub.root).own == texts{"10.0.0.2"});
}
