// SPDX-License-Identifier: MIT
#pragma once

#include "netprobe/protocol/http_exchange.hpp"

namespace netprobe {

/// What the upgrade gave: the observation, and bytes that arrived behind the 101.
struct upgraded {
    upgrade_observation seen;
    bytes spare;
};

/// Step: asks for a WebSocket at the hub's path (RFC 6455 §4.1, facts/azure.md §2.2). Succeeds only with 101,
/// the right Sec-WebSocket-Accept and the subprotocol that was asked for.
asio::awaitable<upgraded> upgrade(const wire& on, stream& over, std::string host, std::string subprotocol);

} // namespace netprobe
