// SPDX-License-Identifier: MIT
// The walk from /v2/ to the host that serves the layers, over a registry in this process.
#include <functional>
#include <mutex>

#include <catch2/catch.hpp>

#include "netprobe/probe.hpp"
#include "tests/fakes/scripts.hpp"
#include "tests/run.hpp"

using namespace netprobe;
using fakes::http_reply;
using fakes::peer;

namespace {

const std::string digest = "sha256:" + std::string(64, 'a');
const std::string other_digest = "sha256:" + std::string(64, 'b');
const std::string index_json = R"({"manifests":[{"digest":")" + digest + R"("}]})";
const std::string manifest_json = R"({"config":{"digest":")" + other_digest + R"("}})";
constexpr auto layers = "Location: https://Layers.test:443/x?sig=SECRET\r\n";

// A registry: each request's answer by host and path; remembers what it was asked.
struct registry_server {
    using answers =
        std::function<std::string(const std::string& host, const std::string& path, const std::string& request)>;
    explicit registry_server(answers what)
        : answer(std::move(what)), server(fakes::honest(), [this](peer& p) { serve(p); }) {}

    void serve(peer& p) {
        if (!p.handshake()) return;
        for (auto request = p.read_until("\r\n\r\n"); !request.empty(); request = p.read_until("\r\n\r\n")) {
            const auto path = request.substr(4, request.find(' ', 4) - 4);
            const auto host = fakes::header_of(request, "Host");
            {
                const std::lock_guard lock(guard);
                asked.push_back(host + path);
                if (!fakes::header_of(request, "Authorization").empty()) authorized.push_back(host);
            }
            const auto reply = answer(host, path, request);
            if (!p.send(reply) || reply.find("Connection: close") != std::string::npos) return;
        }
    }

    path_observation walk(const std::string& resource = "team/module:1.0", milliseconds limit = milliseconds(1000)) {
        fakes::loopback net(server.port(), limit);
        auto to = fakes::to_hub("registry");
        to.resource = resource;
        return run(net.io, probe(net.on, to));
    }

    answers answer;
    std::mutex guard;
    std::vector<std::string> asked, authorized;
    fakes::tls_server server;
};

std::string challenge(const std::string& realm) {
    return http_reply(
        "401 Unauthorized", "WWW-Authenticate: Bearer realm=\"" + realm + "\",service=\"hub.test\"\r\n", "{}");
}

// The usual registry, whose tokens come from `realm`.
registry_server::answers usual(const std::string& realm) {
    return [=](const std::string& host, const std::string& path, const std::string& request) {
        if (path.starts_with("/token")) return http_reply("200 OK", "", R"({"access_token":"T0KEN"})");
        if (path == "/v2/") return challenge(realm);
        if (request.find("Authorization: Bearer T0KEN\r\n") == std::string::npos || host != "hub.test")
            return challenge(realm);
        if (path == "/v2/team/module/manifests/1.0") return http_reply("200 OK", "", index_json);
        if (path == "/v2/team/module/manifests/" + digest) return http_reply("200 OK", "", manifest_json);
        if (path == "/v2/team/module/blobs/" + other_digest) return http_reply("307 Temporary Redirect", layers, "");
        return http_reply("404 Not Found", "", "");
    };
}

// Nothing of a walk may hold a token or a signature.
void check_no_secret(const path_observation& seen) {
    for (const auto& one : seen.hellos) {
        CHECK(one.asked.find("T0KEN") == std::string::npos);
        REQUIRE(one.http);
        CHECK(one.http->body.empty());
        for (const auto& [name, value] : one.http->headers) CHECK(value.find("SECRET") == std::string::npos);
    }
}

} // namespace

TEST_CASE("registry: challenge, token, index, manifest, blob, layer host") {
    registry_server registry(usual("https://hub.test/token"));
    const auto seen = registry.walk();
    CHECK(seen.works());
    CHECK(seen.next_host == "layers.test");
    const std::vector<std::string> expected{"hub.test/v2/",
        "hub.test/token?service=hub.test&scope=repository:team/module:pull", "hub.test/v2/team/module/manifests/1.0",
        "hub.test/v2/team/module/manifests/" + digest, "hub.test/v2/team/module/blobs/" + other_digest};
    CHECK(registry.asked == expected);
    CHECK(registry.server.connections() == 1);
    CHECK(seen.hellos.size() == 5);
    CHECK(seen.hellos.back().said == "HTTP 307 Temporary Redirect");
    check_no_secret(seen);
}

TEST_CASE("registry: tokens from another host, which alone sees no token of ours") {
    registry_server registry(usual("https://auth.test/token"));
    const auto seen = registry.walk();
    CHECK(seen.works());
    CHECK(seen.next_host == "layers.test");
    CHECK(registry.asked[1].starts_with("auth.test/token?"));
    CHECK(registry.server.connections() == 2);
    CHECK(std::set<std::string>(registry.authorized.begin(), registry.authorized.end()) ==
          std::set<std::string>{"hub.test"});
}

TEST_CASE("registry: closes behind every answer") {
    const auto answers = usual("https://hub.test/token");
    registry_server registry([&](const std::string& host, const std::string& path, const std::string& request) {
        auto text = answers(host, path, request);
        return text.insert(text.find("\r\n") + 2, "Connection: close\r\n");
    });
    const auto seen = registry.walk();
    CHECK(to_string(seen.failed) == "none");
    CHECK(seen.next_host == "layers.test");
    CHECK(registry.server.connections() == 5);
}

