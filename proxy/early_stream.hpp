// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <utility>

#include "netprobe/stream.hpp"

namespace proxy {

/// A stream whose first bytes have been read already: those that came together with the proxy's answer.
class early_stream final : public netprobe::stream {
public:
    /// `below` must outlive this.
    early_stream(netprobe::stream& below, netprobe::bytes early) : below_(below), early_(std::move(early)) {}

    asio::awaitable<std::size_t> read_some(std::span<std::uint8_t> into, std::error_code& ec) override;
    asio::awaitable<void> write(netprobe::bytes_view from, std::error_code& ec) override;
    asio::ip::tcp::socket& socket() override { return below_.socket(); }

private:
    netprobe::stream& below_;
    netprobe::bytes early_;
};

} // namespace proxy
