// SPDX-License-Identifier: MIT
#include "tools/fetch.hpp"

#include <algorithm>
#include <array>
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
constexpr int most_moves = 5;

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
        return {{}, "answered " + std::to_string(got.seen.http->status) + " " + got.seen.http->reason, true};
    if (!got.whole) return {{}, got.body.size() >= largest ? "has more than 1 MB" : "came in part only", true};
    return {std::move(got.body), {}, true};
}

// Where an answer sends us (RFC 9110 §15.4), as a URL (RFC 3986 §5.2, without dot segments); empty for an answer that
// is one.
std::string moved_to(const netprobe::http_answer& answer, const place& from) {
    constexpr std::array moving{301, 302, 303, 307, 308};
    if (std::ranges::find(moving, answer.status) == moving.end()) return {};
    const std::string to(answer.header("location"));
    const std::string scheme = from.secure ? "https:" : "http:";
    if (to.empty() || to.find("://") != to.npos) return to;
    if (to.starts_with("//")) return scheme + to;
    const auto host = from.host.find(':') == from.host.npos ? from.host : '[' + from.host + ']';
    const auto path = from.resource.substr(0, from.resource.find('?'));
    return scheme + "//" + host + ':' + std::to_string(from.port) +
           (to.starts_with('/') ? to : path.substr(0, path.rfind('/') + 1) + to);
}

struct step {
    fetched got;
    std::string next; ///< empty, or the URL to go on to
};

step taken(http::exchange got, const place& from) {
    if (got.seen.http)
        if (auto next = moved_to(*got.seen.http, from); !next.empty()) return {{}, std::move(next)};
    return {read(std::move(got)), {}};
}

step failed(std::string why) { return {{{}, std::move(why)}, {}}; }

asio::awaitable<step> go(const netprobe::wire& on, std::string url) {
    const auto to = parse(url);
    if (!to) co_return failed("is no http:// or https:// URL");
    http::request what;
    what.host = to->host;
    what.resource = to->resource;
    what.body_limit = largest;
    netprobe::path_observation beside;
    beside.to.host = to->host;
    beside.to.port = to->port;
    if (to->secure) {
        auto over = co_await netprobe::open_tls(on, beside.to, to->host, to->port, "http/1.1");
        if (!over.top) co_return failed("TLS with " + to->host + " fails");
        auto got = co_await http::ask(on, *over.top, std::move(what));
        co_return taken(std::move(got), *to);
    }
    const auto way = co_await netprobe::direct_route().open(on, beside);
    if (!way->over()) {
        co_await way->end(beside);
        co_return failed(to->host + ": " + std::string(netprobe::to_string(beside.failed)));
    }
    co_await way->give_up_others();
    auto got = co_await http::ask(on, *way->over(), std::move(what));
    co_return taken(std::move(got), *to);
}

} // namespace

asio::awaitable<fetched> fetch(const netprobe::wire& on, std::string url) {
    const auto first = url;
    for (int left = most_moves; left >= 0; --left) {
        auto one = co_await go(on, url);
        if (one.next.empty() && url != first && !one.got.error.empty())
            one.got.error = "leads to " + netprobe::printable(url, 200) + ", which " + one.got.error;
        if (one.next.empty()) co_return std::move(one.got);
        if (url.starts_with("https://") && !one.next.starts_with("https://"))
            co_return fetched{{}, "leads from https:// to " + netprobe::printable(one.next, 200), true};
        url = std::move(one.next);
    }
    co_return fetched{{}, "leads from place to place, more than " + std::to_string(most_moves) + " times", true};
}

} // namespace tools
