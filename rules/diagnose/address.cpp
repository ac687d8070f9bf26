// SPDX-License-Identifier: MIT
#include "rules/diagnose/address.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>

#include "rules/ip/address.hpp"

namespace rules::diagnosis {
namespace {

using ipv4 = std::array<int, 4>;

std::optional<ipv4> parse_ipv4(std::string_view text) noexcept {
    if (text.starts_with("::ffff:")) text.remove_prefix(7);
    ipv4 bytes{};
    const char* at = text.data();
    const char* const end = at + text.size();
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (i != 0 && (at == end || *at++ != '.')) return std::nullopt;
        const auto [next, error] = std::from_chars(at, end, bytes[i]);
        if (error != std::errc{} || next - at > 3 || bytes[i] < 0 || bytes[i] > 255) return std::nullopt;
        at = next;
    }
    return at == end ? std::optional(bytes) : std::nullopt;
}

// First 16 bits of an IPv6 address; 0 where it begins with "::".
int first_group(std::string_view address) noexcept {
    int group = 0;
    std::from_chars(address.data(), address.data() + address.size(), group, 16);
    return group;
}

} // namespace

std::string plain_address(std::string_view text) {
    if (text.starts_with('[')) {
        text = text.substr(1, text.find(']') == std::string_view::npos ? text.size() : text.find(']') - 1);
    } else if (std::count(text.begin(), text.end(), ':') == 1) {
        text = text.substr(0, text.find(':'));
    }
    return std::string(text.substr(0, text.find('%')));
}

bool is_address(std::string_view host) noexcept {
    return host.find(':') != host.npos || host.find_first_not_of("0123456789.") == host.npos;
}

bool is_ipv6(std::string_view address) noexcept { return address.find(':') != std::string_view::npos; }

bool is_loopback(std::string_view address) noexcept {
    if (const auto v4 = parse_ipv4(address)) return (*v4)[0] == 127;
    return address == "::1";
}

bool is_private(std::string_view address) noexcept {
    if (const auto v4 = parse_ipv4(address)) {
        const auto [a, b, c, d] = *v4;
        return a == 10 || (a == 172 && b >= 16 && b < 32) || (a == 192 && b == 168) || (a == 169 && b == 254);
    }
    const int group = first_group(address);
    return (group & 0xfe00) == 0xfc00 || (group & 0xffc0) == 0xfe80;
}

bool is_shared(std::string_view address) noexcept {
    const auto v4 = parse_ipv4(address);
    return v4 && (*v4)[0] == 100 && (*v4)[1] >= 64 && (*v4)[1] < 128;
}

bool same_network(std::string_view one, std::string_view other, int length) {
    const auto left = read_address(one), right = read_address(other);
    if (!left || !right || left->family != right->family) return false;
    const int beyond = bits_of(left->family) - length;
    if (beyond < 0 || length < 0) return false;
    return length == 0 || left->value >> beyond == right->value >> beyond;
}

bool is_policy_address(std::string_view address) noexcept {
    if (const auto v4 = parse_ipv4(address))
        return (*v4)[0] == 0 || (*v4)[0] == 127 || (*v4)[0] >= 240 || address == "10.10.34.35" ||
               address == "208.91.112.55" || same_network(address, "146.112.61.104", 29);
    return address == "::" || address == "::1" || address.starts_with("100::");
}

} // namespace rules::diagnosis
