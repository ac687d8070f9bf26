// SPDX-License-Identifier: MIT
//
// Addresses out of a text, without allocation: every function reads from `at` on, not past `end`, and returns where it
// stopped, or null where the text does not begin as it should. What may follow is the caller's to check: "1.2.3.04"
// stops before the 4.
#pragma once

#include <cstdint>

#include "rules/ip/address.hpp"

namespace rules {

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

/// 0 to 15; of any other character -1.
constexpr int hex_digit(char c) noexcept {
    if (is_digit(c)) return c - '0';
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/// The host bits of a prefix of this length; `number` is std::uint32_t or uint128.
template <typename number>
constexpr number host_bits(int length) noexcept {
    constexpr int bits = 8 * sizeof(number);
    return length == 0      ? ~number{0}
           : length >= bits ? number{0}
                            : static_cast<number>((number{1} << (bits - length)) - 1);
}

/// Strict dotted quad: four decimal numbers up to 255 without leading zeros.
inline const char* scan_address(const char* at, const char* end, std::uint32_t& value) noexcept {
    std::uint32_t all = 0;
    for (int part = 0; part < 4; ++part) {
        if (part > 0 && (at == end || *at++ != '.')) return nullptr;
        if (at == end || !is_digit(*at)) return nullptr;
        auto one = static_cast<std::uint32_t>(*at++ - '0');
        const int more = one == 0 ? 0 : 2; // after a leading zero nothing may follow
        for (int i = 0; i < more && at != end && is_digit(*at); ++i)
            one = one * 10 + static_cast<std::uint32_t>(*at++ - '0');
        if (one > 255) return nullptr;
        all = all << 8 | one;
    }
    value = all;
    return at;
}

/// RFC 4291 §2.2: eight groups, one run of zeros as "::", the last 32 bits perhaps as a dotted quad. No zone.
inline const char* scan_address(const char* at, const char* end, uint128& value) noexcept {
    const auto gap_at = [&](const char* p) { return end - p >= 2 && p[0] == ':' && p[1] == ':'; };
    uint128 all = 0;
    int groups = 0, gap = -1; // how many groups stand before the "::"
    if (gap_at(at)) gap = 0, at += 2;
    while (groups < 8 && at != end && hex_digit(*at) >= 0) {
        const char* const begin = at;
        unsigned one = 0;
        for (; at != end && at - begin < 4 && hex_digit(*at) >= 0; ++at)
            one = one << 4 | static_cast<unsigned>(hex_digit(*at));
        if (at != end && *at == '.') {
            std::uint32_t quad = 0;
            at = scan_address(begin, end, quad);
            if (at == nullptr || groups > 6) return nullptr;
            all = all << 32 | quad;
            groups += 2;
            break;
        }
        all = all << 16 | one;
        ++groups;
        if (at == end || *at != ':') break;
        if (!gap_at(at)) {
            if (++at == end || hex_digit(*at) < 0) return nullptr;
            continue;
        }
        if (gap >= 0) return nullptr;
        gap = groups;
        at += 2;
    }
    if (gap < 0 ? groups != 8 : groups > 7) return nullptr;
    if (gap > 0) { // what stands before the "::" goes to the front
        const auto behind = 16 * (groups - gap);
        const uint128 low = all & ((uint128{1} << behind) - 1);
        all = all >> behind << 16 * (8 - gap) | low;
    }
    value = all;
    return at;
}

/// What follows the slash: a decimal number up to `most`, without leading zeros.
inline const char* scan_length(const char* at, const char* end, int most, int& length) noexcept {
    if (at == end || !is_digit(*at)) return nullptr;
    int value = *at++ - '0';
    const int more = value == 0 ? 0 : 2;
    for (int i = 0; i < more && at != end && is_digit(*at); ++i) value = value * 10 + (*at++ - '0');
    if (value > most) return nullptr;
    length = value;
    return at;
}

} // namespace rules
