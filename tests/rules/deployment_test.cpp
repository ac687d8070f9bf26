// SPDX-License-Identifier: MIT
#include "rules/settings/deployment.hpp"

#include <algorithm>
#include <stdexcept>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "rules/settings/everywhere.hpp"
#include "rules/settings/write_settings.hpp"

using nlohmann::json;
using rules::merge_patch_for;
using rules::set_modules_input_for;

namespace {

constexpr auto proxy = "http://proxy.corp.example:3128";

// A manifest read, and its text beside it.
struct sample_manifest {
    explicit sample_manifest(std::string content)
        : text(std::move(content)), read(rules::manifest_of(rules::json_document(text, "d.json"), "d.json")) {}
    rules::given_manifest given() const { return {text, &read}; }
    json patched() const {
        auto all = json::parse(text);
        all.merge_patch(json::parse(merge_patch_for("AmqpWs", proxy, given())));
        return all;
    }

    std::string text;
    rules::manifest read;
};

// What both system modules have after a patch, read by the reader.
void check_set(const json& patched, const std::string& expected_proxy = proxy) {
    const auto after = rules::manifest_of(rules::json_document(patched.dump(), "d.json"), "d.json");
    CHECK(after.faults.empty());
    for (const auto* name : {"edgeAgent", "edgeHub"}) {
        const auto* module = after.module(name);
        REQUIRE(module != nullptr);
        REQUIRE(module->variable("UpstreamProtocol") != nullptr);
        CHECK(module->variable("UpstreamProtocol")->value == "AmqpWs");
        REQUIRE(module->variable("https_proxy") != nullptr);
        CHECK(module->variable("https_proxy")->value == expected_proxy);
        int set = 0; // once, whatever the case
        for (const auto& [key, value] : module->env) set += key.size() == 11 || key.size() == 16;
        CHECK(set == 2);
    }
}

const std::string whole = R"({"modulesContent": {"$edgeAgent": {"properties.desired": {
  "runtime": {"settings": {"registryCredentials": {"c": {"address": "c.azurecr.io", "username": "pull", "password": "S3cret"}}}},
  "systemModules": {
    "edgeAgent": {"settings": {"image": "a:1"}, "env": {"Keep": {"value": 1}, "UPSTREAMPROTOCOL": {"value": "Mqtt"}}},
    "edgeHub": {"settings": {"image": "h:1"}}},
  "modules": {"m": {"settings": {"image": "m:1", "createOptions": "{\"Env\":[\"C=HostName=h;SharedAccessKey=S3cret\"]}"},
    "env": {"DB_PASSWORD": {"value": "S3cret"}, "rate": {"value": 3}, "Https_Proxy": {"value": "http://u:S3cret@p:1"}}}}
}}, "$edgeHub": {"properties.desired": {"routes": {"r": "FROM /* INTO $upstream"}}}}})";

} // namespace

TEST_CASE("merge patch: without a manifest, for one as set-modules takes it") {
    const auto patch = json::parse(merge_patch_for("AmqpWs", proxy));
    const json env{{"UpstreamProtocol", {{"value", "AmqpWs"}}}, {"https_proxy", {{"value", proxy}}}};
    const json expected{{"modulesContent",
        {{"$edgeAgent", {{"properties.desired",
                            {{"systemModules", {{"edgeAgent", {{"env", env}}}, {"edgeHub", {{"env", env}}}}}}}}}}}};
    CHECK(patch == expected);
    CHECK(merge_patch_for("Amqp", "").find("https_proxy") == std::string::npos);
    CHECK(
        merge_patch_for("AmqpWs", "socks5://p:1080").find("https_proxy") == std::string::npos); // modules cannot use it
}

TEST_CASE("merge patch: applied, both modules have it once and the rest is as it was") {
    const sample_manifest of(whole);
    auto after = of.patched();
    check_set(after);
    const auto& agent =
        after["modulesContent"]["$edgeAgent"]["properties.desired"]["systemModules"]["edgeAgent"]["env"];
    CHECK(agent.size() == 3);
    CHECK(agent["Keep"]["value"] == 1);
    auto before = json::parse(whole);
    for (auto* one : {&after, &before})
        for (const auto* name : {"edgeAgent", "edgeHub"})
            (*one)["modulesContent"]["$edgeAgent"]["properties.desired"]["systemModules"][name].erase("env");
    CHECK(after == before);
}

