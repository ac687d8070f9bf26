// SPDX-License-Identifier: MIT
// The registry protocol (OCI distribution specification): the version check, and the walk from a manifest to
// the host that really serves its layers, which firewalls forget (facts/azure.md §2.5).
#include <memory>

#include "netprobe/open_tls.hpp"
#include "netprobe/protocol/http_exchange.hpp"
#include "netprobe/protocol/protocol.hpp"
#include "netprobe/protocol/registry_answers.hpp"

namespace netprobe {
namespace {

constexpr std::size_t manifest_limit = 256 * 1024; // an index of all platforms is below 20 kB
constexpr auto accept_manifests = "Accept: application/vnd.oci.image.index.v1+json, "
                                  "application/vnd.docker.distribution.manifest.list.v2+json, "
                                  "application/vnd.oci.image.manifest.v1+json, "
                                  "application/vnd.docker.distribution.manifest.v2+json";

// One walk: a registry, what to pull from it, and what it said so far.
struct walk {
    const wire& on;
    stream* over; ///< the path's own connection, or `again`
    path_observation& seen;
    registry::image wanted;
    std::string authorization; ///< header line, or empty
    tls_connection again;      ///< where an answer has ended the connection before

    // A registry may close behind any answer; that is no fault of the network's. False: there is no more walking.
    asio::awaitable<bool> connected() {
        if (over && over->socket().is_open()) co_return true;
        again = co_await open_tls(on, seen.to, seen.to.host, seen.to.port, "http/1.1");
        over = again.top.get();
        co_return over != nullptr;
    }

    asio::awaitable<http::exchange> get(std::string resource, bool manifest) {
        http::request what;
        what.host = seen.to.host;
        what.resource = std::move(resource);
        what.body_limit = manifest_limit;
        if (manifest) what.headers.push_back(accept_manifests);
        if (!authorization.empty()) what.headers.push_back(authorization);
        auto got = co_await http::ask(on, *over, std::move(what));
        got.seen.protocol = "registry";
        co_return got;
    }

    // Keeps an answer for the report, without what must not or need not be in one: the signature in a
    // redirect's query is a key to the layer, and a manifest is long.
    void note(hello_observation answer) {
        if (answer.http) {
            answer.http->body.clear();
            for (auto& [name, value] : answer.http->headers)
                if (const auto query = value.find('?'); name == "location" && query != std::string::npos)
                    value.replace(query, std::string::npos, "?…");
        }
        seen.hellos.push_back(std::move(answer));
    }
};

// Fetches an anonymous token, from wherever the challenge says; false where there is none to be had.
asio::awaitable<bool> authorize(walk& w, const registry::challenge& from) {
    const auto where = registry::parse_https_url(from.realm);
    if (!where) co_return false;
    http::request what;
    what.host = where->host;
    what.body_limit = 64 * 1024;
    what.resource = where->resource + (where->resource.find('?') == std::string::npos ? "?" : "&") +
                    (from.service.empty() ? "" : "service=" + from.service + "&") +
                    "scope=repository:" + w.wanted.repository + ":pull";
    if (!registry::parse_https_url("https://x" + what.resource)) co_return false; // service held what no URL may
    http::exchange got;
    if (where->host == w.seen.to.host && where->port == w.seen.to.port) {
        const bool open = co_await w.connected();
        if (!open) co_return false;
        got = co_await http::ask(w.on, *w.over, std::move(what));
        got.seen.protocol = "registry";
        w.note(got.seen);
    } else {
        auto elsewhere = co_await open_tls(w.on, w.seen.to, where->host, where->port, "http/1.1");
        if (!elsewhere.top) co_return false; // its own path in the plan says why
        got = co_await http::ask(w.on, *elsewhere.top, std::move(what));
    }
    const auto token = registry::parse_token(got.body);
    if (token.empty()) co_return false;
    w.authorization = "Authorization: Bearer " + token;
    co_return true;
}

// Index → manifest → config blob, whose redirect names the layer host.
asio::awaitable<void> find_layer_host(walk& w) {
    const std::string base = "/v2/" + w.wanted.repository;
    std::string reference = w.wanted.reference;
    std::optional<registry::next_digest> next;
    for (int depth = 0; depth < 2 && (!next || next->is_manifest); ++depth) {
        const bool open = co_await w.connected();
        if (!open) co_return;
        auto got = co_await w.get(base + "/manifests/" + reference, true);
        next = got.seen.http && got.seen.http->status == 200 ? registry::parse_manifest(got.body) : std::nullopt;
        w.note(std::move(got.seen));
        if (!next) co_return;
        reference = next->digest;
    }
    if (next->is_manifest) co_return; // an index of indexes
    const bool open = co_await w.connected();
    if (!open) co_return;
    auto got = co_await w.get(base + "/blobs/" + reference, false);
    const int status = got.seen.http ? got.seen.http->status : 0;
    const auto location = got.seen.http ? registry::parse_https_url(got.seen.http->header("location")) : std::nullopt;
    if (status / 100 == 3 && location) w.seen.next_host = location->host;
    if (status == 200) w.seen.next_host = w.seen.to.host; // it serves its layers itself
    w.note(std::move(got.seen));
}

} // namespace

asio::awaitable<void> speak_registry(const wire& on, stream& over, path_observation& seen) {
    walk w{on, &over, seen, registry::image_of(seen.to.resource), {}, {}};
    auto first = co_await w.get("/v2/", false);
    registry::judge(first.seen);
    const bool reached = first.seen.ok();
    const int status = first.seen.http ? first.seen.http->status : 0;
    const auto challenge =
        status == 401 ? registry::parse_challenge(first.seen.http->header("www-authenticate")) : std::nullopt;
    w.note(std::move(first.seen));
    if (!reached || w.wanted.repository.empty()) co_return;
    if (status == 401) {
        if (!challenge) co_return; // wants credentials, and we have none
        const bool may = co_await authorize(w, *challenge);
        if (!may) co_return;
    } else if (status != 200) {
        co_return;
    }
    co_await find_layer_host(w);
}

} // namespace netprobe
