// SPDX-License-Identifier: MIT
#include "rules/site/manifest.hpp"

#include <chrono>

#include <catch2/catch.hpp>
#include <fmt/format.h>

using rules::manifest;
using rules::manifest_of;

namespace {

manifest read_manifest(const std::string& text) {
    return manifest_of(rules::json_document(text, "deployment.json"), "deployment.json");
}

// Faults as "line: what"; none is most tests' expectation.
std::vector<std::string> faults_in(const manifest& of) {
    std::vector<std::string> all;
    for (const auto& fault : of.faults) {
        CHECK(fault.at.file == "deployment.json");
        CHECK_FALSE(fault.remedy.empty());
        all.push_back(fmt::format("{}: {}", fault.at.line, fault.what));
    }
    return all;
}
using lines = std::vector<std::string>;

std::string with_agent(const std::string& desired) {
    return "{\"modulesContent\": {\"$edgeAgent\": {\"properties.desired\": {" + desired + "}}}}";
}
std::string with_module(const std::string& members) { return with_agent("\"modules\": {\"a\": {" + members + "}}"); }

std::string value(const std::optional<rules::told>& of) { return of ? of->value : "(none)"; }

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

TEST_CASE("manifest: a misspelled key is one fault, and is taken for what it was meant as") {
    struct row {
        std::string text, wrong, meant;
    };
    const std::vector<row> rows{
        {with_module(R"("evn": {"X": {"value": "1"}})"), "evn", "env"},
        {with_module(R"("enviroment": {}, "settigns": {"image": "a:1"})"), "settigns", "settings"},
        {with_module(R"("restartpolcy": "always")"), "restartpolcy", "restartPolicy"},
        {with_module(R"("settings": {"imgae": "a:1"})"), "imgae", "image"},
        {with_module(R"("env": {"X": {"vaule": "1"}})"), "vaule", "value"},
        {with_agent(R"("modlues": {"a": {}})"), "modlues", "modules"},
        {with_agent(R"("systemModule": {"edgeHub": {}})"), "systemModule", "systemModules"},
        {with_agent(R"("systemModules": {"edgehubb": {}})"), "edgehubb", "edgeHub"},
        {with_agent(R"("runtime": {"settings": {"registryCredential": {}}})"), "registryCredential",
            "registryCredentials"},
        {R"({"modulesContent": {"$edgeAgent": {"property.desired": {}}}})", "property.desired", "properties.desired"},
        {R"({"modulesContent": {"edgeAgent": {"properties.desired": {}}}})", "edgeAgent", "$edgeAgent"},
        {R"({"moduleContent": {}})", "moduleContent", "modulesContent"},
    };
    for (const auto& [text, wrong, meant] : rows) {
        INFO(wrong);
        const auto all = faults_in(read_manifest(text));
        REQUIRE(all.size() == 1);
        CHECK(all[0].find(fmt::format("the key \"{}\" is not known; did you mean {}?", wrong, meant)) !=
              std::string::npos);
    }
    const auto m = read_manifest(rows[0].text);
    REQUIRE(m.modules.size() == 1);
    CHECK(m.modules[0].variable("x") != nullptr);
    CHECK(read_manifest(rows[1].text).modules[0].image);
}

TEST_CASE("manifest: keys in another case are read, as .NET does; twice is a fault") {
    const auto m = read_manifest(with_module(R"("Env": {"X": {"Value": 1}}, "Settings": {"Image": "a:1"})"));
    CHECK(faults_in(m) == lines{});
    CHECK(value(m.modules[0].image) == "a:1");
    CHECK(m.modules[0].variable("X")->value == "1");
    CHECK(faults_in(read_manifest(with_module(R"("env": {}, "Env": {})"))) ==
          lines{"1: module \"a\": \"Env\" is there twice, in another case"});
}

TEST_CASE("manifest: keys of others are left alone") {
    const auto m = read_manifest(with_module(R"("networkMode": "host", "env": {}, "x": 1, "ev": 2, "digest": "d")"));
    CHECK(faults_in(m) == lines{}); // "ev" is near env, and env is there
}

TEST_CASE("manifest: env values") {
    const auto m = read_manifest(with_module(
        R"("env": {"t": {"value": "x"}, "n": {"value": 1.50}, "b": {"value": false}, "z": null, "e": {}, "s": {"value": ""}})"));
    CHECK(faults_in(m) == lines{});
    const auto& a = m.modules.at(0);
    CHECK(a.variable("t")->value == "x");
    CHECK(a.variable("n")->value == "1.50");
    CHECK(a.variable("b")->value == "false");
    CHECK(a.variable("s")->value.empty());
    CHECK(a.variable("z") == nullptr);
    CHECK(a.variable("e") == nullptr);

    const auto bare = read_manifest(with_module(R"("env": {"UpstreamProtocol": "AmqpWs"})"));
    CHECK(faults_in(bare) ==
          lines{"1: module \"a\": env \"UpstreamProtocol\" is written without {\"value\": …} around it"});
    CHECK(bare.modules[0].variable("UpstreamProtocol")->value == "AmqpWs"); // one slip, one finding
    CHECK(faults_in(read_manifest(with_module(R"("env": {"X": {"val": {}, "other": 1}})"))).size() >= 1);
    CHECK(faults_in(read_manifest(with_module(R"("env": {"X": {"other": 1}})"))) ==
          lines{"1: module \"a\": env \"X\" has no value"});
    CHECK(faults_in(read_manifest(with_module(R"("env": {"X": {"value": {}}})"))) ==
          lines{"1: module \"a\": env \"X\" is an object, and text, a number or true or false belongs here"});
    CHECK(faults_in(read_manifest(with_module(R"("env": {"X": []})"))).size() == 1);
}

TEST_CASE("manifest: wrong types are said with their line, and the rest is read") {
    struct row {
        std::string text, what;
    };
    const std::vector<row> rows{
        {with_module(R"("settings": "x")"), "module \"a\": settings is text, and an object belongs here"},
        {with_module(R"("settings": {"image": 3})"), "module \"a\": image is a number, and text belongs here"},
        {with_module(R"("env": [])"), "module \"a\": env is a list, and an object belongs here"},
        {with_module(R"("status": true)"), "module \"a\": status is true or false, and text belongs here"},
        {with_agent(R"("modules": [])"), "$edgeAgent: modules is a list, and an object belongs here"},
        {with_agent(R"("modules": {"a": 1})"), "module \"a\" is a number, and an object belongs here"},
        {with_agent(R"("runtime": {"settings": {"registryCredentials": {"c": "x"}}})"),
            "registryCredentials \"c\" is text, and an object belongs here"},
        {R"({"modulesContent": []})", "modulesContent is a list, and an object belongs here"},
        {R"({"modulesContent": {"$edgeAgent": 1}})", "$edgeAgent is a number, and an object belongs here"},
        {R"({"modulesContent": {"$edgeAgent": {"properties.desired": 1}}})",
            "$edgeAgent: properties.desired is a number, and an object belongs here"},
    };
    for (const auto& [text, what] : rows) CHECK(faults_in(read_manifest(text)) == lines{"1: " + what});
    const auto m = read_manifest(with_module(R"("status": 1, "settings": {"image": "a:1"})"));
    CHECK(value(m.modules.at(0).image) == "a:1");
}

TEST_CASE("manifest: no value of a variable and no password stands in a fault") {
    const auto m = read_manifest(R"({"modulesContent": {"$edgeAgent": {"properties.desired": {
      "runtime": {"settings": {"registryCredentials": {"c": {"address": ["S3cret"], "username": 1, "pasword": "S3cret"}}}},
      "modules": {"a": {"env": {"P": "S3cret", "Q": {"value": ["S3cret"]}}, "settings": {"createOptions": "{\"S3cret\""}}}}}}})");
    CHECK(m.faults.size() == 5);
    auto all = m.faults;
    for (const auto& fault : m.modules.at(0).create_options.faults) all.push_back(fault);
    CHECK(all.size() == 6);
    for (const auto& fault : all) {
        CHECK(fault.what.find("S3cret") == std::string::npos);
        CHECK(fault.remedy.find("S3cret") == std::string::npos);
    }
}

