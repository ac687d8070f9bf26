// SPDX-License-Identifier: MIT
#include "rules/settings/fix.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

using nlohmann::json;
using rules::device;

namespace {

constexpr auto manifest_name = "deployment.json";

// A device with that manifest.
device with_manifest(const std::string& text) {
    device of;
    of.files.push_back({manifest_name, manifest_name, text, true, {}, {}, {}});
    of.manifests.push_back(rules::manifest_of(rules::json_document(text, manifest_name), manifest_name));
    return of;
}
device& configured(device& of, const std::string& protocol) {
    of.config.upstream_protocol = rules::told{protocol, {"/etc/aziot/config.toml", 9}};
    return of;
}
device& proxied(device& of, const std::string& proxy) {
    of.proxy_users.push_back({"aziot-identityd", proxy, "proxy.conf:2", "", false});
    return of;
}

std::string fixed(const device& of) {
    const auto all = rules::fixes_of(of);
    REQUIRE(all.files.size() == 1);
    CHECK(all.files[0].what.size() >= 1);
    return rules::edited(all.files[0].file->text, all.files[0].edits);
}

std::string system_modules(const std::string& agent, const std::string& hub) {
    return "{\"modulesContent\": {\"$edgeAgent\": {\"properties.desired\": {\"systemModules\": {\"edgeAgent\": " +
           agent + ", \"edgeHub\": " + hub + "}}}}}";
}

constexpr auto laid_out = R"({
  "modulesContent": {
    "$edgeAgent": {
      "properties.desired": {
        "systemModules": {
          "edgeAgent": {
            "type": "docker",
            "env": {
              "Other": {
                "value": "1"
              }
            }
          },
          "edgeHub": {
            "type": "docker",
            "settings": { "image": "mcr.microsoft.com/azureiotedge-hub:1.5" }
          }
        }
      }
    }
  }
}
)";

} // namespace

TEST_CASE("fix: a missing protocol is added as its neighbours are laid out") {
    auto of = with_manifest(laid_out);
    CHECK(fixed(configured(of, "AmqpWs")) == R"({
  "modulesContent": {
    "$edgeAgent": {
      "properties.desired": {
        "systemModules": {
          "edgeAgent": {
            "type": "docker",
            "env": {
              "Other": {
                "value": "1"
              },
              "UpstreamProtocol": {
                "value": "AmqpWs"
              }
            }
          },
          "edgeHub": {
            "type": "docker",
            "settings": { "image": "mcr.microsoft.com/azureiotedge-hub:1.5" },
            "env": {
              "UpstreamProtocol": {"value": "AmqpWs"}
            }
          }
        }
      }
    }
  }
}
)");
    const auto all = rules::fixes_of(of);
    CHECK(
        all.files[0].what == std::vector<std::string>{"edgeAgent: UpstreamProtocol AmqpWs, as /etc/aziot/config.toml:9",
                                 "edgeHub: UpstreamProtocol AmqpWs, as /etc/aziot/config.toml:9"});
    CHECK(all.left.empty());
}

TEST_CASE("fix: whatever the layout, the result is JSON that says the same and the missing") {
    struct row {
        std::string agent, hub;
    };
    const std::string set = R"({"env":{"UpstreamProtocol":{"value":"AmqpWs"}}})";
    for (const auto& [agent, hub] : {row{"{}", set}, row{"{\"env\":{}}", set}, row{"{ }", "{\n}"},
             row{"{\"env\": null}", "{\"env\":{\"A\":{\"value\":1}}}"},
             row{"{\"type\":\"docker\",\r\n\"env\":{\r\n}}", set},
             row{"{\"env\":{\"storageFolder\":\"/s\"}}", "{\"env\": {\n\n  \"A\": { \"value\": true } } }"}}) {
        const auto text = system_modules(agent, hub);
        INFO(text);
        auto of = with_manifest(text);
        const auto after = json::parse(fixed(configured(of, "amqpws")));
        const auto& modules = after["modulesContent"]["$edgeAgent"]["properties.desired"]["systemModules"];
        for (const auto* name : {"edgeAgent", "edgeHub"})
            CHECK(modules[name]["env"]["UpstreamProtocol"] == json{{"value", "AmqpWs"}});
        auto without = after;
        auto before = json::parse(text);
        for (auto* one : {&without, &before})
            for (const auto* name : {"edgeAgent", "edgeHub"}) {
                auto& module = (*one)["modulesContent"]["$edgeAgent"]["properties.desired"]["systemModules"][name];
                if (module.contains("env") && module["env"].is_object()) module["env"].erase("UpstreamProtocol");
                if (module.contains("env") && module["env"].empty()) module.erase("env");
            }
        CHECK(without == before);
    }
}

