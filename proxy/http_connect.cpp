// SPDX-License-Identifier: MIT
#include "proxy/http_connect.hpp"

#include <utility>

#include "netprobe/protocol/http_exchange.hpp"
#include "proxy/challenges.hpp"
#include "proxy/secrets.hpp"

namespace proxy {

namespace http = netprobe::http;

namespace {

// A page of refusal is read to its end, up to this, so that the next request can follow it.
constexpr std::size_t longest_page = 64 * 1024;

asio::awaitable<tunnel_request> ask_for_tunnel(const netprobe::wire& on, netprobe::stream& over, const secrets& kept,
    http::request ask, std::string authorization) {
    tunnel_request result;
    auto& seen = result.seen;
    if (!authorization.empty()) {
        ask.headers.push_back("Proxy-Authorization: " + authorization);
        seen.credentials = authorization.substr(0, authorization.find(' '));
    }
    auto got = co_await http::ask(on, over, std::move(ask));

    static_cast<netprobe::outcome&>(seen) = static_cast<const netprobe::outcome&>(got.seen);
    seen.asked = std::move(got.seen.asked);
    seen.first_bytes = std::move(got.seen.first_bytes);
    seen.kernel = std::move(got.seen.kernel);
    if (!got.seen.http) co_return result;
    seen.http = std::move(got.seen.http);
    result.challenges = challenges_in(got.head);
    for (const auto& challenge : result.challenges)
        for (auto& scheme : offered_schemes(challenge)) {
            kept.hide_in(scheme);
            seen.offered.push_back(std::move(scheme));
        }
    kept.hide_in(*seen.http);
    const bool page = !got.body.empty();
    if (seen.http->status / 100 != 2 || page) {
        seen.failed = netprobe::failure::denied;
        seen.code = "HTTP " + std::to_string(seen.http->status);
        if (seen.http->status / 100 == 2) seen.detail = "a page instead of a tunnel";
        co_return result;
    }
    seen.early_bytes = got.spare.size();
    result.spare = std::move(got.spare);
    co_return result;
}

} // namespace

std::string authority(const std::string& host, std::uint16_t port) {
    const bool literal = host.find(':') != host.npos;
    return (literal ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

asio::awaitable<tunnel_request> http_connect(const netprobe::wire& on, netprobe::stream& over, const address& by,
    bool may_log_in, std::string host, std::uint16_t port) {
    http::request ask;
    ask.method = "CONNECT";
    ask.host = ask.resource = authority(host, port);
    const secrets kept(by);
    std::string authorization;
    if (by.login && may_log_in) authorization = "Basic " + basic_value(*by.login);
    co_return co_await ask_for_tunnel(on, over, kept, std::move(ask), std::move(authorization));
}

asio::awaitable<tunnel_request> http_connect(const netprobe::wire& on, netprobe::stream& over, const secrets& kept,
    std::string authorization, std::string whom) {
    http::request ask;
    ask.method = "CONNECT";
    ask.host = ask.resource = std::move(whom);
    ask.headers.push_back("Proxy-Connection: Keep-Alive"); // for those that know no other word for it
    ask.body_limit = longest_page;
    co_return co_await ask_for_tunnel(on, over, kept, std::move(ask), std::move(authorization));
}

} // namespace proxy
