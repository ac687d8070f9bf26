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

/// Sorts intervals by their first address, in time linear in their number: digit by digit from the lowest (LSD radix
/// sort), leaving out digits that are the same everywhere. Few, or sorted already, cost no more than looking at them.
template <typename number>
void sort_by_first(std::vector<interval<number>>& all) {
    constexpr auto before = [](const auto& a, const auto& b) { return a.first < b.first; };
    constexpr std::size_t few = 2048;
    constexpr int digit = 11, passes = (8 * sizeof(number) + digit - 1) / digit;
    constexpr unsigned values = 1u << digit;
    if (std::is_sorted(all.begin(), all.end(), before)) return;
    if (all.size() < few) return std::sort(all.begin(), all.end(), before);

    const auto digit_of = [](number n, int pass) { return static_cast<unsigned>(n >> pass * digit) & (values - 1); };
    std::vector<std::array<std::size_t, values>> counts(passes);
    for (const auto& i : all)
        for (int pass = 0; pass < passes; ++pass) ++counts[static_cast<std::size_t>(pass)][digit_of(i.first, pass)];
    std::vector<interval<number>> sorted(all.size());
    for (int pass = 0; pass < passes; ++pass) {
        auto& place = counts[static_cast<std::size_t>(pass)];
        if (place[digit_of(all.front().first, pass)] == all.size()) continue;
        std::size_t sum = 0;
        for (auto& p : place) sum += std::exchange(p, sum);
        for (const auto& i : all) sorted[place[digit_of(i.first, pass)]++] = i;
        all.swap(sorted);
    }
}

} // namespace rules
