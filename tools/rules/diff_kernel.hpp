// SPDX-License-Identifier: MIT
//
// Of egress-rules diff: the rules of two files that have no reader here, beside the policies in their comments.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rules/proof/kernel_diff.hpp"
#include "tools/rules/diff_side.hpp"

namespace tools::rules_commands {

/// What is known of the rules themselves.
struct rules_compared {
    rules::hook where = rules::hook::host;
    bool asked = false; ///< both sides are rules of one hook, and of formats for Linux
    bool same_format = false;
    bool same_text = false;                            ///< the same lines, comments apart
    std::optional<rules::proof::kernel_change> change; ///< nothing: the machine does not allow it
    std::string why_not;                               ///< then: one line
    std::vector<std::string> cannot; ///< required of the same policy, and one side's format cannot hold it: a line each

    /// Nothing shows that they differ.
    bool same() const noexcept;
};

/// Loads both into sandboxes and asks the kernel about the same packets; where it is the same text, no more.
rules_compared compare_in_kernel(const diff_side& before, const diff_side& after);

/// Its lines behind those of the policies'; empty where nothing was to be compared.
std::string text_of(const rules_compared& found);

} // namespace tools::rules_commands
