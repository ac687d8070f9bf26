// SPDX-License-Identifier: MIT
//
// What is inconsistent in a device's configuration, or not ready for production. Pure.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/lint/ways_seen.hpp"
#include "rules/severity.hpp"
#include "rules/site/device.hpp"

namespace rules {

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
    site_ways ways;                         ///< that the report found
    std::string interception_root;          ///< subject of the root that a report found on the way; empty: none
    std::string today;                      ///< "2026-11-27"
    std::size_t memory_mb = 0;              ///< of the device; 0: unknown
    bool whole_device = false;              ///< its files were looked for: what is not there is missing
    std::string report;                     ///< file of the report, for people; empty: none was given
    std::vector<std::string> checked_hosts; ///< that the report tried, registries among them
};

struct lint_rule;

/// Collects what a rule finds; the row gives id, severity and source.
class lint_findings {
public:
    explicit lint_findings(const lint_rule& row) : row_(row) {}

    /// One line each; neither may hold a secret.
    void add(place at, std::string message, std::string remedy);
    /// The same, where it weighs otherwise than the row says: what is known of the site makes it more or less.
    void add(severity weight, place at, std::string message, std::string remedy);
    std::vector<lint_finding> take() && { return std::move(all_); }

private:
    const lint_rule& row_;
    std::vector<lint_finding> all_;
};

/// A rule: facts/azure.md §5, one row each.
struct lint_rule {
    std::string_view id;     ///< "upstream-protocol-differs": never reused
    severity weight;         ///< the usual one
    std::string_view title;  ///< one line for lists and SARIF
    std::string_view source; ///< where that is known from: a document's name and date, a source file; behind
                             ///< "unverified: ": what nobody has looked up
    void (*look)(const device& of, const lint_context& with, lint_findings& found);
};
/// All rules, topic by topic.
std::span<const lint_rule> lint_rules() noexcept;

/// All findings, by file, line and id. The same input gives the same findings.
std::vector<lint_finding> lint(const device& of, const lint_context& with);

} // namespace rules
