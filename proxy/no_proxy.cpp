// SPDX-License-Identifier: MIT
#include "proxy/no_proxy.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>

#include <arpa/inet.h>
#include <netinet/in.h>

#include "netprobe/ascii.hpp"

namespace proxy {
namespace {

using netprobe::same_but_for_case;

// 16 bytes; an IPv4 address in the last four of them, behind ten of 0 and two of 0xff (RFC 4291 §2.5.5.2).
using number = std::array<std::uint8_t, 16>;
constexpr unsigned v4_prefix = 96;

std::optional<number> number_of(std::string_view text) {
    number out{};
    if (text.size() >= INET6_ADDRSTRLEN || text.find('\0') != text.npos) return std::nullopt;
    const std::string address(text);
    if (inet_pton(AF_INET6, address.c_str(), out.data()) == 1) return out;
    out.fill(0);
    out[10] = out[11] = 0xff;
    if (inet_pton(AF_INET, address.c_str(), out.data() + 12) == 1) return out;
    return std::nullopt;
}

bool is_v4(const number& address) noexcept {
    return std::all_of(address.begin(), address.begin() + 10, [](auto byte) { return byte == 0; }) &&
           address[10] == 0xff && address[11] == 0xff;
}

bool same_start(const number& a, const number& b, unsigned bits) noexcept {
    for (std::size_t i = 0; i < a.size() && bits > 0; ++i) {
        const unsigned here = std::min(bits, 8u);
        const auto mask = static_cast<std::uint8_t>(0xff00u >> here);
        if ((a[i] & mask) != (b[i] & mask)) return false;
        bits -= here;
    }
    return true;
}

std::string_view trimmed(std::string_view text) noexcept {
    constexpr std::string_view blanks = " \t\n\v\f\r";
    text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
    return text.substr(0, text.find_last_not_of(blanks) + 1);
}

std::string_view take_until(std::string_view& list, std::string_view separators) noexcept {
    const auto entry = list.substr(0, list.find_first_of(separators));
    list.remove_prefix(std::min(entry.size() + 1, list.size()));
    return entry;
}

bool ends_in(std::string_view host, std::string_view end) noexcept {
    return host.size() >= end.size() && same_but_for_case(host.substr(host.size() - end.size()), end);
}

// ---- Go

// ADDRESS/BITS. Nothing where it is no network.
std::optional<bool> in_go_network(std::string_view entry, const std::optional<number>& host) {
    const auto slash = entry.find('/');
    if (slash == entry.npos) return std::nullopt;
    const auto net = number_of(entry.substr(0, slash));
    const auto digits = entry.substr(slash + 1);
    unsigned bits = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
    if (!net || error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    const bool written_v4 = entry.substr(0, slash).find(':') == entry.npos;
    if (bits > (written_v4 ? 32 : 128)) return std::nullopt;
    if (written_v4) bits += v4_prefix;
    if (!host || is_v4(*host) != is_v4(*net)) return false;
    return same_start(*host, *net, is_v4(*net) ? std::max(bits, v4_prefix) : bits);
}

struct host_and_port_text {
    std::string_view host, port;
};

// "HOST:PORT", "[ADDRESS]:PORT"; anything else is all host.
host_and_port_text split_port(std::string_view entry) {
    const auto colon = entry.rfind(':');
    if (colon == entry.npos) return {entry, {}};
    auto host = entry.substr(0, colon);
    const auto port = entry.substr(colon + 1);
    const bool bracketed = host.size() > 1 && host.starts_with('[') && host.ends_with(']');
    if (bracketed) host = host.substr(1, host.size() - 2);
    if (host.find_first_of(bracketed ? "[]" : ":[]") != host.npos || port.find_first_of("[]") != port.npos)
        return {entry, {}};
    return {host, port};
}

bool go_matches(
    std::string_view entry, std::string_view host, const std::optional<number>& address, std::string_view port) {
    if (entry.empty()) return false;
    if (entry == "*") return true;
    if (const auto network = in_go_network(entry, address)) return *network;
    auto [name, only] = split_port(entry);
    if (name.empty()) return false;
    const bool port_fits = only.empty() || only == port;
    if (const auto listed = number_of(name)) return address && *listed == *address && port_fits;
    if (address || !port_fits) return false;
    if (name.starts_with("*.")) name.remove_prefix(1);
    if (name.starts_with('.')) return ends_in(host, name);
    return same_but_for_case(host, name) || (ends_in(host, name) && host[host.size() - name.size() - 1] == '.');
}

bool go(std::string_view list, std::string_view host, std::uint16_t port) {
    const auto address = number_of(host);
    if (host == "localhost") return true;
    if (address && (is_v4(*address) ? (*address)[12] == 127 : same_start(*address, *number_of("::1"), 128)))
        return true;
    const auto port_text = std::to_string(port);
    while (!list.empty())
        if (go_matches(trimmed(take_until(list, ",")), host, address, port_text)) return true;
    return false;
}

// ---- curl

bool in_curl_network(std::string_view entry, std::string_view host) {
    const auto slash = entry.find('/');
    if (slash == entry.npos) return same_but_for_case(entry, host);
    const auto digits = entry.substr(slash + 1);
    int bits = 0; // what atoi(3) makes of it: "08" is 8, "x" is 0, and 0 is no network but this address
    std::from_chars(digits.data(), digits.data() + digits.size(), bits);
    const auto net = number_of(entry.substr(0, slash)), address = number_of(host);
    if (!net || !is_v4(*net) || bits < 0 || bits > 32) return false;
    return same_start(*net, *address, v4_prefix + (bits == 0 ? 32 : static_cast<unsigned>(bits)));
}

bool curl_matches(std::string_view entry, std::string_view host) {
    if (entry.ends_with('.')) entry.remove_suffix(1);
    if (entry.starts_with('.')) entry.remove_prefix(1);
    if (entry.empty()) return false;
    return same_but_for_case(entry, host) ||
           (host.size() > entry.size() && ends_in(host, entry) && host[host.size() - entry.size() - 1] == '.');
}

bool curl(std::string_view list, std::string_view host) {
    if (list == "*") return true;
    const auto address = number_of(host);
    if (!address && host.ends_with('.')) host.remove_suffix(1);
    while (!list.empty()) {
        const auto entry = take_until(list, ", \t");
        if (entry.empty()) continue;
        const bool v6 = host.find(':') != host.npos;
        if (address ? (v6 ? same_but_for_case(entry, host) : in_curl_network(entry, host)) : curl_matches(entry, host))
            return true;
    }
    return false;
}

// ---- apt

bool apt(std::string_view list, std::string_view host) {
    while (!list.empty()) {
        const auto entry = take_until(list, ",");
        if (!entry.empty() && ends_in(host, entry)) return true;
    }
    return false;
}

} // namespace

bool goes_without_proxy(no_proxy_reader who, std::string_view list, std::string_view host, std::uint16_t port) {
    if (host.empty()) return false;
    switch (who) {
    case no_proxy_reader::go: return go(list, host, port);
    case no_proxy_reader::curl: return curl(list, host);
    case no_proxy_reader::apt: return apt(list, host);
    case no_proxy_reader::nobody: break;
    }
    return false;
}

} // namespace proxy
