// SPDX-License-Identifier: MIT
#include "rules/site/manifest.hpp"

#include "tests/rules/manifest_samples.hpp"

using rules::manifest;
using namespace manifests;

namespace {

constexpr auto plain = R"({
  "modulesContent": {
    "$edgeAgent": {
      "properties.desired": {
        "schemaVersion": "1.1",
        "runtime": {
          "type": "docker",
          "settings": {
            "minDockerVersion": "v1.25",
            "registryCredentials": {
              "contoso": { "address": "contoso.azurecr.io", "username": "pull", "password": "hunter2" }
            }
          }
        },
        "modules": {
          "temperature": {
            "type": "docker", "status": "running", "restartPolicy": "always",
            "settings": { "image": "contoso.azurecr.io/temperature:1.0", "createOptions": "{\"HostConfig\":{\"Privileged\":true}}" },
            "env": { "Count": { "value": 3 }, "On": { "value": true } }
          }
        },
        "systemModules": {
          "edgeHub": { "type": "docker", "settings": { "image": "mcr.microsoft.com/azureiotedge-hub:1.5" } },
          "edgeAgent": {
            "type": "docker",
            "settings": { "image": "mcr.microsoft.com/azureiotedge-agent:1.5", "createOptions": "" },
            "env": {
              "UpstreamProtocol": { "value": "AmqpWs" },
              "HTTPS_PROXY": { "value": "http://proxy:3128" }
            }
          }
        }
      }
    },
    "$edgeHub": {
      "properties.desired": {
        "schemaVersion": "1.1",
        "routes": { "up": "FROM /messages/* INTO $upstream" },
        "storeAndForwardConfiguration": { "timeToLiveSecs": 7200 }
      }
    }
  }
})";

} // namespace

TEST_CASE("manifest: all of a plain one, with places") {
    const auto m = read_manifest(plain);
    CHECK(faults_in(m) == lines{});
    CHECK(m.kind == manifest::type::deployment);
    CHECK_FALSE(m.from_template);
    REQUIRE(m.modules.size() == 3);
    CHECK(m.modules[0].name == "edgeAgent"); // system modules first, edgeAgent before edgeHub
    CHECK(m.modules[1].name == "edgeHub");
    CHECK(m.modules[1].system);
    const auto& own = m.modules[2];
    CHECK_FALSE(own.system);
    CHECK(own.at.line == 16);
    CHECK(value(own.image) == "contoso.azurecr.io/temperature:1.0");
    CHECK(own.image->at == rules::place{"deployment.json", 18});
    CHECK(value(own.type) == "docker");
    CHECK(value(own.status) == "running");
    CHECK(value(own.restart_policy) == "always");
    CHECK(own.has_create_options);
    const auto* privileged = own.create_options.root.find({"HostConfig", "Privileged"});
    REQUIRE(privileged != nullptr);
    CHECK(privileged->text == "true");
    CHECK(privileged->at() == rules::place{"deployment.json", 18}); // not a line of the text inside
    REQUIRE(own.variable("count") != nullptr);
    CHECK(own.variable("count")->value == "3");
    CHECK(own.variable("ON")->value == "true");
    const auto* agent = m.module("edgeAgent");
    REQUIRE(agent != nullptr);
    CHECK_FALSE(agent->has_create_options);
    CHECK(agent->variable("https_proxy")->value == "http://proxy:3128"); // whatever its case
    CHECK(agent->variable("https_proxy")->at.line == 29);
    CHECK(agent->variable("no_proxy") == nullptr);
    REQUIRE(m.credentials.size() == 1);
    CHECK(value(m.credentials[0].address) == "contoso.azurecr.io");
    CHECK(value(m.credentials[0].username) == "pull");
    CHECK(m.credentials[0].has_password);
    const auto* keep = m.edge_hub.find({"storeAndForwardConfiguration", "timeToLiveSecs"});
    REQUIRE(keep != nullptr);
    CHECK(keep->text == "7200");
    CHECK(m.edge_agent.find("schemaVersion") != nullptr);
}

TEST_CASE("manifest: as the hub exports it, in \"content\"") {
    const auto text = "{\"id\": \"d1\", \"content\": " + std::string(plain) + ", \"priority\": 10}";
    CHECK(rules::is_manifest(rules::json_document(text, "x")));
    const auto m = read_manifest(text);
    CHECK(faults_in(m) == lines{});
    CHECK(m.modules.size() == 3);
}

