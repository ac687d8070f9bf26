// SPDX-License-Identifier: MIT
//
// Keys and values of a manifest as people write them.
#include "rules/site/manifest.hpp"

#include "tests/rules/manifest_samples.hpp"

using rules::manifest;
using namespace manifests;

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

TEST_CASE("manifest: a twin's name with a slip is taken for what it was meant as") {
    for (const auto* name : {"$edgeAgnet", "$EdgeAgent", "edgeAgent", "$edge_Agent"}) {
        INFO(name);
        const auto m = read_manifest(fmt::format(
            R"({{"modulesContent": {{"{}": {{"properties.desired": {{"modules": {{"a": {{}}}}}}}}}}}})", name));
        REQUIRE(m.faults.size() == 1);
        CHECK(m.faults[0].what.find("did you mean $edgeAgent?") != std::string::npos);
        CHECK(m.module("a") != nullptr);
    }
    CHECK(
        read_manifest(R"({"modulesContent": {"edgeAgents": {"properties.desired": {}}}})").faults.empty()); // a module
}
