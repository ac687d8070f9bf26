// SPDX-License-Identifier: MIT
#include "rules/proxy_shown.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "netprobe/ascii.hpp"

namespace rules {
namespace {

constexpr std::array<std::pair<std::string_view, int>, 4> schemes{
    {{"http", 80}, {"https", 443}, {"socks5", 1080}, {"socks5h", 1080}}};

bool fit_for_a_file(char c) noexcept { return c > ' ' && c <= '~' && c != '"' && c != '\\' && c != '\''; }

// "[fd00::1]:3128", "proxy:3128", "proxy" → host and what follows it.
std::pair<std::string_view, std::string_view> cut_host(std::string_view text) {
    if (text.starts_with('[')) {
        const auto close = text.find(']');
        return close == text.npos ? std::pair(std::string_view(), text)
                                  : std::pair(text.substr(1, close - 1), text.substr(close + 1));
    }
    const auto end = std::min(text.find(':'), text.size());
    return {text.substr(0, end), text.substr(end)};
}

} // namespace

std::string shown_proxy::place() const {
    return host.find(':') == std::string::npos ? fmt::format("{}:{}", host, port) : fmt::format("[{}]:{}", host, port);
}

std::optional<shown_proxy> read_shown_proxy(std::string_view text) {
    if (!std::ranges::all_of(text, fit_for_a_file)) return std::nullopt;
    shown_proxy p{"http", {}, {}, 0};
    if (const auto at = text.find("://"); at != text.npos) {
        p.scheme = netprobe::lower(text.substr(0, at));
        text.remove_prefix(at + 3);
    }
    const auto row = std::ranges::find(schemes, p.scheme, &std::pair<std::string_view, int>::first);
    if (row == schemes.end()) return std::nullopt;
    text = text.substr(0, text.find('/'));
    if (const auto at = text.rfind('@'); at != text.npos) {
        p.login = text.substr(0, at);
        text.remove_prefix(at + 1);
    }
    const auto [host, rest] = cut_host(text);
    p.host = host;
    if (p.host.empty() || (!rest.empty() && rest.front() != ':')) return std::nullopt;
    p.port = rest.empty() ? row->second : netprobe::port_from(rest.substr(1)).value_or(0);
    if (p.port == 0) return std::nullopt;
    return p;
}

} // namespace rules
