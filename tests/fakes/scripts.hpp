// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "netprobe/probe.hpp"
#include "netprobe/protocol/websocket.hpp"
#include "tests/fakes/loopback.hpp"
#include "tests/fakes/tls_server.hpp"
#include "tests/run.hpp"

namespace fakes {

/// A server's certificate for all of loopback's names, trusted by test_root().
inline presentation honest() {
    static const auto leaf = issue({.names = "DNS:hub.test,DNS:layers.test,DNS:auth.test"}, &test_root().root());
    return {{leaf}};
}

/// The value of a header in a request; names are compared as written.
inline std::string header_of(const std::string& request, const std::string& name) {
    const auto at = request.find("\r\n" + name + ": ");
    if (at == std::string::npos) return {};
    const auto from = at + name.size() + 4;
    return request.substr(from, request.find("\r\n", from) - from);
}

/// The answer that a WebSocket server owes to `request`.
inline std::string switching(const std::string& request, const std::string& subprotocol) {
    return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " +
           netprobe::websocket::accept_key(header_of(request, "Sec-WebSocket-Key")) + "\r\n" +
           (subprotocol.empty() ? "" : "Sec-WebSocket-Protocol: " + subprotocol + "\r\n") + "\r\n";
}

/// A server's frame.
inline std::string frame(netprobe::websocket::opcode what, std::string_view payload) {
    const netprobe::bytes raw(payload.begin(), payload.end());
    const auto encoded = netprobe::websocket::encode_frame(what, raw, std::nullopt);
    return {encoded.begin(), encoded.end()};
}

/// Becomes a TLS server, answers one upgrade and goes on with `then`.
inline tls_server::script over_websocket(std::string subprotocol, tls_server::script then) {
    return [=](peer& p) {
        if (!p.handshake()) return;
        const auto request = p.read_until("\r\n\r\n");
        p.send(switching(request, subprotocol));
        then(p);
    };
}

/// An HTTP answer with a length.
inline std::string http_reply(const std::string& status, const std::string& headers, const std::string& body) {
    return "HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
           body;
}

/// CONNACK "not authorized", and a list of one SASL mechanism behind the header.
inline const std::string connack("\x20\x02\x00\x05", 4);
inline const std::string sasl =
    std::string("AMQP\x03\x01\x00\x00\x00\x00\x00\x19\x02\x01\x00\x00\x00\x53\x40\xc0\x0c\x01\xa3\x09", 24) +
    "ANONYMOUS";

/// What a server does once TLS stands.
inline tls_server::script then(tls_server::script what) {
    return [=](peer& p) {
        if (p.handshake()) what(p);
    };
}

/// One path to such a server.
inline netprobe::path_observation probe_with(const std::string& protocol, const tls_server::script& what,
    const presentation& as = honest(), netprobe::milliseconds limit = netprobe::milliseconds(250)) {
    const tls_server server(as, what);
    loopback net(server.port(), limit);
    return run(net.io, netprobe::probe(net.on, to_hub(protocol)));
}

} // namespace fakes
