// SPDX-License-Identifier: MIT
//
// Sets of addresses of both families.
#pragma once

#include <cstdint>
#include <vector>

#include "rules/ip/address.hpp"

namespace rules {

/// First and last of consecutive addresses of one family, as numbers.
template <typename number>
struct interval {
    number first{}, last{};

    auto operator<=>(const interval&) const = default;
};

/// A set in its one form: intervals sorted, neither overlapping nor adjacent. So equal sets compare equal, and text
/// made from one is the same for the same addresses.
struct ip_set {
    std::vector<interval<std::uint32_t>> v4;
    std::vector<interval<uint128>> v6;

    bool empty() const noexcept { return v4.empty() && v6.empty(); }
    bool operator==(const ip_set&) const = default;
};

/// Any order, overlapping or not.
ip_set set_of(const std::vector<ip_prefix>& prefixes);
ip_set set_of(const std::vector<ip_range>& ranges);
ip_set set_of(std::vector<interval<std::uint32_t>> v4, std::vector<interval<uint128>> v6);

ip_set unite(const ip_set& a, const ip_set& b);
/// What is in `a` and not in `b`.
ip_set subtract(const ip_set& a, const ip_set& b);
ip_set intersect(const ip_set& a, const ip_set& b);

bool contains(const ip_set& all, const ip_address& one) noexcept;

/// IPv4 before IPv6, ascending.
std::vector<ip_range> ranges_of(const ip_set& all);
/// The fewest prefixes that are exactly this set, IPv4 before IPv6, ascending.
std::vector<ip_prefix> prefixes_of(const ip_set& all);
std::vector<ip_prefix> prefixes_of(const ip_set& all, ip_family family);

/// How many addresses; of IPv6 as many as a double can tell.
double addresses_in(const ip_set& all, ip_family family) noexcept;

} // namespace rules
