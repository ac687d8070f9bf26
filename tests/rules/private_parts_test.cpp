// SPDX-License-Identifier: MIT
#include "rules/settings/private_parts.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

namespace {

struct shown_row {
    std::string text;
    std::string after; // what is shown of it; every S3cret must be gone
};

std::vector<std::string> places(const rules::private_parts& parts) {
    std::vector<std::string> all;
    for (const auto& part : parts.secret) all.push_back(part.pointer);
    return all;
}

} // namespace

TEST_CASE("private parts: what is secret has *** in its place, the rest is as it was") {
    for (const auto& [text, after] : {
             // Variables: whatever IoT Edge does not read itself, in every spelling of env.
             shown_row{R"({"env": {"CAM": {"value": "S3cret"}}})", R"({"env": {"CAM": {"value": "***"}}})"},
             shown_row{R"({"evn": {"CAM": "S3cret"}})", R"({"evn": {"CAM": "***"}})"},
             shown_row{R"({"a.env.CAM": {"Value": "S3cret"}})", R"({"a.env.CAM": {"Value": "***"}})"},
             shown_row{R"({"env": {"CAM": {"vaule": "S3cret"}}})", R"({"env": {"CAM": {"vaule": "***"}}})"},
             shown_row{
                 R"({"env": {"CAM": {"value": ["S3cret", 1]}}})", R"({"env": {"CAM": {"value": ["***", "***"]}}})"},
             shown_row{R"({"env": {"CAM": {"value": "", "note": "S3cret"}}})",
                 R"({"env": {"CAM": {"value": "", "note": "***"}}})"},
             shown_row{R"({"env": {"UpstreamProtocol": {"value": "AmqpWs"}, "rate": {"value": 3}, "on": "true"}})", ""},
             shown_row{R"({"env": {"PASS": {"value": 4711}}})", R"({"env": {"PASS": {"value": "***"}}})"},
             shown_row{R"({"env": {"https_proxy": {"value": "http://u:S3cret@p:1"}}})",
                 R"({"env": {"https_proxy": {"value": "***"}}})"},
             shown_row{R"({"env": {"https_proxy": {"value": "http://u:***@p:1"}}})", ""}, // said, and as it was
             // What is called or looks like a secret.
             shown_row{R"({"password": "S3cret", "apiKey": {"a": ["S3cret"]}, "pin": 1})",
                 R"({"password": "***", "apiKey": {"a": ["***"]}, "pin": 1})"},
             shown_row{R"({"passcode": 4711, "key": true, "secret": null, "token": ""})",
                 R"({"passcode": "***", "key": true, "secret": null, "token": ""})"},
             shown_row{R"({"x": "HostName=h;SharedAccessKey=S3cret"})", R"({"x": "***"})"},
             // Names that somebody chose are none.
             shown_row{
                 R"({"modules": {"key-reader": {"image": "k:1"}}, "routes": {"token": "FROM /* INTO $upstream"}})", ""},
             shown_row{R"({"properties.desired.modules.key-reader": {"image": "k:1"}})", ""},
             shown_row{R"({"registryCredentials": {"pass": {"address": "a", "password": "S3cret"}}})",
                 R"({"registryCredentials": {"pass": {"address": "a", "password": "***"}}})"},
             shown_row{R"({"modules": {"password": "S3cret"}})", R"({"modules": {"password": "***"}})"},
             // createOptions: as text, in parts, as an object, and where they are none.
             shown_row{
                 R"({"createOptions": "{\"Env\":[\"A=S3cret\",\"B=true\"],\"HostConfig\":{\"Binds\":[\"/a:/b\"]}}"})",
                 R"({"createOptions": "{\"Env\":[\"A=***\",\"B=true\"],\"HostConfig\":{\"Binds\":[\"/a:/b\"]}}"})"},
             shown_row{R"({"createOptions": "{\"E", "createOptions01": "nv\":[\"A=S3cret\"]}"})",
                 R"({"createOptions": "***", "createOptions01": "***"})"},
             shown_row{
                 R"({"createOptions": {"Env": ["A=S3cret"], "PortBindings": {"5432/tcp": [{"HostPort": "5432"}]}}})",
                 R"({"createOptions": {"Env": ["A=***"], "PortBindings": {"5432/tcp": [{"HostPort": "5432"}]}}})"},
             shown_row{R"({"createOptions": {"Cmd": ["-p", "S3cret"], "Entrypoint": "run S3cret"}})",
                 R"({"createOptions": {"Cmd": ["***", "***"], "Entrypoint": "***"}})"},
             shown_row{R"({"createOptions": {"Healthcheck": {"Test": ["ask", "--password", "S3cret"]}}})",
                 R"({"createOptions": {"Healthcheck": {"Test": ["***", "***", "***"]}}})"},
             shown_row{R"({"createOptions": "{\"Env\": [\"A=S3cret\""})", R"({"createOptions": "***"})"},
             shown_row{R"({"createOptions": "{}"})", ""},
         }) {
        INFO(text);
        const auto parts = rules::private_parts_of(text);
        const auto shown = rules::with_stars(text, parts);
        CHECK(shown == (after.empty() ? text : after));
        CHECK(shown.find("S3cret") == std::string::npos);
        // What is a secret is no context of a patch either.
        for (const auto& part : parts.secret)
            CHECK(std::ranges::any_of(parts.no_context,
                [&](const auto& span) { return span.from <= part.bytes.from && span.to >= part.bytes.to; }));
        // Hidden once, it has nothing left to hide.
        CHECK(rules::with_stars(shown, rules::private_parts_of(shown)) == shown);
    }
}

TEST_CASE("private parts: places are JSON pointers, in the order of the text") {
    const auto parts = rules::private_parts_of(
        R"({"a/b": {"env": {"A~B": {"value": "S3cret"}}}, "list": [{"password": "S3cret"}],
            "settings": {"createOptions": "{\"Env\":[\"A=S3cret\",\"B=S3cret\"]}"}, "key": "S3cret"})");
    CHECK(places(parts) ==
          std::vector<std::string>{"/a~1b/env/A~0B/value", "/list/0/password", "/settings/createOptions", "/key"});
}

TEST_CASE("private parts: of what is no JSON no line is context") {
    for (const std::string text : {"[agent.env]\nPASS = \"S3cret\"\n", "{\"a\": ", ""}) {
        const auto parts = rules::private_parts_of(text);
        CHECK(parts.secret.empty());
        REQUIRE(parts.no_context.size() == 1);
        CHECK(parts.no_context[0].from == 0);
        CHECK(parts.no_context[0].to == text.size());
    }
}
