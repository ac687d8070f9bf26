// SPDX-License-Identifier: MIT
#pragma once

#include "netprobe/stream.hpp"

namespace netprobe {

/// A connected socket as a stream.
class tcp_stream final : public stream {
public:
    explicit tcp_stream(asio::ip::tcp::socket connected) : socket_(std::move(connected)) {}

    asio::awaitable<std::size_t> read_some(std::span<std::uint8_t> into, std::error_code& ec) override;
    asio::awaitable<void> write(bytes_view from, std::error_code& ec) override;
    asio::ip::tcp::socket& socket() override { return socket_; }

private:
    asio::ip::tcp::socket socket_;
};

} // namespace netprobe