TEST_CASE("manifest: a layered deployment's dotted keys are one tree") {
    const auto m = read_manifest(R"({"content": {"modulesContent": {
      "$edgeAgent": {
        "properties.desired.modules.a": { "settings": { "image": "a:1" }, "env": { "X": {"value": "1"} } },
        "properties.desired.modules.a.env.Y": { "value": "2" },
        "properties.desired.modules.b": { "settings": { "image": "b:1" } },
        "properties.desired.systemModules.edgeHub.env.UpstreamProtocol": { "value": "MqttWs" }
      },
      "$edgeHub": { "properties.desired.routes.up": "FROM /* INTO $upstream" }
    }}})");
    CHECK(faults_in(m) == lines{});
    CHECK(m.kind == manifest::type::layered);
    REQUIRE(m.modules.size() == 3);
    CHECK(m.modules[0].name == "edgeHub");
    CHECK(m.modules[0].variable("UpstreamProtocol")->at.line == 6);
    CHECK_FALSE(m.modules[0].image);
    CHECK(m.modules[1].variable("X")->value == "1");
    CHECK(m.modules[1].variable("Y")->value == "2");
    CHECK(value(m.modules[2].image) == "b:1");
    const auto* route = m.edge_hub.find({"routes", "up"});
    REQUIRE(route != nullptr);
    CHECK(route->text == "FROM /* INTO $upstream");
}

TEST_CASE("manifest: routes alone are layered, too; twins of modules alone are partial") {
    CHECK(read_manifest(R"({"modulesContent": {"$edgeHub": {"properties.desired.routes.a": "x"}}})").kind ==
          manifest::type::layered);
    const auto m = read_manifest(R"({"modulesContent": {"camera": {"properties.desired": {"rate": 3}}}})");
    CHECK(m.kind == manifest::type::partial);
    CHECK(faults_in(m) == lines{});
}

TEST_CASE("manifest: dotted keys that contradict each other or lead nowhere") {
    const auto agent = [](const std::string& members) {
        return read_manifest("{\"modulesContent\": {\"$edgeAgent\": {" + members + "}}}");
    };
    CHECK(faults_in(agent(R"("properties.desired": {"modules": {"a": {}}}, "properties.desired.modules.a": {})")) ==
          lines{"1: $edgeAgent: \"properties.desired.modules.a\" is set here and elsewhere in this manifest"});
    CHECK(faults_in(agent(R"("properties.desired.modules": "x", "properties.desired.modules.a": {})")) ==
          lines{"1: $edgeAgent: \"properties.desired.modules.a\" is set here and elsewhere in this manifest",
              "1: $edgeAgent: modules is text, and an object belongs here"});
    for (const auto* path : {".", ".modules.", ".modules..a", ".."})
        CHECK(faults_in(agent("\"properties.desired" + std::string(path) + "\": {}")).size() == 1);
    std::string deep = "properties.desired";
    for (int i = 0; i < 200; ++i) deep += ".a";
    CHECK(faults_in(agent("\"" + deep + "\": {}")).size() == 1);
}

TEST_CASE("manifest: a template of VS Code") {
    const auto m = read_manifest(R"({
      "$schema-template": "4.0.0",
      "modulesContent": { "$edgeAgent": { "properties.desired": {
        "runtime": { "type": "docker", "settings": { "registryCredentials": {
          "contoso": { "username": "$CONTAINER_REGISTRY_USERNAME", "password": "${PASSWORD}", "address": "${REGISTRY}" } } } },
        "modules": { "a": {
          "settings": { "image": "${MODULES.a}", "createOptions": {
            "HostConfig": { "PortBindings": { "5671/tcp": [ { "HostPort": "5671" } ] } } } } },
          "b": { "settings": { "image": "b:1", "createOptions": "${OPTIONS}" } }
        }
      } } } })");
    CHECK(faults_in(m) == lines{});
    CHECK(m.from_template);
    REQUIRE(m.modules.size() == 2);
    const auto* ports = m.modules[0].create_options.root.find({"HostConfig", "PortBindings", "5671/tcp"});
    REQUIRE(ports != nullptr);
    CHECK(ports->at().line == 8); // where it is written
    CHECK(m.modules[1].has_create_options);
    CHECK(m.modules[1].create_options.faults.empty());
    CHECK(m.modules[1].create_options.root.kind == rules::node::type::none);
}

