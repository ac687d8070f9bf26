// SPDX-License-Identifier: MIT
#pragma once

#include "netprobe/protocol/http_exchange.hpp"

namespace netprobe {

/// What the upgrade gave: the observation, and bytes that arrived behind the 101.
struct upgraded {
    upgrade_observation seen;
    bytes spare;
};

/// Step: asks for a WebSocket (RFC 6455 §4.1) at the target's resource, or at a hub's path where it names none.
/// Succeeds only with 101, the right Sec-WebSocket-Accept and the subprotocol that was asked for.
asio::awaitable<upgraded> upgrade(const wire& on, stream& over, target to, std::string subprotocol);

} // namespace netprobe
