// SPDX-License-Identifier: MIT
#pragma once

#include <asio/ip/tcp.hpp>

#include "netprobe/observation.hpp"

namespace netprobe {

/// Asks the kernel to queue ICMP errors on this socket (IP_RECVERR, IPV6_RECVERR). Needs no
/// privilege. Call before connect() or the first send. Does nothing where the system has no such queue.
void queue_icmp_errors(int socket, bool ipv6) noexcept;

/// Takes all ICMP errors queued on a TCP or UDP socket, oldest first, at most 16.
std::vector<icmp_error> take_icmp_errors(int socket);

/// Everything the kernel knows about an open TCP socket; empty for a closed one. Take it when a
/// step ends, before the socket is closed.
kernel_evidence take_kernel_evidence(asio::ip::tcp::socket& socket);

/// The same, and then closes the socket: how a step ends that failed or whose time is up. Fills nothing where the
/// socket is closed already, so that evidence kept before stays.
void close_with_evidence(asio::ip::tcp::socket& socket, kernel_evidence& into);

} // namespace netprobe
