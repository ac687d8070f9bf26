// SPDX-License-Identifier: MIT
//
// The commands of egress-rules, a file each. Every function declares its options and sets `chosen` when it is the one
// that was called.
#pragma once

#include <functional>

#include <CLI/CLI.hpp>

namespace tools::rules_commands {

using action = std::function<int()>; ///< returns the exit status

void add_export(CLI::App& to, action& chosen);
void add_prove(CLI::App& to, action& chosen);
void add_audit(CLI::App& to, action& chosen);
void add_diff(CLI::App& to, action& chosen);
void add_aggregate(CLI::App& to, action& chosen);
void add_formats(CLI::App& to, action& chosen);

} // namespace tools::rules_commands
