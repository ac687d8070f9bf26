// SPDX-License-Identifier: MIT
//
// What egress-lint found, for people and for programs.
#pragma once

#include <string>
#include <vector>

#include "rules/lint/lint.hpp"
#include "rules/write.hpp"

namespace rules {

/// All that one look at a configuration came to.
struct lint_result {
    std::vector<lint_finding> findings;  ///< as lint() gives them
    std::vector<std::string> looked_at;  ///< files, for people
    std::vector<std::string> registries; ///< that images come from, which a firewall must allow
    std::vector<std::string> remarks;    ///< what was not looked at, and why; one line each
};

/// How many findings weigh that much.
std::size_t count_of(const lint_result& of, severity weight);

/// For people: the worst file first, in it by line; `verbose` adds where each rule is known from.
std::string write_lint_terminal(const lint_result& of, const terminal_style& style);

/// egress-lint/1: {"schema", "tool", "findings": [{"id", "severity", "file", "line", "message", "remedy", "source"}],
/// "looked_at", "registries", "remarks"}; line is null where the file as a whole is meant.
std::string write_lint_json(const lint_result& of);

/// SARIF 2.1.0 (OASIS): what code hosts show beside the line. Files are relative, to the working directory or to "/".
std::string write_lint_sarif(const lint_result& of);

/// JUnit's XML as CI servers read it: a test case a rule. A rule fails where it found an error, with `strict` also a
/// warning; what else it found is its output.
std::string write_lint_junit(const lint_result& of, bool strict);

/// All rules: id, severity, title and, `verbose`, source.
std::string write_lint_rules(const terminal_style& style);

} // namespace rules
