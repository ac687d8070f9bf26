// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string_view>

#include <asio/awaitable.hpp>

#include "netprobe/tls_stream.hpp"
#include "netprobe/wire.hpp"

namespace netprobe {

/// What to put into a ClientHello.
struct client_hello {
    std::string host;        ///< to judge the certificate by
    std::string server_name; ///< SNI; empty: none (an address literal has none, RFC 6066 §3)
    std::string_view alpn;   ///< one protocol name, or empty
    /// "" as usual; "no_name" without SNI; "small" TLS 1.2 only and nothing that need not be there; "tls12" TLS 1.2
    /// only, padded to the usual size; "large" padded past one segment, as hellos with post-quantum keys are
    /// (facts/faults.md M8).
    std::string_view form = {};
};

/// Step: the TLS handshake over `stream`. Succeeds with any certificate: what was presented and what to
/// think of it is in the observation. On failure the socket below is closed, its evidence kept.
asio::awaitable<tls_observation> handshake(const wire& on, tls_stream& stream, client_hello with);

/// The usual ClientHello for a host.
client_hello hello_for(const std::string& host, std::string_view alpn);

} // namespace netprobe