TEST_CASE("fix: what is fixed has nothing left to fix") {
    auto of = with_manifest(laid_out);
    const auto once = fixed(proxied(configured(of, "AmqpWs"), "http://proxy:3128"));
    auto again = with_manifest(once);
    CHECK(rules::fixes_of(proxied(configured(again, "AmqpWs"), "http://proxy:3128")).files.empty());
    CHECK(json::parse(once)["modulesContent"]["$edgeAgent"]["properties.desired"]["systemModules"]["edgeHub"]["env"]
                           ["https_proxy"]["value"] == "http://proxy:3128");
}

TEST_CASE("fix: spelling of the protocol, of its name and of keys on the way") {
    struct row {
        std::string env, after;
    };
    for (const auto& [env, after] : {
             row{R"("env": {"UpstreamProtocol": {"value": "amqpws"}})",
                 R"("env": {"UpstreamProtocol": {"value": "AmqpWs"}})"},
             row{R"("env": {"UpstreamProtocol": {"value": "MQTT_WS"}})",
                 R"("env": {"UpstreamProtocol": {"value": "MqttWs"}})"},
             row{R"("env": {"upstreamprotocol": {"value": "Amqp"}})",
                 R"("env": {"UpstreamProtocol": {"value": "Amqp"}})"},
             row{R"("env": {"UPSTREAMPROTOCOL" : {"Value" : "AMQP-WS"}})",
                 R"("env": {"UpstreamProtocol" : {"Value" : "AmqpWs"}})"},
             row{R"("env": {"UpstreamProtocol": "AmqpWs"})", R"("env": {"UpstreamProtocol": {"value": "AmqpWs"}})"},
             row{R"("evn": {"UpstreamProtocol": {"vaule": "amqp"}})",
                 R"("env": {"UpstreamProtocol": {"value": "Amqp"}})"},
         }) {
        auto of = with_manifest(system_modules("{" + env + "}", "{}"));
        CHECK(fixed(of) == system_modules("{" + after + "}", "{}"));
    }
    auto of = with_manifest(system_modules(R"({"env": {"UpstreamProtocol": {"value": "AmqpWs"}}})", "{}"));
    CHECK(rules::fixes_of(of).files.empty());
}

TEST_CASE("fix: a variable without a value is not written a second time") {
    for (const std::string held : {"null", "{}", "{ }"}) {
        INFO(held);
        auto of = with_manifest(
            system_modules("{\"env\": {\"UpstreamProtocol\": " + held + "}}", R"({"env": {"https_proxy": null}})"));
        const auto once = fixed(proxied(configured(of, "AmqpWs"), "http://proxy:3128"));
        CHECK(rules::json_document(once, "d.json").faults.empty()); // it names keys that are there twice
        const auto modules = json::parse(once)["modulesContent"]["$edgeAgent"]["properties.desired"]["systemModules"];
        for (const char* who : {"edgeAgent", "edgeHub"}) {
            CHECK(modules[who]["env"]["UpstreamProtocol"]["value"] == "AmqpWs");
            CHECK(modules[who]["env"]["https_proxy"]["value"] == "http://proxy:3128");
        }
        auto again = with_manifest(once);
        CHECK(rules::fixes_of(proxied(configured(again, "AmqpWs"), "http://proxy:3128")).files.empty());
    }
    // Something that nobody can read as a value, under the name in any case.
    for (const std::string env : {R"("UpstreamProtocol": {"valuable": "amqpws"})", R"("upstreamprotocol": [])"}) {
        INFO(env);
        auto of = with_manifest(
            system_modules("{\"env\": {" + env + "}}", R"({"env": {"UpstreamProtocol": {"value": "AmqpWs"}}})"));
        const auto all = rules::fixes_of(configured(of, "AmqpWs"));
        for (const auto& file : all.files) {
            const auto text = rules::edited(file.file->text, file.edits);
            CHECK(text.find("\"value\"") == text.rfind("\"value\"")); // edgeHub's
        }
        REQUIRE(all.left.size() == 1);
        CHECK(all.left[0] == "deployment.json: edgeAgent: UpstreamProtocol has no value that can be read; write "
                             "{\"value\": …}");
    }
}

