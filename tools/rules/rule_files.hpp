// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "rules/export/format.hpp"

namespace tools::rules_commands {

/// The largest file of rules that is read.
inline constexpr std::size_t largest_rule_file = 64u << 20;

/// What export wrote: files under their bare names, of directories all files under their places in them
/// ("policies/egress.xml"); sorted by name. Throws usage_error naming `option`.
std::vector<rules::output_file> read_rule_files(const std::vector<std::string>& given, const char* option);

} // namespace tools::rules_commands
