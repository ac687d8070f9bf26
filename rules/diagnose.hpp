// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string_view>

#include "rules/report.hpp"

namespace rules {

/// A row of the cause vocabulary (facts/causes.md): codes are never renamed or reused.
struct cause_row {
    std::string_view code;    ///< "tcp.drop"
    std::string_view meaning; ///< one line for people
    std::string_view where;   ///< default of finding::where
    std::string_view who;     ///< default of finding::who
    std::string_view advice;  ///< default of finding::advice
};
std::span<const cause_row> causes() noexcept;
const cause_row* find_cause(std::string_view code) noexcept;

/// Observations → findings and the state of every path. Fills paths[].works/degraded/cause,
/// findings and verdict of a report whose site, run and planned paths are set. Pure: the same
/// report diagnosed again gives the same findings.
void diagnose(report& of);

/// The ordered table of facts/azure.md §4.4 → what to set. `prefer` is "", "amqp" or "mqtt".
/// Needs diagnose() first.
recommendation recommend(const report& of, std::string_view prefer);

} // namespace rules
