// SPDX-License-Identifier: MIT
//
// What egress-rules diff compares.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rules/export/format.hpp"
#include "rules/policy/policy.hpp"
#include "rules/policy/service_tags.hpp"
#include "rules/verdict/ruleset.hpp"

namespace tools::rules_commands {

/// One side: a policy or service tags, never both.
struct diff_side {
    std::string place; ///< file or directory, as it was given
    std::optional<rules::service_tags> tags;
    std::optional<rules::policy> policy;   ///< held to the id that it says
    const rules::format* format = nullptr; ///< of the rules; null: the file is a policy and no rules
    std::vector<rules::output_file> files; ///< of a policy: all that was read
    std::optional<rules::ruleset> rules;   ///< read as the platform would, where the format has a reader
};

/// Reads a file, or all files of a directory. Throws usage_error naming it.
diff_side read_side(const std::string& place);

} // namespace tools::rules_commands
