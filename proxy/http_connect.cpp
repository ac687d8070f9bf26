// SPDX-License-Identifier: MIT
#include "proxy/http_connect.hpp"

#include <utility>

#include "netprobe/protocol/http_exchange.hpp"
#include "proxy/challenges.hpp"
#include "proxy/secrets.hpp"

namespace proxy {

namespace http = netprobe::http;

std::string authority(const std::string& host, std::uint16_t port) {
    const bool literal = host.find(':') != host.npos;
    return (literal ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

asio::awaitable<tunnel_request> http_connect(const netprobe::wire& on, netprobe::stream& over, const address& by,
    bool may_log_in, std::string host, std::uint16_t port) {
    tunnel_request result;
    auto& seen = result.seen;
    http::request ask;
    ask.method = "CONNECT";
    ask.host = ask.resource = authority(host, port);
    if (by.login && may_log_in) {
        ask.headers.push_back("Proxy-Authorization: Basic " + basic_value(*by.login));
        seen.credentials = "Basic";
    }
    auto got = co_await http::ask(on, over, std::move(ask));

    static_cast<netprobe::outcome&>(seen) = static_cast<const netprobe::outcome&>(got.seen);
    seen.asked = std::move(got.seen.asked);
    seen.first_bytes = std::move(got.seen.first_bytes);
    seen.kernel = std::move(got.seen.kernel);
    if (!got.seen.http) co_return result;
    seen.http = std::move(got.seen.http);
    for (const auto& [name, value] : seen.http->headers)
        if (name == "proxy-authenticate")
            for (auto& scheme : offered_schemes(value)) seen.offered.push_back(std::move(scheme));
    const secrets kept(by);
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

} // namespace proxy
