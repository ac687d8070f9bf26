// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>

#include "rules/ip/address.hpp"

namespace rules {

/// How many binary digits a number has; 0 of zero.
constexpr int binary_digits(std::uint32_t n) noexcept { return static_cast<int>(std::bit_width(n)); }
constexpr int binary_digits(uint128 n) noexcept {
    const auto high = static_cast<std::uint64_t>(n >> 64);
    return static_cast<int>(high != 0 ? 64 + std::bit_width(high) : std::bit_width(static_cast<std::uint64_t>(n)));
}

/// Calls each(first, length) for the fewest prefixes that are exactly the addresses from first to last, in order.
template <typename number, typename function>
void for_each_block(number first, number last, function&& each) {
    constexpr int bits = 8 * sizeof(number);
    while (true) {
        const auto more =
            static_cast<number>(last - first); // addresses behind the first: their count itself could wrap
        const auto lowest = static_cast<number>(first & (~first + 1));
        const int aligned = first == 0 ? bits : binary_digits(lowest) - 1;
        const int fits =
            more == static_cast<number>(~number{0}) ? bits : binary_digits(static_cast<number>(more + 1)) - 1;
        const int free = std::min(aligned, fits);
        each(first, bits - free);
        const auto used = free == bits ? static_cast<number>(~number{0}) : static_cast<number>((number{1} << free) - 1);
        if (used == more) return;
        first = static_cast<number>(first + used + 1);
    }
}

} // namespace rules
