// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "rules/report.hpp"

namespace rules {

/// egress-report/1 as JSON, UTF-8, stable keys, newline at the end; docs/report.schema.json.
std::string write_json(const report& of);

/// One path, or one name's answers, as JSON on a line of its own: what egress-tls and egress-dns print. The
/// objects are those of a report's "paths" (without what only a plan knows) and "names".
std::string write_json_line(const netprobe::path_observation& seen);
std::string write_json_line(const netprobe::resolve_observation& seen);

/// No report is larger; a tool need not read more of a file than one byte past this.
inline constexpr std::size_t max_report_bytes = 64u << 20;

/// Reads what write_json() wrote, so that a saved report can be diagnosed again. Throws
/// std::invalid_argument with one line naming `origin`, the place and the remedy.
report read_json(std::string_view text, std::string_view origin);

/// How to draw on a terminal.
struct terminal_style {
    bool colour = false;
    int width = 100;      ///< columns
    bool verbose = false; ///< every step of every path
};

/// What a person reads in ten seconds: verdict, matrix of protocol × way, headline finding with
/// evidence and advice, recommendation with because and the text to paste.
std::string write_terminal(const report& of, const terminal_style& style);

/// The same for a look at the proxy alone (egress-proxy): the proxy itself, what it lets through by port and by name, what
/// works inside, idle tunnels, findings.
std::string write_proxy(const report& of, const terminal_style& style);

/// One line of live progress, without a line end: how many of `total` paths are done, and the ids
/// of those still running as far as they fit. Never more than `width` columns.
std::string progress_line(std::size_t done, std::size_t total, const std::vector<std::string>& running, int width);

} // namespace rules