TEST_CASE("manifest: what is none") {
    struct row {
        const char* text;
        bool is;
    };
    for (const auto& [text, is] : {row{"{}", false}, {"[]", false}, {"3", false}, {"{\"content\": 3}", false},
             {"{\"modulesContent\": {}}", true}, {"{\"content\": {\"modulesContent\": {}}}", true}}) {
        INFO(text);
        CHECK(rules::is_manifest(rules::json_document(text, "x")) == is);
        CHECK(read_manifest(text).faults.size() == (is ? 0 : 1));
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
        const auto begin = std::chrono::steady_clock::now();
        const auto m = read_manifest(text);
        const auto took = std::chrono::steady_clock::now() - begin;
        CHECK(faults_in(m) == lines{});
        REQUIRE(m.modules.size() == 10'000);
        CHECK(m.modules[9'999].variable("a")->value == "9999");
        CHECK(
            took < std::chrono::seconds(5)); // a hundredth of that, were it not for sanitizers; quadratic takes minutes
    }
}

TEST_CASE("manifest: the registry of an image") {
    struct row {
        const char *image, *parent, *registry; // registry "": it cannot be told
    };
    const std::vector<row> rows{
        {"mcr.microsoft.com/azureiotedge-agent:1.5", "", "mcr.microsoft.com"},
        {"contoso.azurecr.io/team/a@sha256:0123", "", "contoso.azurecr.io"},
        {"Contoso.azurecr.io/a", "", "contoso.azurecr.io"},
        {"localhost/a:1", "", "localhost"},
        {"registry:5000/a:1", "", "registry:5000"},
        {"contoso.azurecr.io:443/a:1", "", "contoso.azurecr.io"},
        {"[fd00::1]:5000/a", "", "[fd00::1]:5000"},
        {"REGISTRY/a", "", "registry"}, // no user of Docker Hub has upper case
        {"ubuntu", "", "docker.io"},
        {"ubuntu:22.04", "", "docker.io"},
        {"team/a:1.0", "", "docker.io"},
        {"docker.io/library/ubuntu", "", "docker.io"},
        {"index.docker.io/team/a", "", "docker.io"},
        {"registry-1.docker.io/team/a", "", "docker.io"},
        {"$upstream:443/azureiotedge-agent:1.5", "parent.local", "parent.local"},
        {"$upstream:8000/a:1", "Parent.local", "parent.local:8000"},
        {"$upstream/a:1", "parent.local", "parent.local"},
        {"$upstream:443/a:1", "", ""},
        {"$upstream:port/a:1", "parent.local", ""},
        {"${REGISTRY}/a:1", "", ""},
        {"${MODULES.a}", "", ""},
        {"${NAME}:1.0", "", ""},
        {"contoso.azurecr.io/a:${TAG}", "", "contoso.azurecr.io"},
        {"a:${TAG}", "", "docker.io"},
        {"https://contoso.azurecr.io/a", "", ""},
        {"/a", "", ""},
        {"", "", ""},
    };
    for (const auto& [image, parent, registry] : rows) {
        INFO(image);
        CHECK(rules::registry_of_image(image, parent).value_or("") == registry);
    }
}
