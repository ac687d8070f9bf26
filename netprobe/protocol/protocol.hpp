// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <asio/awaitable.hpp>

#include "netprobe/stream.hpp"
#include "netprobe/wire.hpp"

namespace netprobe {

/// What a peer's first message says: ours to judge, in our words.
struct greeting {
    failure failed = failure::none;
    std::string said; ///< "CONNACK 5 (not authorized)", "SASL MSSBCBS, PLAIN"
};

/// A protocol spoken inside TLS: one row of protocols().
struct protocol {
    std::string_view name = {};      ///< in options and reports: "amqp_ws"
    std::string_view title = {};     ///< for people: "AMQP over WebSocket"
    std::string_view upstream = {};  ///< the UpstreamProtocol that uses it, or empty
    std::uint16_t port = 0;          ///< where it is usually spoken
    bool connect_only = false;       ///< the way is all that is asked for: no TLS, nothing is sent
    bool plain = false;              ///< spoken without TLS
    std::string_view alpn = {};      ///< offered in the ClientHello, or empty
    std::string_view websocket = {}; ///< subprotocol when it is carried over WebSocket, or empty
    std::string_view asked = {};     ///< what hello() asks, for people
    /// First bytes and first answer, for protocols of one message each way; no I/O in them.
    bytes (*hello)(const target& to) = nullptr;
    /// The meaning of what has arrived; nothing: needs more bytes.
    std::optional<greeting> (*parse)(bytes_view received) = nullptr;
    /// For protocols that are a conversation (the HTTP family); appends what it saw to `seen`.
    asio::awaitable<void> (*converse)(const wire& on, stream& over, path_observation& seen) = nullptr;
    /// For those over UDP: the question and its answer, to seen.resolve's first address. No TCP, no TLS.
    asio::awaitable<void> (*ask)(const wire& on, path_observation& seen) = nullptr;
};

/// The table. Options, help, reports and fuzz targets read it.
std::span<const protocol> protocols() noexcept;

/// The row of that name, or null.
const protocol* find_protocol(std::string_view name) noexcept;

// What the rows are made of, one file each.
bytes mqtt_hello(const target& to);
std::optional<greeting> mqtt_parse(bytes_view received);
bytes amqp_hello(const target& to);
std::optional<greeting> amqp_parse(bytes_view received);
/// A question for target::resource, or for a name that everybody knows; any answer will do.
asio::awaitable<void> ask_dns(const wire& on, path_observation& seen);
asio::awaitable<void> speak_https(const wire& on, stream& over, path_observation& seen);
asio::awaitable<void> speak_registry(const wire& on, stream& over, path_observation& seen);
asio::awaitable<void> speak_blob(const wire& on, stream& over, path_observation& seen);

} // namespace netprobe
