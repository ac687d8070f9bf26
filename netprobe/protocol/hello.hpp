// SPDX-License-Identifier: MIT
#pragma once

#include "netprobe/protocol/protocol.hpp"

namespace netprobe {

/// Step: sends a protocol's first bytes and reads until its parser knows what the answer is. On failure
/// the socket below is closed, its evidence kept. `over` may be TLS or WebSocket.
asio::awaitable<hello_observation> hello(const wire& on, stream& over, const protocol& in, const target& to);

} // namespace netprobe
