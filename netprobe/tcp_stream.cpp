// SPDX-License-Identifier: MIT
#include "netprobe/tcp_stream.hpp"

#include <asio/buffer.hpp>
#include <asio/redirect_error.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>

namespace netprobe {

asio::awaitable<std::size_t> tcp_stream::read_some(std::span<std::uint8_t> into, std::error_code& ec) {
    const auto where = asio::buffer(into.data(), into.size());
    co_return co_await socket_.async_read_some(where, asio::redirect_error(asio::use_awaitable, ec));
}

asio::awaitable<void> tcp_stream::write(bytes_view from, std::error_code& ec) {
    const auto what = asio::buffer(from.data(), from.size());
    co_await asio::async_write(socket_, what, asio::redirect_error(asio::use_awaitable, ec));
}

} // namespace netprobe