TEST_CASE("merge patch: through \"content\", keys in other cases, layers, and where nothing is yet") {
    check_set(sample_manifest("{\"content\": " + whole + "}").patched());
    check_set(sample_manifest(R"({"modulesContent": {"$edgeAgent": {"properties.desired": {"SystemModules": {
        "edgeAgent": {"Env": {}}}}}}})")
                  .patched());
    check_set(sample_manifest(R"({"modulesContent": {"camera": {"properties.desired": {}}}})").patched());
    const sample_manifest layer(R"({"content": {"modulesContent": {"$edgeAgent": {
        "properties.desired.modules.m": {"settings": {"image": "m:1"}},
        "properties.desired.systemModules.edgeHub": {"env": {"UpstreamProtocol": {"value": "Mqtt"}}}}}}})");
    const auto after = layer.patched();
    check_set(after);
    CHECK(after["content"]["modulesContent"]["$edgeAgent"].contains(
        "properties.desired.systemModules.edgeAgent.env.UpstreamProtocol"));
    CHECK(after["content"]["modulesContent"]["$edgeAgent"].size() == 4);
}

TEST_CASE("set-modules: whole, with every secret as *** and its place said") {
    const auto input = set_modules_input_for("AmqpWs", proxy, sample_manifest(whole).given());
    CHECK(input.text.find("S3cret") == std::string::npos);
    check_set(json::parse(input.text));
    const auto after = json::parse(input.text);
    for (const auto& pointer : input.hidden) {
        INFO(pointer);
        const auto& value = after.at(json::json_pointer(pointer));
        CHECK((value == "***" || value == R"({"Env":["C=***"]})"));
    }
    CHECK(input.hidden.size() == 4);
    CHECK(after["modulesContent"]["$edgeHub"]["properties.desired"]["routes"].size() == 1);
    CHECK(after["modulesContent"]["$edgeAgent"]["properties.desired"]["modules"]["m"]["env"]["rate"]["value"] == 3);
}

TEST_CASE("set-modules: what is shown has no variable but the known, the whole has all") {
    const std::string text = R"({"modulesContent": {"$edgeAgent": {"properties.desired": {
      "systemModules": {"edgeAgent": {"settings": {"image": "a:1"}}, "edgeHub": {"settings": {"image": "h:1"}}},
      "modules": {"m": {
        "settings": {"image": "m:1", "createOptions": "{\"E", "createOptions01": "nv\":[\"A=S3cret\"]}"},
        "env": {"CAMERA": {"value": "S3cret"}, "MQTT_PASS": {"value": "S3cret"}, "bare": "S3cret", "on": {"value": "true"},
          "storageFolder": {"value": "/s"}, "RuntimeLogLevel": {"value": "debug"}}}}}},
      "m": {"properties.desired": {"apiKey": {"value": "S3cret"}}}}})";
    const sample_manifest of(text);
    const auto input = set_modules_input_for("AmqpWs", proxy, of.given());
    CHECK(input.text.find("S3cret") == std::string::npos);
    const auto shown = json::parse(input.text), all = json::parse(input.whole);
    const auto module = json::json_pointer("/modulesContent/$edgeAgent/properties.desired/modules/m");
    CHECK(shown[module]["env"]["storageFolder"]["value"] == "/s");
    CHECK(shown[module]["env"]["on"]["value"] == "true");
    CHECK(shown[module]["env"]["RuntimeLogLevel"]["value"] == "debug");
    CHECK(shown[module]["env"]["CAMERA"]["value"] == "***");
    CHECK(shown[module]["settings"]["createOptions"] == "***"); // Env is in both parts together
    // Whole: as it was, but for what is set.
    auto expected = json::parse(text);
    expected.merge_patch(json::parse(merge_patch_for("AmqpWs", proxy, of.given())));
    CHECK(all == expected);
    auto filled = shown;
    for (const auto& pointer : input.hidden) filled[json::json_pointer(pointer)] = all[json::json_pointer(pointer)];
    CHECK(filled == all);
}

