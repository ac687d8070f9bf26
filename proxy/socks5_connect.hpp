// SPDX-License-Identifier: MIT
#pragma once

#include "proxy/http_connect.hpp"

namespace proxy {

/// Step: asks a SOCKS5 proxy for a tunnel, with the login of `by` where it has one and the proxy wants it. `host` is a
/// name or an address literal. A refusal in any of the three phases is failure::denied; which one, is in `socks`.
asio::awaitable<tunnel_request> socks5_connect(
    const netprobe::wire& on, netprobe::stream& over, const address& by, std::string host, std::uint16_t port);

} // namespace proxy
