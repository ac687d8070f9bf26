// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <optional>

#include "netprobe/stream.hpp"
#include "netprobe/wire.hpp"

namespace netprobe {

/// Seconds since 1970 as SNTP carries them (RFC 4330 §3), good to a fraction of a millisecond.
using unix_seconds = double;

/// A client's packet; the server returns `sent` in it, so that a stranger's answer is not taken for its.
std::array<std::uint8_t, 48> sntp_request(unix_seconds sent);

/// The server's clock minus ours in milliseconds, from its answer to sntp_request(sent); nothing if it is no
/// answer to that, or the server says that it does not know the time (stratum 0 or 16, leap 3).
std::optional<double> sntp_offset_ms(bytes_view answer, unix_seconds sent, unix_seconds received);

/// Step: asks the first address of a resolved time server; UDP, asked again after a second. Fills
/// seen.hellos and seen.failed.
asio::awaitable<void> ask_time(const wire& on, path_observation& seen);

} // namespace netprobe
