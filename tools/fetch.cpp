// SPDX-License-Identifier: MIT
#include "tools/fetch.hpp"

#include <optional>
#include <utility>

#include "netprobe/ascii.hpp"
#include "netprobe/open_tls.hpp"
#include "netprobe/printable.hpp"
#include "netprobe/protocol/http_exchange.hpp"
#include "netprobe/route.hpp"

namespace tools {
namespace {

namespace http = netprobe::http;

constexpr std::size_t largest = 1 << 20;

struct place {
    bool secure = false;
    std::string host;
    std::uint16_t port = 80;
    std::string resource;
};

// "http://wpad.corp.example:8080/wpad.dat"; nothing for what is no such URL.
std::optional<place> parse(std::string_view url) {
    place to;
    to.secure = url.starts_with("https://");
    if (!to.secure && !url.starts_with("http://")) return std::nullopt;
    url.remove_prefix(to.secure ? 8 : 7);
    const auto slash = std::min(url.find('/'), url.size());
    auto authority = url.substr(0, slash);
    to.resource = slash == url.size() ? "/" : std::string(url.substr(slash, url.find('#') - slash));
    to.port = to.secure ? 443 : 80;
    const auto colon = authority.rfind(':');
    if (colon != authority.npos && authority.find(']', colon) == authority.npos) {
        const auto port = netprobe::port_from(authority.substr(colon + 1));
        if (!port) return std::nullopt;
        to.port = *port;
        authority = authority.substr(0, colon);
    }
    if (authority.starts_with('[') && authority.ends_with(']')) authority = authority.substr(1, authority.size() - 2);
    const bool plain = authority.find_first_of("@ \r\n\t\"") == authority.npos;
    if (authority.empty() || !plain) return std::nullopt;
    to.host = netprobe::lower(authority);
    return to;
}

fetched read(http::exchange got) {
    if (!got.seen.http) return {{}, "no answer: " + std::string(netprobe::to_string(got.seen.failed))};
    if (got.seen.http->status != 200)
        return {{}, "answered " + std::to_string(got.seen.http->status) + " " + got.seen.http->reason};
    if (!got.whole) return {{}, got.body.size() >= largest ? "has more than 1 MB" : "came in part only"};
    return {std::move(got.body), {}};
}

} // namespace

asio::awaitable<fetched> fetch(const netprobe::wire& on, std::string url) {
    const auto to = parse(url);
    if (!to) co_return fetched{{}, "is no http:// or https:// URL"};
    http::request what;
    what.host = to->host;
    what.resource = to->resource;
    what.body_limit = largest;
    netprobe::path_observation beside;
    beside.to.host = to->host;
    beside.to.port = to->port;
    if (to->secure) {
        auto over = co_await netprobe::open_tls(on, beside.to, to->host, to->port, "http/1.1");
        if (!over.top) co_return fetched{{}, "TLS with " + to->host + " fails"};
        auto got = co_await http::ask(on, *over.top, std::move(what));
        co_return read(std::move(got));
    }
    const auto way = co_await netprobe::direct_route().open(on, beside);
    if (!way->over()) {
        co_await way->end(beside);
        co_return fetched{{}, to->host + ": " + std::string(netprobe::to_string(beside.failed))};
    }
    co_await way->give_up_others();
    auto got = co_await http::ask(on, *way->over(), std::move(what));
    co_return read(std::move(got));
}

} // namespace tools
