// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "rules/ip/set.hpp"

namespace rules {

/// Sorts intervals by their first address: digit by digit from a low one up (LSD radix sort), leaving out digits that
/// are the same everywhere. Of an IPv6 address the four highest of the others tell nearly all apart; what they leave
/// equal is sorted by comparison. Few, or sorted already, cost no more than looking at them.
template <typename number>
void sort_by_first(std::vector<interval<number>>& all) {
    constexpr auto before = [](const auto& a, const auto& b) { return a.first < b.first; };
    constexpr std::size_t few = 2048, enough = 4;
    constexpr unsigned digit = 11, values = 1u << digit, digits = (8 * sizeof(number) + digit - 1) / digit;
    if (std::is_sorted(all.begin(), all.end(), before)) return;
    if (all.size() < few) return std::sort(all.begin(), all.end(), before);

    const auto digit_of = [](number n, unsigned which) {
        return static_cast<unsigned>(n >> which * digit) & (values - 1);
    };
    std::vector<std::array<std::size_t, values>> counts(digits);
    for (const auto& i : all)
        for (unsigned which = 0; which < digits; ++which) ++counts[which][digit_of(i.first, which)];
    std::vector<unsigned> telling;
    for (unsigned which = 0; which < digits; ++which)
        if (counts[which][digit_of(all.front().first, which)] != all.size()) telling.push_back(which);
    const auto from = telling.size() > enough ? telling.size() - enough : 0;

    std::vector<interval<number>> sorted(all.size());
    for (auto at = from; at < telling.size(); ++at) {
        auto& place = counts[telling[at]];
        std::size_t sum = 0;
        for (auto& p : place) sum += std::exchange(p, sum);
        for (const auto& i : all) sorted[place[digit_of(i.first, telling[at])]++] = i;
        all.swap(sorted);
    }
    if (from == 0) return;
    const auto high = [&](const auto& i) { return i.first >> telling[from] * digit; };
    for (auto run = all.begin(); run != all.end();) {
        const auto end = std::find_if(run, all.end(), [&](const auto& i) { return high(i) != high(*run); });
        std::sort(run, end, before);
        run = end;
    }
}

} // namespace rules
