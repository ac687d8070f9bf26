// SPDX-License-Identifier: MIT
//
// What an earlier export left in a directory that this one writes to: an address set of a flow that is no longer there
// would be loaded with the new ones.
#pragma once

#include <string>
#include <vector>

#include "rules/export/format.hpp"
#include "rules/policy/policy.hpp"

namespace tools::rules_commands {

/// The earlier export in a directory, of the same format and hook.
struct earlier_export {
    std::string policy;                    ///< its id; empty: there was none
    std::vector<rules::output_file> files; ///< those of it that `made` does not write, as it wrote them
    std::string fault;                     ///< why it is not known what it wrote: one line, or empty
};

/// Before `made` is written: what was there is read back from the policy in the comments of the files that it replaces.
earlier_export earlier_in(
    const std::string& directory, const rules::format& in, const rules::policy& of, const rules::exported& made);

/// Removes them, where they are what the export wrote, byte for byte. What was done, a line each, for standard error.
std::vector<std::string> remove_stale(const std::string& directory, const earlier_export& earlier);

} // namespace tools::rules_commands