TEST_CASE("set-modules: ports and names are shown beside a container's secrets, the whole is as it was") {
    const std::string options =
        R"({"Env":["PWD=S3cret"],"HostConfig":{"PortBindings":{"5432/tcp":[{"HostIp":"10.0.0.1","HostPort":"5432"}]}}})";
    json manifest = json::parse(whole);
    auto& modules = manifest["modulesContent"]["$edgeAgent"]["properties.desired"]["modules"];
    modules["key-reader"] = {{"status", "running"}, {"settings", {{"image", "k:1"}, {"createOptions", options}}}};
    const sample_manifest of(manifest.dump());
    const auto input = set_modules_input_for("AmqpWs", proxy, of.given());
    CHECK(input.text.find("S3cret") == std::string::npos);
    const auto module = json::json_pointer("/modulesContent/$edgeAgent/properties.desired/modules/key-reader");
    const auto shown = json::parse(input.text)[module];
    CHECK(shown["status"] == "running");
    CHECK(shown["settings"]["image"] == "k:1");
    auto expected = json::parse(options);
    expected["Env"][0] = "PWD=***";
    CHECK(json::parse(shown["settings"]["createOptions"].get<std::string>()) == expected);
    CHECK(json::parse(input.whole)[module]["settings"]["createOptions"] == options);
    CHECK(std::ranges::count(input.hidden, module.to_string() + "/settings/createOptions") == 1);
}

TEST_CASE("set-modules: a manifest that cannot be looked through is not shown") {
    std::string deep = "1";
    for (int i = 0; i < 400; ++i) deep = "[" + deep + "]";
    auto text = whole;
    text.insert(text.find("\"routes\""), "\"x\": " + deep + ", ");
    sample_manifest of(text);
    of.read.kind = rules::manifest::type::deployment; // as if its reader had read on
    CHECK_THROWS_AS(set_modules_input_for("AmqpWs", proxy, of.given()), std::invalid_argument);
}

TEST_CASE("set-modules: the smallest deployment is one, and complete") {
    const auto input = set_modules_input_for("AmqpWs", "http://edge:***@proxy:3128");
    const auto read = rules::manifest_of(rules::json_document(input.text, "d.json"), "d.json");
    CHECK(read.faults.empty());
    CHECK(read.kind == rules::manifest::type::deployment);
    CHECK_FALSE(read.from_template);
    for (const auto* name : {"edgeAgent", "edgeHub"}) {
        REQUIRE(read.module(name) != nullptr);
        CHECK(read.module(name)->image);
        CHECK(read.module(name)->type);
        CHECK(read.module(name)->create_options.faults.empty());
        CHECK(read.module(name)->variable("https_proxy")->value == "http://edge:***@proxy:3128");
    }
    CHECK(read.module("edgeHub")->restart_policy->value == "always");
    CHECK(read.edge_hub.find({"storeAndForwardConfiguration", "timeToLiveSecs"}) != nullptr);
    REQUIRE(input.hidden.size() == 2); // the proxy's password, of either module
    CHECK(input.hidden[0].ends_with("/systemModules/edgeAgent/env/https_proxy/value"));
    CHECK(set_modules_input_for("AmqpWs", "http://proxy:3128").hidden.empty());
    CHECK(set_modules_input_for("Amqp", "", std::nullopt, rules::iot_edge::v1_1).text.find("agent:1.1\"") !=
          std::string::npos);
}

TEST_CASE("set-modules: not of a template or a layer; a patch of no manifest is refused") {
    for (const auto* text :
        {R"({"modulesContent": {"$edgeAgent": {"properties.desired.modules.a": {}}}})",
            R"({"modulesContent": {"$edgeAgent": {"properties.desired": {"modules": {"a": {"settings": {"image": "${A}"}}}}}}})",
            R"({"modulesContent": {"camera": {}}})"}) {
        const sample_manifest of(text);
        CHECK_THROWS_AS(set_modules_input_for("AmqpWs", "", of.given()), std::invalid_argument);
        CHECK_NOTHROW(merge_patch_for("AmqpWs", "", of.given()));
    }
    for (const auto* text : {"{}", "[", "3", "{\"content\": {}}"}) {
        const sample_manifest of(text);
        CHECK_THROWS_AS(merge_patch_for("AmqpWs", "", of.given()), std::invalid_argument);
    }
    CHECK_THROWS_AS(merge_patch_for("amqp", ""), std::invalid_argument);
}

