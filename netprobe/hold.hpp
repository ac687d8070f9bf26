// SPDX-License-Identifier: MIT
#pragma once

#include <asio/awaitable.hpp>

#include "netprobe/tls_stream.hpp"
#include "netprobe/wire.hpp"

namespace netprobe {

/// Step: leaves a connection alone for `idle` and sees whether it is closed meanwhile, dated to 50 ms. Sends nothing,
/// and reads only what lies before a close. A state that was forgotten on the way shows only when something is sent
/// afterwards (facts/faults.md M15). On failure the socket is closed, its evidence kept; the code is "close_notify"
/// where the far end itself took its leave. `idle` may be longer than a step's limit.
asio::awaitable<hold_observation> hold(const wire& on, tls_stream& over, milliseconds idle);

} // namespace netprobe
