// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "rules/catalog.hpp"
#include "rules/plan.hpp"
#include "rules/report.hpp"
#include "tools/options.hpp"
#include "tools/report_output.hpp"

namespace tools {

/// A verdict told otherwise than as a page: options of egress-check.
struct telling_options {
    std::string explain; ///< a cause, or "all": nothing is measured; empty: not asked for
    std::string why;     ///< a path, the beginning of one, or a service: in place of the page
    std::string letters; ///< file, or "-": in place of the page; empty: no letters
};
void add_telling_options(CLI::App& app, telling_options& into);

/// Prints what --explain asks for and returns the status to exit with. Throws usage_error for what is no cause, with
/// the one that is spelt most like it.
int explain(const std::string& cause);

/// Throws usage_error where the letters could not be kept, or where two of --json, --why and --letters want standard
/// output.
void check_telling(const telling_options& told, const output_options& to);

/// The paths of `all` that --why names; none without it. Throws usage_error where it names none.
std::vector<std::size_t> paths_to_tell(const telling_options& told, const std::vector<rules::planned_path>& all);

/// write_report() with what --why and --letters ask for: letters in their file, or either of them in place of the page.
int write_told_report(
    const output_options& to, const telling_options& told, const rules::report& report, const rules::catalog& catalog);

} // namespace tools
