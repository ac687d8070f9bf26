// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace rules {

/// How much something matters, the same for a network's faults and a configuration's: an error is what breaks the
/// device, a warning what is risky, a note what is worth knowing.
enum class severity { error, warning, note };

/// "error", "warning", "note".
std::string_view to_string(severity s) noexcept;

} // namespace rules
