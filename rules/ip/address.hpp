// SPDX-License-Identifier: MIT
//
// Addresses, prefixes and ranges of both families as numbers, and their text forms. Strict: what could be read in two
// ways (octal "010.0.0.1", short "10.1", host bits set) is refused, as another reader would take it for other addresses
// (facts/rules.md §0.9).
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rules {

__extension__ typedef unsigned __int128 uint128;

enum class ip_family : std::uint8_t { v4, v6 };

/// One address. Of IPv4 only the lower 32 bits are used. IPv4 sorts before IPv6.
struct ip_address {
    ip_family family = ip_family::v4;
    uint128 value = 0;

    auto operator<=>(const ip_address&) const = default;
};

/// 32 or 128.
constexpr int bits_of(ip_family f) noexcept { return f == ip_family::v4 ? 32 : 128; }

/// A CIDR block; the host bits of `first` are zero.
struct ip_prefix {
    ip_address first;
    int length = 0;

    auto operator<=>(const ip_prefix&) const = default;
};

/// From first to last, both inside, of one family.
struct ip_range {
    ip_address first, last;

    auto operator<=>(const ip_range&) const = default;
};

/// The last address of a prefix.
ip_address last_of(const ip_prefix& p) noexcept;
inline ip_range range_of(const ip_prefix& p) noexcept { return {p.first, last_of(p)}; }

/// Strict dotted quad, or RFC 4291 §2.2 text without brackets and zone. Nothing: it is neither.
std::optional<ip_address> read_address(std::string_view text) noexcept;

/// Address or prefix; `fault` says in a few words what is wrong where nothing is returned ("host bits are set: the
/// block is 10.0.0.0/8").
std::optional<ip_prefix> read_prefix(std::string_view text, std::string& fault);

/// "203.0.113.64", RFC 5952 for IPv6.
std::string text_of(const ip_address& a);

/// "203.0.113.64/27"; a single address has its length, too ("10.9.0.53/32"), so that every reader takes it for one.
std::string text_of(const ip_prefix& p);

/// The fewest prefixes that are exactly this range, in order.
std::vector<ip_prefix> prefixes_of(const ip_range& r);

} // namespace rules
