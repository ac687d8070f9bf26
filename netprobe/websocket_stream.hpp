// SPDX-License-Identifier: MIT
#pragma once

#include "netprobe/protocol/websocket.hpp"
#include "netprobe/stream.hpp"

namespace netprobe {

/// The binary messages of an upgraded connection, as a stream: each write() is one masked frame, reads
/// give the payload of binary frames. Pings are answered; a close frame is the end (asio::error::eof);
/// what is no frame is EPROTO, and frames that go on without bringing data are EMSGSIZE.
class websocket_stream final : public stream {
public:
    /// `below` must outlive this; `spare` is what arrived behind the 101.
    websocket_stream(stream& below, bytes spare) : below_(below), received_(std::move(spare)) {}

    asio::awaitable<std::size_t> read_some(std::span<std::uint8_t> into, std::error_code& ec) override;
    asio::awaitable<void> write(bytes_view from, std::error_code& ec) override;
    asio::ip::tcp::socket& socket() override { return below_.socket(); }

private:
    asio::awaitable<void> send(websocket::opcode what, bytes_view payload, std::error_code& ec);

    stream& below_;
    bytes received_; ///< not yet a whole frame
    bytes payload_;  ///< not yet read
};

} // namespace netprobe
