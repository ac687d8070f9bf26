// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include "netprobe/observation.hpp"

namespace netprobe {

/// TCP_INFO of a socket in any state; nothing for a descriptor that is no open TCP socket.
std::optional<tcp_state> read_tcp_state(int socket);

} // namespace netprobe
