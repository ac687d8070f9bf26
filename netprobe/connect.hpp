// SPDX-License-Identifier: MIT
#pragma once

#include <asio/awaitable.hpp>
#include <asio/ip/tcp.hpp>

#include "netprobe/wire.hpp"

namespace netprobe {

/// Step: one TCP connection to one address (a literal). On success `socket` is connected; on failure it
/// is closed and the observation holds what the kernel knew. `port` is the one to use, already mapped. `as` must
/// outlive the step; a limit of zero is the step's own. `under_way`, where given, points to what ends the step while it
/// lasts, and is null before and after.
asio::awaitable<connect_observation> connect(const wire& on, asio::ip::tcp::socket& socket, std::string address,
    std::uint16_t port, const variation& as, milliseconds limit, watchdog** under_way = nullptr);

/// The same in the usual way.
asio::awaitable<connect_observation> connect(
    const wire& on, asio::ip::tcp::socket& socket, std::string address, std::uint16_t port);

} // namespace netprobe
