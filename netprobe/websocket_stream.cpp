// SPDX-License-Identifier: MIT
#include "netprobe/websocket_stream.hpp"

#include <algorithm>

#include <asio/error.hpp>
#include <openssl/rand.h>

namespace netprobe {

asio::awaitable<std::size_t> websocket_stream::read_some(std::span<std::uint8_t> into, std::error_code& ec) {
    constexpr int max_empty = 64; // pings included: an honest peer sends one or two before its first answer
    int frames = 0;
    while (payload_.empty()) {
        const auto next = websocket::parse_frame(received_);
        if (next.state == http::progress::malformed) {
            ec = std::make_error_code(std::errc::protocol_error);
            co_return 0;
        }
        if (next.state == http::progress::needs_more) {
            const auto had = received_.size();
            received_.resize(had + 4096);
            const auto got = co_await below_.read_some(std::span(received_).subspan(had), ec);
            received_.resize(had + got);
            if (ec) co_return 0;
            continue;
        }
        if (++frames > max_empty) {
            ec = std::make_error_code(std::errc::message_size);
            co_return 0;
        }
        received_.erase(received_.begin(), received_.begin() + static_cast<std::ptrdiff_t>(next.frame.length));
        switch (next.frame.opcode) {
        case websocket::opcode::close: ec = asio::error::eof; co_return 0;
        case websocket::opcode::ping: co_await send(websocket::opcode::pong, next.frame.payload, ec); break;
        case websocket::opcode::pong: break;
        default: payload_ = next.frame.payload; // text too: the parser will find that it is not the protocol
        }
        if (ec) co_return 0;
    }
    const auto size = std::min(into.size(), payload_.size());
    const auto end = payload_.begin() + static_cast<std::ptrdiff_t>(size);
    std::copy(payload_.begin(), end, into.begin());
    payload_.erase(payload_.begin(), end);
    co_return size;
}

asio::awaitable<void> websocket_stream::write(bytes_view from, std::error_code& ec) {
    co_await send(websocket::opcode::binary, from, ec);
}

asio::awaitable<void> websocket_stream::send(websocket::opcode what, bytes_view payload, std::error_code& ec) {
    std::array<std::uint8_t, 4> mask{};
    RAND_bytes(mask.data(), static_cast<int>(mask.size()));
    const auto frame = websocket::encode_frame(what, payload, mask);
    co_await below_.write(frame, ec);
}

} // namespace netprobe
