// SPDX-License-Identifier: MIT
#include "tools/report_output.hpp"

#include <cstdlib>
#include <iostream>

#include <sys/ioctl.h>
#include <unistd.h>

#include "tools/files.hpp"

namespace tools {
namespace {

int terminal_width() {
    winsize size{};
    return ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 100;
}

} // namespace

rules::terminal_style style_for(bool verbose) {
    const char* no_color = std::getenv("NO_COLOR");
    rules::terminal_style style;
    style.colour = ::isatty(STDOUT_FILENO) && !(no_color && *no_color);
    style.width = terminal_width();
    style.verbose = verbose;
    return style;
}

bool output_options::progress() const { return !no_progress && ::isatty(STDERR_FILENO); }

void add_output_options(CLI::App& app, output_options& into) {
    const auto group = "Output";
    app.add_option("--json", into.json,
           "Write the report (egress-report/1) to this file; - for standard output and nothing else there")
        ->check(CLI::Validator(
            [](std::string& text) { return text.empty() ? std::string("names no file; - is standard output") : ""; },
            ""))
        ->group(group);
    app.add_flag("--verbose,-v", into.verbose, "Show every step of every path")->group(group);
    app.add_flag("--no-progress", into.no_progress, "No live progress on a terminal")->group(group);
}

void check_output(const output_options& to) {
    if (!to.json.empty() && to.json != "-") check_writable(to.json, "--json");
}

int write_report(const output_options& to, const rules::report& report,
    const std::function<std::string(const rules::report&, const rules::terminal_style&)>& page) {
    const bool only_json = to.json == "-";
    if (only_json)
        std::cout << rules::write_json(report);
    else
        std::cout << page(report, style_for(to.verbose)) << std::flush;
    if (!to.json.empty() && !only_json) write_text_file(to.json, "--json", rules::write_json(report));
    if (report.run.interrupted && report.verdict == rules::verdict::blocked) {
        std::cerr << report.tool_name << ": ended before every path was measured; this report is partial\n";
        return report.findings.empty() ? cannot_ask : does_not_hold;
    }
    return report.verdict == rules::verdict::blocked ? does_not_hold : holds;
}

} // namespace tools
