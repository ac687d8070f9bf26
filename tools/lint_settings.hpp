// SPDX-License-Identifier: MIT
//
// egress-lint --settings: how to set a protocol and a proxy in every place that reads one.
#pragma once

#include <string>

#include "tools/options.hpp"

namespace tools {

struct settings_options {
    std::string form;     ///< --settings: "text", "json", "merge-patch", "set-modules"; empty: not asked for
    std::string protocol; ///< --protocol; empty: the report's recommendation
    std::string proxy;    ///< --proxy: URL or "none"; empty: the report's
    std::string version;  ///< --edge-version: "1.1", "1.2"; empty: both
    std::string output;   ///< --output: file for it, whole; empty: standard output, without secrets
    bool eflow = false;
};
void add_settings_options(CLI::App& app, settings_options& into);

/// Prints them to standard output and returns the status to exit with: 1 where the report recommends nothing, or the
/// input for set-modules lacks the secrets that only a file gets.
/// `report` and `manifest` are files, each may be empty. Throws usage_error.
int print_settings(const settings_options& o, const std::string& report, const std::string& manifest);

} // namespace tools
