// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace rules {

/// Days from one date to another, "2026-11-27" or longer (RFC 3339; the time of day does not count). Nothing where
/// either is no date.
std::optional<long> days_between(std::string_view from, std::string_view to);

/// The date alone: "2026-11-27".
std::string day_of(std::string_view moment);

} // namespace rules
