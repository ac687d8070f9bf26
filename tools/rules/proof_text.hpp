// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "rules/proof/outcome.hpp"

namespace tools::rules_commands {

/// "1 leak", "2 leaks".
std::string counted(std::size_t n, std::string_view one, std::string_view many);

/// An outcome for people. `how`: "in the kernel", "by a model".
std::string text_of(const rules::proof_outcome& outcome, std::string_view name, std::string_view how);

} // namespace tools::rules_commands
