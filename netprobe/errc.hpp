// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <system_error>

#include "netprobe/observation.hpp"
#include "netprobe/time_budget.hpp"

namespace netprobe {

/// What an error code of any layer means: the one table from code to word.
failure classify(const std::error_code& ec) noexcept;

/// The layer's own short word for a code: "ECONNREFUSED", "EOF"; the message where it has none.
std::string code_word(const std::error_code& ec);

/// Notes in `seen` how a step ended: `ec`, or the watchdog's word where time was up. Success wins
/// over a limit that ran out at the same moment.
void conclude(outcome& seen, const std::error_code& ec, const watchdog& guard);

} // namespace netprobe
