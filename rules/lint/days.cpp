// SPDX-License-Identifier: MIT
#include "rules/lint/days.hpp"

#include <charconv>
#include <chrono>

namespace rules {
namespace {

// Digits only, all of them.
std::optional<int> date_part(std::string_view text) {
    int value = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failed != std::errc() || end != text.data() + text.size() || text.starts_with('-')) return std::nullopt;
    return value;
}

std::optional<std::chrono::sys_days> date_from(std::string_view text) {
    if (text.size() < 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto year = date_part(text.substr(0, 4)), month = date_part(text.substr(5, 2)),
               day = date_part(text.substr(8, 2));
    if (!year || !month || !day) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
        std::chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok()) return std::nullopt;
    return std::chrono::sys_days(date);
}

} // namespace

std::optional<long> days_between(std::string_view from, std::string_view to) {
    const auto first = date_from(from), last = date_from(to);
    if (!first || !last) return std::nullopt;
    return static_cast<long>((*last - *first).count());
}

std::string day_of(std::string_view moment) { return std::string(moment.substr(0, 10)); }

} // namespace rules
