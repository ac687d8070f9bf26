// SPDX-License-Identifier: MIT
//
// Addresses into a buffer, without allocation. Every function returns where it stopped.
#pragma once

#include <bit>
#include <cstdint>

#include "rules/ip/address.hpp"

namespace rules {

/// No text of an address with its length is longer: eight groups, seven colons, "/128".
inline constexpr int longest_prefix_text = 8 * 4 + 7 + 4;

/// A decimal number up to 999.
inline char* print_number(char* at, unsigned value) noexcept {
    if (value >= 100) *at++ = static_cast<char>('0' + value / 100);
    if (value >= 10) *at++ = static_cast<char>('0' + value / 10 % 10);
    *at++ = static_cast<char>('0' + value % 10);
    return at;
}

inline char* print_address(char* at, std::uint32_t value) noexcept {
    for (int shift = 24; shift >= 0; shift -= 8) {
        at = print_number(at, value >> shift & 255);
        if (shift > 0) *at++ = '.';
    }
    return at;
}

/// RFC 5952 §4: lower case, no leading zeros, "::" for the longest run of two zero groups or more, the first of equals.
inline char* print_address(char* at, uint128 value) noexcept {
    const auto group = [&](int i) { return static_cast<unsigned>(value >> 16 * (7 - i) & 0xffff); };
    int gap = 8, gap_length = 1;
    for (int i = 0, run = 0; i < 8; ++i) {
        run = group(i) == 0 ? run + 1 : 0;
        if (run > gap_length) gap = i + 1 - run, gap_length = run;
    }
    for (int i = 0; i < 8; ++i) {
        if (i == gap) {
            *at++ = ':';
            i += gap_length - 1;
            if (i == 7) *at++ = ':';
            continue;
        }
        if (i > 0) *at++ = ':';
        const unsigned one = group(i);
        for (int shift = one == 0 ? 0 : (std::bit_width(one) - 1) / 4 * 4; shift >= 0; shift -= 4)
            *at++ = "0123456789abcdef"[one >> shift & 15];
    }
    return at;
}

inline char* print_length(char* at, int length) noexcept {
    *at++ = '/';
    return print_number(at, static_cast<unsigned>(length));
}

} // namespace rules
