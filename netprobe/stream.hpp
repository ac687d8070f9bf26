// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <system_error>
#include <vector>

#include <asio/awaitable.hpp>
#include <asio/ip/tcp.hpp>

namespace netprobe {

using bytes = std::vector<std::uint8_t>;
using bytes_view = std::span<const std::uint8_t>;

/// Bytes both ways to a peer. Layers stack: TCP, TLS over any stream, WebSocket over any stream;
/// a tunnel through a proxy is a TCP or TLS stream that somebody else has prepared.
/// One read and one write at a time. The stream below must outlive the one above.
class stream {
public:
    virtual ~stream() = default;

    /// Reads what there is, at least one byte; 0 with `ec` set on error (asio::error::eof when
    /// the peer has closed).
    virtual asio::awaitable<std::size_t> read_some(std::span<std::uint8_t> into, std::error_code& ec) = 0;

    /// Writes all of `from`, which must live until this returns.
    virtual asio::awaitable<void> write(bytes_view from, std::error_code& ec) = 0;

    /// The socket at the bottom: for the kernel's evidence, and to close when time is up.
    virtual asio::ip::tcp::socket& socket() = 0;
};

} // namespace netprobe
