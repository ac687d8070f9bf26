// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include <asio/ip/tcp.hpp>

namespace netprobe {

/// The other end of this connection, "127.0.0.1:8080", where a program of this very device holds it although the
/// connection was made to somewhere else: the device's own rules redirected it (nat OUTPUT, REDIRECT or DNAT). Read
/// from /proc/net/tcp and tcp6, which show the sockets of this network namespace to everybody (proc(5)); empty where
/// nobody here holds it, for a connection to an end that is here by its own address, and on a device with more than
/// some 7,000 sockets. Reads them all, and waits for nobody.
std::string local_peer(const asio::ip::tcp::socket& socket);

/// The same from the text of these files, for a connection from `own` to `peer`.
std::string local_peer_in(
    std::string_view table, const asio::ip::tcp::endpoint& own, const asio::ip::tcp::endpoint& peer);

} // namespace netprobe
