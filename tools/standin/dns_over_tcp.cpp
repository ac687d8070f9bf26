// SPDX-License-Identifier: MIT
#include <algorithm>
#include <chrono>

#include <asio/buffer.hpp>
#include <asio/redirect_error.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>

#include "tools/standin/connection.hpp"

namespace standin {

using asio::redirect_error;
using asio::use_awaitable;
using netprobe::bytes;
using netprobe::bytes_view;
using netprobe::watchdog;

namespace {

// A resolver's client has its question ready.
constexpr std::chrono::milliseconds message_limit{15'000};

} // namespace

asio::awaitable<void> serve_dns(world& all, asio::ip::tcp::socket socket, connection_log& log) {
    log.name("dns");
    bytes held;
    bytes piece(2048);
    watchdog whole(
        all.budget, [&socket] { socket.close(); }, 2 * all.hold + std::chrono::minutes(1));
    for (;;) {
        const std::size_t length = held.size() < 2 ? 0 : static_cast<std::size_t>(held[0] << 8 | held[1]);
        std::error_code ec;
        if (held.size() < 2 || held.size() - 2 < length) {
            watchdog guard(
                all.budget, [&socket] { socket.close(); }, std::min(all.hold, message_limit));
            const auto count = co_await socket.async_read_some(asio::buffer(piece), redirect_error(use_awaitable, ec));
            if (ec) co_return;
            held.insert(held.end(), piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(count));
            continue;
        }
        const auto answer = answer_dns(all.names, bytes_view(held).subspan(2, length), false);
        held.erase(held.begin(), held.begin() + static_cast<std::ptrdiff_t>(length + 2));
        if (!answer) co_return;
        log.note(answer->note);
        bytes raw{
            static_cast<std::uint8_t>(answer->answer.size() >> 8), static_cast<std::uint8_t>(answer->answer.size())};
        raw.insert(raw.end(), answer->answer.begin(), answer->answer.end());
        watchdog guard(
            all.budget, [&socket] { socket.close(); }, message_limit);
        co_await asio::async_write(socket, asio::buffer(raw), redirect_error(use_awaitable, ec));
        if (ec) co_return;
    }
}

} // namespace standin
