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
        const auto all = settings_for(protocol, "direct", "");
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
    const auto all = settings_for("AmqpWs", "direct", "");
    const std::string first(rules::why_both_modules());
    CHECK(all[0].text.starts_with(first));
    CHECK(all[1].text.starts_with(first));
    CHECK(rules::why_both_modules().find("edgeHub does not") != std::string::npos);
    for (std::size_t line = 0; line < first.size(); line = first.find('\n', line) + 1) {
        CHECK(first.substr(line, 2) == "# ");
        CHECK(first.find('\n', line) - line < 80); // stands whole on a terminal
    }
}

TEST_CASE("settings: through a proxy https_proxy is set beside it") {
    const auto all = settings_for("MqttWs", "proxy", "http://proxy.contoso.com:3128/");
    const auto toml = rules::read_toml(all[0].text, "config.toml");
    CHECK(toml["agent"]["env"]["https_proxy"].value<std::string>() == "http://proxy.contoso.com:3128");
    CHECK(all[1].text.find("\n    https_proxy: \"http://proxy.contoso.com:3128\"\n") != std::string::npos);
    const auto manifest = json::parse(all[2].text);
    for (const std::string module : {"edgeAgent", "edgeHub"})
        CHECK(env_of(manifest, module).at("https_proxy").at("value") == "http://proxy.contoso.com:3128");
    // The way out is direct: a proxy that exists is not put in.
    for (const auto& setting : settings_for("Amqp", "direct", "http://proxy:3128"))
        CHECK(setting.text.find("proxy") == std::string::npos);
}

TEST_CASE("settings: the proxy's password is in none of them") {
    for (const std::string url : {"http://user:s3cret@proxy:3128", "http://user:s3cret:s3cret@proxy:3128",
             "HTTP://user:s3cret@x@proxy:3128", "https://user:s3cret@proxy:3128/?s3cret"}) {
        const auto all = settings_for("AmqpWs", "proxy", url);
        for (const auto& setting : all) {
            INFO(setting.text);
            CHECK(setting.text.find("s3cret") == std::string::npos);
            CHECK(setting.text.find("://user:***@proxy:3128\"") != std::string::npos);
        }
        CHECK(all[0].text.find("# Put the password") != std::string::npos);
        CHECK_NOTHROW(rules::read_toml(all[0].text, "config.toml"));
    }
    CHECK(settings_for("AmqpWs", "proxy", "http://user@proxy:1")[0].text.find("http://user@proxy:1") !=
          std::string::npos);
}

TEST_CASE("settings: what cannot be set is refused") {
    struct row {
        std::string protocol, via, proxy;
    };
    const std::vector<row> rows{{"", "direct", ""}, {"amqp", "direct", ""}, {"AMQPWS", "direct", ""},
        {"AmqpWs\n", "direct", ""}, {"AmqpWs", "", ""}, {"AmqpWs", "tunnel", ""}, {"AmqpWs", "proxy", ""},
        {"AmqpWs", "proxy", "proxy:3128"}, {"AmqpWs", "proxy", "socks5://proxy:1080"},
        {"AmqpWs", "proxy", "http://a\"b"}, {"AmqpWs", "proxy", "http://a\nb"}, {"AmqpWs", "proxy", "http://a\\b"},
        {"AmqpWs", "proxy", "http://\xc3\xbc"}, {"Amqp", "proxy", "http://proxy:1"},
        {"Mqtt", "proxy", "http://proxy:1"}};
    for (const auto& [protocol, via, proxy] : rows) {
        INFO(protocol << " " << via << " " << proxy);
        CHECK_THROWS_AS(settings_for(protocol, via, proxy), std::invalid_argument);
    }
    CHECK_THROWS_WITH(settings_for("AmqpWs", "proxy", "ftp://user:s3cret@x"), !Catch::Contains("s3cret"));
}
