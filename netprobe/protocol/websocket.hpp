// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "netprobe/protocol/http.hpp"

namespace netprobe::websocket {

enum class opcode : std::uint8_t { continuation = 0, text = 1, binary = 2, close = 8, ping = 9, pong = 10 };

/// One frame (RFC 6455 §5.2).
struct frame {
    websocket::opcode opcode = opcode::binary;
    bytes payload;          ///< unmasked
    std::size_t length = 0; ///< bytes it took on the wire
};

/// What the bytes so far hold: a frame, or why not yet, or never.
struct parsed_frame {
    http::progress state = http::progress::needs_more;
    websocket::frame frame;
};

/// No first answer of MQTT or AMQP is longer; a longer frame is refused by its header.
inline constexpr std::size_t max_payload = 64 * 1024;

/// Frame bytes; clients must give a mask, servers must not (§5.1).
bytes encode_frame(opcode what, bytes_view payload, std::optional<std::array<std::uint8_t, 4>> mask);

/// Reads one frame, masked or not, from the start of `received`.
parsed_frame parse_frame(bytes_view received);

/// Sec-WebSocket-Accept for a Sec-WebSocket-Key (§4.2.2).
std::string accept_key(std::string_view key);

/// A fresh Sec-WebSocket-Key: 16 random bytes in base64.
std::string make_key();

} // namespace netprobe::websocket
