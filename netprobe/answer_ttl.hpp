// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include <asio/awaitable.hpp>

#include "netprobe/wire.hpp"

namespace netprobe {

/// With how many hops left (TTL, hop limit) the answer to a SYN to this connection's address and port arrives, be it a
/// SYN-ACK or a reset: how far away the one who answers is, read without raw sockets (IP_MINTTL, IPV6_MINHOPCOUNT;
/// facts/faults.md M4). Asks with some fifteen short connections in five rounds, each as long as a few round trips.
/// Nothing where the answers do not agree (loss, several boxes): the two thresholds that it ends with are asked again.
/// Nothing either where `first` was not answered by the peer.
asio::awaitable<std::optional<int>> read_answer_ttl(const wire& on, const connect_observation& first);

} // namespace netprobe