TEST_CASE("steps: by version and host, each with what makes it apply") {
    const auto files = [](rules::iot_edge version, rules::edge_host host, const std::string& by = proxy) {
        std::vector<std::string> all;
        for (const auto& step : rules::steps_for({"AmqpWs", by, version, host})) {
            CHECK_FALSE(step.title.empty());
            CHECK((step.file.empty() || !step.text.empty()));
            if (!step.file.empty()) all.push_back(step.file.substr(step.file.rfind('/', step.file.rfind('/') - 1) + 1));
        }
        return all;
    };
    using list = std::vector<std::string>;
    const list common{"docker.service.d/proxy.conf", "docker/daemon.json"};
    const auto with = [&](std::initializer_list<const char*> more) {
        list all = common;
        all.insert(all.end(), more.begin(), more.end());
        return all;
    };
    using rules::edge_host;
    using rules::iot_edge;
    CHECK(files(iot_edge::v1_2, edge_host::own_linux) ==
          with({"aziot-identityd.service.d/proxy.conf", "aziot-edged.service.d/proxy.conf", "apt.conf.d/80proxy",
              "aziot/config.toml"}));
    CHECK(files(iot_edge::v1_1, edge_host::own_linux) ==
          with({"iotedge.service.d/proxy.conf", "apt.conf.d/80proxy", "iotedge/config.yaml"}));
    CHECK(files(iot_edge::v1_2, edge_host::eflow) ==
          with({"aziot-identityd.service.d/proxy.conf", "aziot-edged.service.d/proxy.conf", "aziot/config.toml"}));
    CHECK(files(iot_edge::unknown, edge_host::own_linux).size() == 8);
    CHECK(files(iot_edge::v1_2, edge_host::own_linux, "") == list{"aziot/config.toml"});
    CHECK(rules::steps_for({"AmqpWs", "", iot_edge::v1_2, edge_host::eflow}).front().then == list{"Connect-EflowVm"});
    CHECK(rules::steps_for({"Amqp", "", iot_edge::v1_2, edge_host::own_linux}).back().then ==
          list{"sudo iotedge config apply"});
    CHECK_THROWS_AS(rules::steps_for({"amqp", "", iot_edge::unknown, edge_host::own_linux}), std::invalid_argument);
}

TEST_CASE("settings written: for people, and as JSON that says the same") {
    rules::all_settings all;
    all.wanted = {"AmqpWs", "http://edge:***@proxy:3128", rules::iot_edge::v1_2, rules::edge_host::own_linux};
    all.because = "AMQP over WebSocket works";
    all.steps = rules::steps_for(all.wanted);
    all.merge_patch = merge_patch_for(all.wanted.upstream_protocol, all.wanted.proxy);
    all.set_modules = set_modules_input_for(all.wanted.upstream_protocol, all.wanted.proxy);
    const auto text = rules::write_settings(all);
    CHECK(text.starts_with(
        "UpstreamProtocol AmqpWs, proxy http://edge:***@proxy:3128\nbecause AMQP over WebSocket works\n"));
    for (const auto& step : all.steps) CHECK(text.find(step.text) != std::string::npos);
    CHECK(text.find(all.merge_patch) != std::string::npos);
    CHECK(text.find(all.set_modules.text) != std::string::npos);
    const auto written = json::parse(rules::write_settings_json(all));
    CHECK(written["schema"] == "egress-settings/1");
    CHECK(written["steps"].size() == all.steps.size());
    CHECK(written["merge_patch"] == json::parse(all.merge_patch));
    CHECK(written["set_modules"] == json::parse(all.set_modules.text));
    all.set_modules = {};
    all.no_set_modules = "d.json: is a template";
    CHECK(json::parse(rules::write_settings_json(all))["set_modules"].is_null());
    CHECK(rules::write_settings(all).find("No input for set-modules: d.json: is a template\n") != std::string::npos);
}