TEST_CASE("fix: what is no module, or no environment, is left as it is") {
    for (const std::string agent :
        {R"("FROM /messages/* INTO $upstream")", "[]", "7", R"({"env": "A=B"})", R"({"env": [1]})"}) {
        INFO(agent);
        auto of = with_manifest(system_modules(agent, R"({"env": {"UpstreamProtocol": {"value": "AmqpWs"}}})"));
        CHECK(rules::fixes_of(configured(of, "AmqpWs")).files.empty());
    }
}

TEST_CASE("fix: in layers only what is there") {
    const std::string layered = R"({"content": {"modulesContent": {"$edgeAgent": {
      "properties.desired.systemModules.edgeHub": {"env": {"storageFolder": {"value": "/s"}, "UpstreamProtocol": {"value": "mqttws"}}},
      "properties.desired.systemModules.edgeAgent.env.UpstreamProtocol": {"value": "MQTTWS"}}}}})";
    auto of = with_manifest(layered);
    auto after = layered;
    after.replace(after.find("mqttws"), 6, "MqttWs");
    after.replace(after.find("MQTTWS"), 6, "MqttWs");
    CHECK(fixed(proxied(configured(of, "MqttWs"), "http://proxy:3128")) == after);
    auto partial = with_manifest(R"({"modulesContent": {"camera": {"properties.desired": {}}}})");
    CHECK(rules::fixes_of(configured(partial, "AmqpWs")).files.empty());
}

TEST_CASE("fix: what has no single right answer is said and left") {
    const auto left = [](device of) {
        const auto all = rules::fixes_of(of);
        CHECK(all.files.empty());
        return all.left;
    };
    const auto set = system_modules(R"({"env": {"UpstreamProtocol": {"value": "AmqpWs"}}})",
        R"({"env": {"UpstreamProtocol": {"value": "AmqpWs"}}})");
    auto of = with_manifest(set);
    proxied(proxied(of, "http://a:1"), "http://b:1");
    REQUIRE(left(of).size() == 1);
    CHECK(left(of)[0].find("more than one proxy") != std::string::npos);
    of = with_manifest(set);
    REQUIRE(left(proxied(of, "http://edge:***@a:1")).size() == 1);
    CHECK(left(of)[0].find("has a login") != std::string::npos);
    of = with_manifest(set);
    REQUIRE(left(proxied(of, "https://a:1")).size() == 1);
    CHECK(left(of)[0].find("of the device's kind") != std::string::npos);
    of = with_manifest(system_modules(R"({"env": {"UpstreamProtocol": {"value": "WebSocket"}}})", "{}"));
    REQUIRE(left(of).size() == 1);
    CHECK(left(of)[0] == "deployment.json: edgeAgent: UpstreamProtocol \"WebSocket\" means none of the four; write the "
                         "one that is meant");
    of = with_manifest(system_modules(R"({"env": {"UpstreamProtocol": {"value": "${PROTOCOL}"}}})", "{}"));
    CHECK(left(of).empty());
}

TEST_CASE("fix: a proxy is not given to a protocol that uses none") {
    auto of = with_manifest(system_modules(
        R"({"env": {"UpstreamProtocol": {"value": "Mqtt"}}})", R"({"env": {"UpstreamProtocol": {"value": "Amqp"}}})"));
    CHECK(rules::fixes_of(proxied(of, "http://proxy:3128")).files.empty());
    auto named = with_manifest(system_modules(
        R"({"env": {"HTTPS_PROXY": {"value": "http://other:1"}}})", R"({"env": {"Https_Proxy": {"value": ""}}})"));
    CHECK(rules::fixes_of(proxied(named, "http://proxy:3128")).files.empty()); // whatever its case, it is set
}

TEST_CASE("fix: a line that may hold a secret is in no patch") {
    auto of = with_manifest(
        system_modules(R"({"env": {"UpstreamProtocol": {"value": "amqpws"}}, "password": "S3cret"})", "{}"));
    const auto all = rules::fixes_of(of);
    CHECK(all.files.empty());
    REQUIRE(all.left.size() == 1);
    CHECK(all.left[0].find("S3cret") == std::string::npos);
    CHECK(all.left[0].find("deployment.json: edgeAgent: UpstreamProtocol is AmqpWs: in a line") == 0);
}

TEST_CASE("fix: config.toml and config.yaml, at the line") {
    struct row {
        std::string text, value;
        std::size_t line;
        std::string after; // empty: it is left, and said
    };
    for (const auto& [text, value, line, after] : {
             row{"[agent.env]\nUpstreamProtocol = \"AMQPWS\" # AMQPWS\n", "AMQPWS", 2,
                 "[agent.env]\nUpstreamProtocol = \"AmqpWs\" # AMQPWS\n"},
             row{"[agent.env]\r\n\"upstreamprotocol\" = 'mqtt'\r\n", "mqtt", 2,
                 "[agent.env]\r\n\"UpstreamProtocol\" = 'Mqtt'\r\n"},
             row{"agent:\n  env:\n    UpstreamProtocol: amqp_ws", "amqp_ws", 3,
                 "agent:\n  env:\n    UpstreamProtocol: AmqpWs"},
             row{"agent.env = { A = \"amqp\", UpstreamProtocol = \"amqp\" }\n", "amqp", 1, ""},
             row{"agent:\n  env:\n    UpstreamProtocol:\n      amqp\n", "amqp", 4, ""},
             row{"[agent.env]\nUpstreamProtocol = \"secure\"\n", "secure", 2, ""},
         }) {
        INFO(text);
        device of;
        of.files.push_back({"/etc/aziot/config.toml", "copy/etc/aziot/config.toml", text, true, {}, {}, {}});
        of.config.upstream_protocol = rules::told{value, {"copy/etc/aziot/config.toml", line}};
        if (!after.empty()) {
            CHECK(fixed(of) == after);
        } else {
            const auto all = rules::fixes_of(of);
            CHECK(all.files.empty());
            CHECK(all.left.size() == 1);
        }
    }
    device of;
    of.files.push_back(
        {"/etc/aziot/config.toml", "/etc/aziot/config.toml", "\nUpstreamProtocol = \"Amqp\"\n", true, {}, {}, {}});
    of.config.upstream_protocol = rules::told{"Amqp", {"/etc/aziot/config.toml", 2}};
    CHECK(rules::fixes_of(of).files.empty());
    of.config.upstream_protocol->at.line = 99; // of a file that has changed since
    of.config.upstream_protocol->value = "amqp";
    CHECK(rules::fixes_of(of).files.empty());
}

TEST_CASE("fix: what was made of config.toml is not patched, config.toml is") {
    device of;
    const auto made = "/etc/aziot/edged/config.d/00-super.toml";
    of.files.push_back({made, made, "[agent.env]\nUpstreamProtocol = \"AMQPWS\"\n", true, {}, {}, {}});
    of.config.upstream_protocol = rules::told{"AMQPWS", {made, 2}};
    auto all = rules::fixes_of(of);
    CHECK(all.files.empty());
    REQUIRE(all.left.size() == 1);
    CHECK(all.left[0].find("write AmqpWs in config.toml, and apply it") != std::string::npos);
    const auto own = "/etc/aziot/config.toml";
    of.files.push_back({own, own, "[agent]\nenv.UpstreamProtocol = \"AMQPWS\"\n", true, {}, {}, {}});
    CHECK(fixed(of) == "[agent]\nenv.UpstreamProtocol = \"AmqpWs\"\n");
}

TEST_CASE("fix: one proxy, however many read it") {
    auto of = with_manifest(system_modules("{}", "{}"));
    rules::proxy_setting one;
    one.component = "aziot-identityd";
    one.at = {"a.conf", 2};
    one.address = "proxy:3128";
    one.scheme = "http";
    one.in_use = true;
    of.proxy_settings = {one, one};
    of.proxy_settings[1].component = "edgeAgent";
    const auto after = json::parse(fixed(of));
    CHECK(
        after["modulesContent"]["$edgeAgent"]["properties.desired"]["systemModules"]["edgeHub"]["env"]["https_proxy"] ==
        json{{"value", "http://proxy:3128"}});
    of.proxy_settings[1].address = "other:3128";
    CHECK(rules::fixes_of(of).files.empty());
    of.proxy_settings[1].in_use = false; // hidden by another value
    CHECK(rules::fixes_of(of).files.size() == 1);
    of.proxy_settings[0].login = true;
    CHECK(rules::fixes_of(of).files.empty());
}

TEST_CASE("fix: a proxy that is for images only is not given to the hub") {
    auto of = with_manifest(system_modules("{}", "{}"));
    rules::proxy_setting one;
    one.component = "dockerd";
    one.at = {"/etc/docker/daemon.json", 2};
    one.address = "proxy:3128";
    one.scheme = "http";
    one.in_use = true;
    of.proxy_settings = {one};
    const auto all = rules::fixes_of(of);
    CHECK(all.files.empty());
    REQUIRE(all.left.size() == 1);
    CHECK(all.left[0].starts_with("https_proxy: /etc/docker/daemon.json:2 is the container engine's, for images"));
    // Beside one of the hub's users it says nothing.
    one.component = "iotedged (1.1)";
    one.address = "hub-proxy:3128";
    of.proxy_settings.push_back(one);
    CHECK(fixed(of).find("http://hub-proxy:3128") != std::string::npos);
}

TEST_CASE("fix: no variable's value and no createOptions are in a patch") {
    const std::string secrets[]{"hunter2", "s3cret"};
    struct row {
        std::string env;
        bool shown; // there is a patch at all
    };
    for (const auto& [env, shown] : {
             row{"{\n\"DB_PASSWORD\": {\n\"value\": \"hunter2\"\n}\n}", true},
             row{"{\n\"CAMERA\": {\n\"value\": \"hunter2\"\n}\n}", true}, // by no word of its name
             row{"{\n\"MQTT_PASS\": {\"value\": \"hunter2\"}\n}", true},
             row{"{\n\"A\": {\"value\": true},\n\"API_KEY\": {\"value\": \"hunter2\"}\n}", true},
             row{"{ \"CAMERA\": {\"value\": \"hunter2\"} }", false},
             row{"{\n\"storageFolder\": {\"value\": \"/s\"}\n}", true},
         }) {
        INFO(env);
        auto of = with_manifest(system_modules(
            "{\n\"settings\": {\n\"createOptions\": \"{\\\"Env\\\": [\\\"CAM=s3cret\\\"]}\"\n},\n\"env\": " + env +
                "\n}",
            "{\"env\": {\"UpstreamProtocol\": {\"value\": \"AmqpWs\"}}}"));
        const auto all = rules::fixes_of(configured(of, "AmqpWs"));
        CHECK(all.files.size() == (shown ? 1 : 0));
        CHECK(all.left.size() == (shown ? 0 : 1));
        for (const auto& one : all.files) {
            const auto diff = rules::unified_diff("d.json", one.file->text, one.edits, one.parts);
            CHECK(diff.find("UpstreamProtocol") != std::string::npos);
            for (const auto& secret : secrets) CHECK(diff.find(secret) == std::string::npos);
            CHECK(json::accept(rules::edited(one.file->text, one.edits)));
        }
    }
    // A module whose last line has a secret gets its env in front.
    auto in_front = with_manifest(system_modules(
        "{\n  \"type\": \"docker\",\n  \"settings\": {\"createOptions\": \"{\\\"Env\\\": [\\\"CAM=s3cret\\\"]}\"}\n}",
        "{\"env\": {\"UpstreamProtocol\": {\"value\": \"AmqpWs\"}}}"));
    CHECK(fixed(configured(in_front, "AmqpWs")).find("{\n  \"env\": {\n") != std::string::npos);
    CHECK(json::accept(fixed(in_front)));
    // config.toml: the changed line alone, and only where it says nothing else.
    const std::string text =
        "[agent.env]\nCAMERA = \"hunter2\"\nUpstreamProtocol = \"amqpws\"\nMQTT_PASS = \"s3cret\"\n";
    device own;
    own.files.push_back({"/etc/aziot/config.toml", "/etc/aziot/config.toml", text, true, {}, {}, {}});
    own.config.upstream_protocol = rules::told{"amqpws", {"/etc/aziot/config.toml", 3}};
    const auto all = rules::fixes_of(own);
    REQUIRE(all.files.size() == 1);
    CHECK(rules::unified_diff("c", text, all.files[0].edits, all.files[0].parts) ==
          "--- a/c\n+++ b/c\n@@ -3,1 +3,1 @@\n-UpstreamProtocol = \"amqpws\"\n+UpstreamProtocol = \"AmqpWs\"\n");
    own.files[0].text = "agent.env = { CAMERA = \"hunter2\", UpstreamProtocol = \"amqpws\" }\n";
    own.config.upstream_protocol->at.line = 1;
    CHECK(rules::fixes_of(own).files.empty());
    CHECK(rules::fixes_of(own).left.size() == 1);
}
