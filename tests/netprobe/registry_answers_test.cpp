// SPDX-License-Identifier: MIT
#include "netprobe/protocol/registry_answers.hpp"

#include <catch2/catch.hpp>

using namespace netprobe;
using namespace netprobe::registry;

namespace {

const std::string hash(64, 'a');
const std::string digest = "sha256:" + hash;

hello_observation answered(int status, std::vector<std::pair<std::string, std::string>> headers) {
    hello_observation seen;
    seen.http.emplace();
    seen.http->status = status;
    seen.http->headers = std::move(headers);
    return seen;
}

} // namespace

TEST_CASE("registry: image names") {
    struct row {
        std::string text, repository, reference;
    };
    const row rows[] = {
        {"azureiotedge-agent:1.5", "azureiotedge-agent", "1.5"},
        {"team/module", "team/module", "latest"},
        {"team/module@" + digest, "team/module", digest},
        {"team/module:1.0@" + digest, "team/module", digest},
        {"with:5000/colon", "with:5000/colon", "latest"},
        {"", "", "latest"},
    };
    for (const auto& [text, repository, reference] : rows) {
        INFO(text);
        const auto found = image_of(text);
        CHECK(found.repository == repository);
        CHECK(found.reference == reference);
    }
}

TEST_CASE("registry: challenges") {
    const auto found = parse_challenge(R"(Bearer realm="https://r.azurecr.io/oauth2/token",service="r.azurecr.io")");
    REQUIRE(found);
    CHECK(found->realm == "https://r.azurecr.io/oauth2/token");
    CHECK(found->service == "r.azurecr.io");
    CHECK(parse_challenge(R"(bEARER service="s", realm="https://a/t")")->realm == "https://a/t");
    CHECK(parse_challenge(R"(Bearer realm="https://a/t")")->service.empty());
    for (const char* none : {"", "Bearer", "Bearer ", R"(Basic realm="x")", "Bearer realm=https://a/t",
             R"(Bearer realm="https://a)", R"(Bearer realm="")", R"(Bearer service="x")",
             R"(BearerX realm="https://a")", R"(Bearer xrealm="https://a")"}) {
        INFO(none);
        CHECK_FALSE(parse_challenge(none));
    }
}

TEST_CASE("registry: URLs that a peer may send us to") {
    struct row {
        std::string url, host;
        std::uint16_t port;
        std::string resource;
    };
    const row good[] = {
        {"https://westeurope.data.mcr.microsoft.com/a/b?sig=%2Fx&y", "westeurope.data.mcr.microsoft.com", 443,
            "/a/b?sig=%2Fx&y"},
        {"https://Host.Example", "host.example", 443, "/"},
        {"https://h:8443/x#fragment", "h", 8443, "/x"},
        {"https://h?q=1", "h", 443, "/?q=1"},
        {"https://h#f", "h", 443, "/"},
        {"https://h?q#f", "h", 443, "/?q"},
        {"https://127.0.0.1/", "127.0.0.1", 443, "/"},
    };
    for (const auto& [url, host, port, resource] : good) {
        INFO(url);
        const auto found = parse_https_url(url);
        REQUIRE(found);
        CHECK(found->host == host);
        CHECK(found->port == port);
        CHECK(found->resource == resource);
    }
    for (const std::string bad : {"", "http://h/", "https:/h", "https://", "https:///x", "https://user@h/",
             "https://u:p@h/", "https://h:/", "https://h:70000/", "https://h:-1/", "https://h:0/", "https://h:4x/",
             "https://h/a b", "https://h/a\tb", "https://h/\r\nX: y", "https://h\r\nX: y/", "https://h/\x7f",
             "https://h/\xc3\xa4", "https://[::1]/", "https://h_x/", "https://h\\x/"}) {
        INFO(bad);
        CHECK_FALSE(parse_https_url(bad));
    }
    CHECK_FALSE(parse_https_url(std::string("https://h/\0x", 12)));
    CHECK_FALSE(parse_https_url("https://h/" + std::string(3000, 'x')));
    CHECK_FALSE(parse_https_url("https://" + std::string(254, 'x') + "/"));
}

TEST_CASE("registry: manifests and indexes") {
    auto next = parse_manifest(R"({"schemaVersion":2,"config":{"digest":")" + digest + R"("},"layers":[]})");
    REQUIRE(next);
    CHECK(next->digest == digest);
    CHECK_FALSE(next->is_manifest);
    next = parse_manifest(R"({"manifests":[{"platform":{}},7,{"digest":")" + digest + R"("}]})");
    REQUIRE(next);
    CHECK(next->is_manifest);
    for (const std::string& none :
        std::vector<std::string>{"", "{", "[]", "7", "null", "{}", R"({"config":7})", R"({"config":{}})",
            R"({"config":{"digest":"sha256:short"}})", R"({"config":{"digest":"sha512:)" + hash + "\"}}",
            R"({"config":{"digest":"sha256:)" + std::string(63, 'a') + "/\"}}",
            R"({"config":{"digest":"sha256:)" + std::string(64, 'A') + "\"}}", R"({"manifests":{}})",
            R"({"manifests":[]})", R"({"manifests":[[[[{"digest":"x"}]]]]})", std::string(200000, '['), "<html>",
            "\xff\xfe"}) {
        INFO(none.substr(0, 100));
        CHECK_FALSE(parse_manifest(none));
    }
}

TEST_CASE("registry: tokens") {
    CHECK(parse_token(R"({"access_token":"abc.def","token":"old"})") == "abc.def");
    CHECK(parse_token(R"({"token":"old"})") == "old");
    for (const char* none : {"", "{}", "[]", R"({"token":7})", R"({"token":""})", R"({"token":"a\r\nX-Injected: b"})",
             R"({"token":"a b"})", R"({"token":"a\u0000b"})", R"({"token":"ä"})"}) {
        INFO(none);
        CHECK(parse_token(none).empty());
    }
    CHECK(parse_token(R"({"token":")" + std::string(16 * 1024, 'x') + "\"}").size() == 16 * 1024);
    CHECK(parse_token(R"({"token":")" + std::string(16 * 1024 + 1, 'x') + "\"}").empty());
}

TEST_CASE("registry: what an answer to /v2/ proves") {
    struct row {
        int status;
        std::vector<std::pair<std::string, std::string>> headers;
        failure failed;
    };
    const row rows[] = {
        {200, {{"docker-distribution-api-version", "registry/2.0"}}, failure::none},
        {200, {}, failure::none},
        {200, {{"content-type", "text/html; charset=utf-8"}}, failure::protocol_mismatch}, // a captive portal
        {401, {{"www-authenticate", "Bearer x"}}, failure::none},
        {401, {}, failure::protocol_mismatch},
        {403, {}, failure::denied},
        {429, {}, failure::none},
        {302, {{"location", "https://portal/"}}, failure::protocol_mismatch},
        {404, {}, failure::protocol_mismatch},
        {503, {}, failure::protocol_mismatch},
    };
    for (const auto& [status, headers, failed] : rows) {
        INFO(status);
        auto seen = answered(status, headers);
        judge(seen);
        CHECK(seen.failed == failed);
        CHECK(seen.code == (failed == failure::none ? "" : "HTTP " + std::to_string(status)));
    }
    hello_observation unanswered;
    unanswered.failed = failure::timed_out;
    judge(unanswered);
    CHECK(unanswered.failed == failure::timed_out);
}
