// SPDX-License-Identifier: MIT
//
// What is inconsistent in a device's configuration, or not ready for production. Pure.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rules/site/device.hpp"

namespace rules {

enum class severity { error, warning, note };
std::string_view to_string(severity s) noexcept; ///< "error", "warning", "note"

/// One thing that is wrong, in words for people.
struct lint_finding {
    std::string id; ///< of a row of lint_rules()
    severity weight = severity::warning;
    place at;
    std::string message, remedy;
    std::string source; ///< of the row: where that is known from
};

/// What the rules may know besides the device's files.
struct lint_context {
    bool only_443 = false;         ///< a report says that 5671 and 8883 are closed
    std::string interception_root; ///< subject of the root that a report found on the way; empty: none
    std::string today;             ///< "2026-11-27"
    std::size_t memory_mb = 0;     ///< of the device; 0: unknown
};

/// Collects what a rule finds; the row gives id, severity and source.
class lint_findings;

/// A rule: facts/azure.md §5, one row each.
struct lint_rule {
    std::string_view id; ///< "upstream-protocol-differs": never reused
    severity weight;
    std::string_view title;  ///< one line for lists and SARIF
    std::string_view source; ///< "facts" for people: a document's name and date
    void (*look)(const device& of, const lint_context& with, lint_findings& found);
};
std::span<const lint_rule> lint_rules() noexcept;

/// All findings, by file, line and id. The same input gives the same findings.
std::vector<lint_finding> lint(const device& of, const lint_context& with);

} // namespace rules
