// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "netprobe/tls_stream.hpp"
#include "netprobe/wire.hpp"

namespace netprobe {

/// A connection beside the path's own: the way out, TLS. `top` is null where either failed.
struct tls_connection {
    std::unique_ptr<connection> bottom;
    std::unique_ptr<tls_stream> top;
};

/// Opens one by the same way out as the path's; for the few requests that a conversation must send to another host, or
/// after an answer has ended its connection.
asio::awaitable<tls_connection> open_tls(
    const wire& on, const target& path, std::string host, std::uint16_t port, std::string_view alpn);

} // namespace netprobe
