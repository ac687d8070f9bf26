// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <string_view>

namespace rules {

/// The names of netprobe::protocols() that make a path. Here once more because the rows there come with their code,
/// which rules do not link; a test compares (tests/tools/protocol_names_test.cpp). "tls" is for egress-tls only, and
/// DNS is no path: the resolve step of every path covers it.
inline constexpr std::array<std::string_view, 8> path_protocols{
    "amqp", "mqtt", "amqp_ws", "mqtt_ws", "https", "registry", "blob", "ntp"};

/// It is spoken inside a WebSocket.
constexpr bool is_websocket(std::string_view protocol) noexcept { return protocol.ends_with("_ws"); }

} // namespace rules
