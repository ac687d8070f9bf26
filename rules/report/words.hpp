// SPDX-License-Identifier: MIT
//
// The words that stand for enumerators in a report. Each goes both ways through one table.
#pragma once

#include <optional>
#include <string_view>

#include "rules/report.hpp"

namespace rules {

/// "system", "resolver", "literal", "pinned".
std::string_view to_string(netprobe::address_source s) noexcept;

/// What a finding's "proved" or "likely" rests on: its control, or words that there was none. Lives as long as the
/// finding.
std::string_view ground_of(const finding& of) noexcept;

/// The enumerator a report's word stands for; nothing for a word that is not one. Defined for
/// failure, address_source, cloud, need, severity and verdict.
template <class Enum>
std::optional<Enum> from_word(std::string_view word) noexcept;

template <>
std::optional<netprobe::failure> from_word(std::string_view word) noexcept;
template <>
std::optional<netprobe::address_source> from_word(std::string_view word) noexcept;
template <>
std::optional<cloud> from_word(std::string_view word) noexcept;
template <>
std::optional<need> from_word(std::string_view word) noexcept;
template <>
std::optional<severity> from_word(std::string_view word) noexcept;
template <>
std::optional<verdict> from_word(std::string_view word) noexcept;

} // namespace rules