TEST_CASE("manifest: a variable of a shell in createOptions makes no template") {
    const auto m = read_manifest(with_module(R"("settings": {"createOptions": "{\"Cmd\": [\"echo ${HOME}\"]}"})"));
    CHECK_FALSE(m.from_template);
    CHECK(m.modules[0].create_options.root.find("Cmd") != nullptr);
    CHECK(read_manifest(with_module(R"("settings": {"image": "${IMAGE}"})")).from_template);
}

TEST_CASE("manifest: createOptions in chunks") {
    const auto of = [](const std::string& settings) {
        return read_manifest(with_module("\"settings\": {" + settings + "}"));
    };
    // Written in any order and any case, put together in the order of their keys.
    auto m = of(R"("CREATEOPTIONS02": "\"b\"}", "createoptions01": ":", "createOptions": "{\"a\"")");
    CHECK(faults_in(m) == lines{});
    REQUIRE(m.modules[0].create_options.root.find("a") != nullptr);
    CHECK(m.modules[0].create_options.root.find("a")->text == "b");

    std::string hundred = "\"createOptions\": \"{\\\"a\\\":\\\"\"";
    for (int i = 1; i < 99; ++i) hundred += fmt::format(",\n\"createOptions{:02}\": \"x\"", i);
    m = of(hundred + R"(, "createOptions99": "\"}")");
    CHECK(faults_in(m) == lines{});
    REQUIRE(m.modules[0].create_options.root.find("a") != nullptr);
    CHECK(m.modules[0].create_options.root.find("a")->text == std::string(98, 'x'));

    CHECK(faults_in(of(R"("createOptions": "{", "createOptions02": "}")")) ==
          lines{"1: module \"a\": createOptions: chunk 1 is missing, or there twice; chunk 2 stands here"});
    CHECK(faults_in(of(R"("createOptions01": "{}")")) ==
          lines{"1: module \"a\": createOptions: chunk 0 is missing, or there twice; chunk 1 stands here"});
    CHECK(faults_in(of(R"("createOptions": "{", "CreateOptions": "}")")).size() == 1);
    CHECK(faults_in(of(R"("createOptions": "{", "createOptions01": {}})")).size() >= 1);
    CHECK(faults_in(of(R"("createOptions": 3)")) ==
          lines{"1: module \"a\": createOptions is a number, and text belongs here"});
    m = of(R"("createOption": "{\"a\": 1}")");
    CHECK(faults_in(m) ==
          lines{"1: module \"a\": settings: the key \"createOption\" is not known; did you mean createOptions?"});
    CHECK(m.modules[0].create_options.root.find("a") != nullptr);
}

TEST_CASE("manifest: createOptions that do not parse are their own fault, at their line") {
    const auto m =
        read_manifest(with_module("\"settings\": {\"image\": \"a:1\",\n \"createOptions\": \"{\\\"a\\\":\"}"));
    CHECK(faults_in(m) == lines{});
    const auto& options = m.modules[0].create_options;
    REQUIRE(options.faults.size() == 1);
    CHECK(options.faults[0].at == rules::place{"deployment.json", 2});
    CHECK(options.faults[0].what.find("module \"a\": createOptions is not JSON") == 0);
    for (const auto* other : {"\\\"text\\\"", "[]", "3", "null"}) {
        INFO(other);
        const auto list =
            read_manifest(with_module("\"settings\": {\"createOptions\": \"" + std::string(other) + "\"}"));
        REQUIRE(list.modules[0].create_options.faults.size() == 1);
        CHECK(list.modules[0].create_options.faults[0].what ==
              "module \"a\": createOptions holds something else than an object");
    }
    for (const auto* none : {"\"\"", "\"  \"", "null"}) {
        INFO(none);
        const auto empty = read_manifest(with_module("\"settings\": {\"createOptions\": " + std::string(none) + "}"));
        CHECK_FALSE(empty.modules[0].has_create_options);
        CHECK(faults_in(empty) == lines{});
    }
}

TEST_CASE("manifest: what is none") {
    struct row {
        const char* text;
        bool is;
        std::size_t faults; // one that deploys nothing is no use either
    };
    for (const auto& [text, is, faults] :
        {row{"{}", false, 1}, {"[]", false, 1}, {"3", false, 1}, {"{\"content\": 3}", false, 1},
            {"{\"modulesContent\": {}}", true, 1}, {"{\"content\": {\"modulesContent\": {}}}", true, 1},
            {"{\"modulesContent\": {\"camera\": {}}}", true, 0}}) {
        INFO(text);
        CHECK(rules::is_manifest(rules::json_document(text, "x")) == is);
        CHECK(read_manifest(text).faults.size() == faults);
    }
    const auto broken = read_manifest("{\"modulesContent\": {");
    CHECK(broken.faults.size() == 1); // the JSON's own, and no second
}

TEST_CASE("manifest: ten thousand modules") {
    std::string plain_modules, dotted;
    for (int i = 0; i < 10'000; ++i) {
        const auto entry = fmt::format(
            R"({{"type": "docker", "status": "running", "settings": {{"image": "r.azurecr.io/m{0}:1",)"
            R"( "createOptions": "{{\"HostConfig\":{{\"Binds\":[\"/a:/b\"]}}}}"}}, "env": {{"A": {{"value": "{0}"}}}}}})",
            i);
        plain_modules += fmt::format("{}\"m{}\": {}", i ? ",\n" : "", i, entry);
        dotted += fmt::format("{}\"properties.desired.modules.m{}\": {}", i ? ",\n" : "", i, entry);
    }
    for (const auto& text : {with_agent("\"modules\": {" + plain_modules + "}"),
             "{\"modulesContent\": {\"$edgeAgent\": {" + dotted + "}}}"}) {
        const auto m = read_manifest(text);
        CHECK(faults_in(m) == lines{});
        REQUIRE(m.modules.size() == 10'000);
        CHECK(m.modules[9'999].variable("a")->value == "9999");
    }
}
