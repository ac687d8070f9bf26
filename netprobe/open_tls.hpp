// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "netprobe/tcp_stream.hpp"
#include "netprobe/tls_stream.hpp"
#include "netprobe/wire.hpp"

namespace netprobe {

/// A connection beside the path's own: name, TCP, TLS. `top` is null where any of them failed.
struct tls_connection {
    std::unique_ptr<tcp_stream> bottom;
    std::unique_ptr<tls_stream> top;
};

/// Opens one; for the few requests that a conversation must send to another host than the path's.
asio::awaitable<tls_connection> open_tls(const wire& on, std::string host, std::uint16_t port, std::string_view alpn);

} // namespace netprobe
