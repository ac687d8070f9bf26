// SPDX-License-Identifier: MIT
//
// Readers of Windows rules that are in files of their own.
#pragma once

#include <vector>

#include "rules/export/format.hpp"
#include "rules/verdict/ruleset.hpp"

namespace rules {

/// Reads egress.ps1: comments, the lines of powershell_script.hpp in their order, and two tables of plain values.
/// Refuses everything else, in particular double quotes, sub-expressions, other commands, and what is not ASCII.
ruleset read_powershell(const std::vector<output_file>& files);

} // namespace rules
