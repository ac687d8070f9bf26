// SPDX-License-Identifier: MIT
#include "rules/settings.hpp"

#include <stdexcept>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "rules/read_toml.hpp"

using nlohmann::json;
using rules::settings_for;

namespace {

const std::string all_protocols[]{"Amqp", "AmqpWs", "Mqtt", "MqttWs"};
const json& env_of(const json& manifest, const std::string& module) {
    return manifest.at("modulesContent")
        .at("$edgeAgent")
        .at("properties.desired")
        .at("systemModules")
        .at(module)
        .at("env");
}

} // namespace

TEST_CASE("settings: every protocol in three files, each valid on its own") {
    for (const auto& protocol : all_protocols) {
        INFO(protocol);
        const auto all = settings_for(protocol, "");
        REQUIRE(all.size() == 3);

        CHECK(all[0].file == "/etc/aziot/config.toml");
        const auto toml = rules::read_toml(all[0].text, "config.toml");
        CHECK(toml["agent"]["env"]["UpstreamProtocol"].value<std::string>() == protocol);
        CHECK(toml["agent"]["env"].as_table()->size() == 1);

        CHECK(all[1].file == "/etc/iotedge/config.yaml");
        CHECK(all[1].text.ends_with("\nagent:\n  env:\n    UpstreamProtocol: \"" + protocol + "\"\n"));

        CHECK(all[2].file == "deployment manifest");
        const auto manifest = json::parse(all[2].text);
        for (const std::string module : {"edgeAgent", "edgeHub"})
            CHECK(env_of(manifest, module) == json{{"UpstreamProtocol", {{"value", protocol}}}});
    }
}

TEST_CASE("settings: the reason stands in both files that have comments, as comment") {
    const auto all = settings_for("AmqpWs", "");
    const std::string first(rules::why_both_modules());
    CHECK(all[0].text.starts_with(first));
    CHECK(all[1].text.starts_with(first));
    CHECK(rules::why_both_modules().find("edgeHub does not") != std::string::npos);
    for (std::size_t line = 0; line < first.size(); line = first.find('\n', line) + 1) {
        CHECK(first.substr(line, 2) == "# ");
        CHECK(first.find('\n', line) - line < 80); // stands whole on a terminal
    }
}

namespace {

constexpr auto proxy = "http://edge%40corp:***@proxy.contoso.com:3128";

// The text for a file of that name, or nothing.
std::string text_for(const std::string& file, const std::string& address = proxy) {
    for (const auto& one : settings_for("AmqpWs", address))
        if (one.file == file) return one.text;
    return {};
}

} // namespace

TEST_CASE("settings: a proxy in every place that reads one") {
    const auto all = settings_for("AmqpWs", proxy);
    const auto toml = rules::read_toml(all[0].text, "config.toml");
    CHECK(toml["agent"]["env"]["https_proxy"].value<std::string>() == proxy);
    CHECK(toml["agent"]["env"]["UpstreamProtocol"].value<std::string>() == "AmqpWs");
    CHECK(all[1].text.find("\n    https_proxy: \"" + std::string(proxy) + "\"\n") != std::string::npos);
    const auto manifest = json::parse(all[2].text);
    for (const std::string module : {"edgeAgent", "edgeHub"})
        CHECK(env_of(manifest, module).at("https_proxy").at("value") == proxy);
    // systemd takes a single % for the start of a specifier.
    const std::string doubled = "http://edge%%40corp:***@proxy.contoso.com:3128";
    for (const std::string unit : {"aziot-identityd", "aziot-edged", "iotedge"})
        CHECK(text_for("/etc/systemd/system/" + unit + ".service.d/proxy.conf")
                  .ends_with("[Service]\nEnvironment=\"https_proxy=" + doubled + "\"\n"));
    CHECK(text_for("/etc/systemd/system/docker.service.d/proxy.conf")
              .ends_with("[Service]\nEnvironment=\"HTTPS_PROXY=" + doubled + "\"\nEnvironment=\"HTTP_PROXY=" + doubled +
                         "\"\n"));
    const auto daemon = json::parse(text_for("/etc/docker/daemon.json"));
    CHECK(daemon.at("proxies") == json{{"http-proxy", proxy}, {"https-proxy", proxy}});
    CHECK(text_for("/etc/apt/apt.conf.d/80proxy").find("Acquire::https::Proxy \"" + std::string(proxy) + "\";\n") !=
          std::string::npos);
}

TEST_CASE("settings: what is to be put in place of *** stands where a comment can") {
    for (const auto& one : settings_for("AmqpWs", proxy)) {
        INFO(one.file);
        const bool json_only = one.file == "deployment manifest" || one.file == "/etc/docker/daemon.json";
        CHECK((one.text.find("in place of ***") == std::string::npos) == json_only);
    }
    for (const auto& one : settings_for("AmqpWs", "http://proxy:3128")) {
        INFO(one.file);
        CHECK(one.text.find("***") == std::string::npos);
    }
    for (const auto& one : settings_for("AmqpWs", proxy))
        for (std::size_t line = 0; line < one.text.size(); line = one.text.find('\n', line) + 1)
            if (one.text[line] == '#') CHECK(one.text.find('\n', line) - line < 100);
}

TEST_CASE("settings: what cannot be set is refused") {
    struct row {
        std::string protocol, proxy;
    };
    const std::vector<row> rows{{"", ""}, {"amqp", ""}, {"AMQPWS", ""}, {"AmqpWs\n", ""},
        {"AmqpWs", "ftp://proxy:21"}, {"AmqpWs", "http://a\"b"}, {"AmqpWs", "http://a\nb"}, {"AmqpWs", "http://a\\b"},
        {"AmqpWs", "http://\xc3\xbc"}, {"AmqpWs", "http://"}};
    for (const auto& [protocol, address] : rows) {
        INFO(protocol << " " << address);
        CHECK_THROWS_AS(settings_for(protocol, address), std::invalid_argument);
    }
}
