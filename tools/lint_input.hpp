// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "rules/site/device.hpp"

namespace tools {

/// What egress-lint is to look at.
struct lint_input {
    std::string root;                            ///< empty: not given
    std::vector<std::string> configs, manifests; ///< files given by name

    /// Files of a whole device are looked for: --root was given, or nothing at all.
    bool whole_device() const { return !root.empty() || (configs.empty() && manifests.empty()); }
    /// That device is this one.
    bool own_device() const { return whole_device() && folder() == "/"; }
    std::string folder() const { return root.empty() ? "/" : root; }
};

/// Reads the device. Throws usage_error for a file that was named and cannot be read, and where there is nothing of
/// IoT Edge to look at.
rules::device read_device(const lint_input& from);

/// Megabytes of memory of this machine; 0: unknown.
std::size_t own_memory_mb();

/// "2026-11-27", and such a day exists.
bool is_day(const std::string& text);

} // namespace tools
