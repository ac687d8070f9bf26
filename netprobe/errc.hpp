// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
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

/// Text that a peer sent, made safe to show and to store: control characters and anything that is
/// not UTF-8 become '?', the length is bounded. Newlines become spaces.
std::string printable(std::string_view from_peer, std::size_t at_most = 256);

/// Bytes as lower-case hex, for first_bytes fields.
std::string hex(std::span<const std::uint8_t> bytes, std::size_t at_most = 16);

} // namespace netprobe
