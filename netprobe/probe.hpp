// SPDX-License-Identifier: MIT
#pragma once

#include "netprobe/wire.hpp"

namespace netprobe {

/// One path from its name to its application's own answer: the way out that target::via names → TLS → upgrade →
/// hello. The first step that fails ends it; not_tried for a protocol that is no row of protocols(), and for a way
/// out that `on` does not have. Never throws for the network.
asio::awaitable<path_observation> probe(const wire& on, target to);

} // namespace netprobe