TEST_CASE("registry: a chunked answer whose end comes late is not the next answer's beginning") {
    const auto answers = usual("https://hub.test/token");
    fakes::tls_server server(fakes::honest(), [&](peer& p) {
        if (!p.handshake()) return;
        for (auto request = p.read_until("\r\n\r\n"); !request.empty(); request = p.read_until("\r\n\r\n")) {
            const auto whole = answers("hub.test", request.substr(4, request.find(' ', 4) - 4), request);
            const auto length = whole.find("Content-Length: ");
            const auto body = whole.substr(whole.find("\r\n\r\n") + 4);
            p.send(whole.substr(0, length) + "Transfer-Encoding: chunked\r\n\r\n");
            char size[16];
            std::snprintf(size, sizeof size, "%zx\r\n", body.size());
            if (!body.empty()) p.send(size + body + "\r\n");
            p.send("0\r\n");
            p.send("\r\n");
        }
    });
    fakes::loopback net(server.port(), milliseconds(1000));
    auto to = fakes::to_hub("registry");
    to.resource = "team/module:1.0";
    const auto seen = run(net.io, probe(net.on, to));
    CHECK(to_string(seen.failed) == "none");
    CHECK(seen.next_host == "layers.test");
}

TEST_CASE("registry: an open one that serves its layers itself") {
    registry_server registry([](const std::string&, const std::string& path, const std::string&) {
        if (path.find("/manifests/") != std::string::npos) return http_reply("200 OK", "", manifest_json);
        return http_reply("200 OK", "", "{}");
    });
    const auto seen = registry.walk("team/module");
    CHECK(seen.works());
    CHECK(seen.next_host == "hub.test");
    CHECK(registry.asked[1] == "hub.test/v2/team/module/manifests/latest");
    CHECK(registry.authorized.empty());
}

TEST_CASE("registry: walks that end early, the registry reached all the same") {
    struct row {
        const char* what;
        registry_server::answers answers;
        std::size_t most_requests;
    };
    const auto open = [](const std::string& manifest) {
        return [=](const std::string&, const std::string& path, const std::string&) {
            return http_reply("200 OK", "", path == "/v2/" ? "{}" : manifest);
        };
    };
    const row rows[] = {
        {"an index of itself", open(index_json), 3},
        {"a manifest of a megabyte", open(R"({"x":")" + std::string(1024 * 1024, 'x') + "\"}"), 2},
        {"a manifest that is none", open("<html>"), 2},
        {"wants credentials",
            [](auto&, auto&, auto&) {
                return http_reply("401 Unauthorized", "WWW-Authenticate: Basic realm=\"x\"\r\n", "");
            },
            1},
        {"no token",
            [](auto&, const std::string& path, auto&) {
                return path == "/v2/" ? challenge("https://hub.test/token") : http_reply("200 OK", "", "{}");
            },
            2},
        {"a token that writes headers",
            [](auto&, const std::string& path, auto&) {
                return path == "/v2/" ? challenge("https://hub.test/token")
                                      : http_reply("200 OK", "", R"({"token":"a\r\nX: y"})");
            },
            2},
        {"tokens over plain HTTP", [](auto&, auto&, auto&) { return challenge("http://hub.test/token"); }, 1},
        {"a service name with a space",
            [](auto&, auto&, auto&) {
                return http_reply("401 Unauthorized",
                    "WWW-Authenticate: Bearer realm=\"https://hub.test/t\",service=\"a b\"\r\n", "");
            },
            1},
        {"a redirect to nowhere",
            [](auto&, const std::string& path, auto&) {
                return path.find("/blobs/") != std::string::npos ? http_reply("307 x", "Location: /relative\r\n", "")
                                                                 : http_reply("200 OK", "", manifest_json);
            },
            3},
        {"too many requests", [](auto&, auto&, auto&) { return http_reply("429 Too Many Requests", "", ""); }, 1},
    };
    for (const auto& [what, answers, most] : rows) {
        INFO(what);
        registry_server registry(answers);
        const auto seen = registry.walk();
        CHECK(to_string(seen.failed) == "none");
        CHECK(seen.next_host.empty());
        CHECK(registry.asked.size() == most);
        check_no_secret(seen);
        CHECK(seen.elapsed_ms < 900);
    }
}

TEST_CASE("registry: a walk cut off by the network is a failed path, and says where") {
    const auto answers = usual("https://hub.test/token");
    registry_server registry([&](const std::string& host, const std::string& path, const std::string& request) {
        return path.starts_with("/token") ? std::string("HTTP/1.1 ") : answers(host, path, request); // and then silence
    });
    const auto seen = registry.walk("team/module:1.0", milliseconds(300));
    CHECK(to_string(seen.failed) == "timed_out");
    REQUIRE(seen.hellos.size() == 2);
    CHECK(seen.hellos[1].asked.starts_with("GET /token?"));
}

TEST_CASE("registry: an image's name cannot write a request") {
    registry_server registry(usual("https://hub.test/token"));
    registry.walk("team/mod\r\nX: y:1.0");
    for (const auto& one : registry.asked) CHECK(one.find('\r') == std::string::npos);
    CHECK(registry.asked.size() >= 1);
}
