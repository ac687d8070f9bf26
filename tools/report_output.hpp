// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string>

#include "rules/report.hpp"
#include "rules/write.hpp"
#include "tools/options.hpp"

namespace tools {

/// Where a report goes and how it looks: options of the tools that write one.
struct output_options {
    std::string json; ///< file, or "-"; empty: no JSON
    bool no_progress = false, verbose = false;

    bool progress() const; ///< live, on a terminal
};
void add_output_options(CLI::App& app, output_options& into);

/// How to draw on this terminal: its width, and in colour unless NO_COLOR is set; plain where it is none.
rules::terminal_style style_for(bool verbose);

/// Throws usage_error where the JSON could not be kept: to be known at once, not after a minute.
void check_output(const output_options& to);

/// Writes the report, as JSON or by `page`, and returns the status to exit with.
int write_report(const output_options& to, const rules::report& report,
    const std::function<std::string(const rules::report&, const rules::terminal_style&)>& page);

} // namespace tools
