// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <openssl/types.h>

#include "tests/fakes/certificates.hpp"

namespace fakes {

/// The server's end of one connection, for a script that runs in a thread of its own and may block: a fault is then a
/// few lines in order. All of it ends when the client closes or the server is destroyed.
class peer {
public:
    peer(int socket, SSL_CTX* context);
    ~peer();
    peer(const peer&) = delete;
    peer& operator=(const peer&) = delete;

    /// Becomes the TLS server; false if that fails. What follows is inside TLS.
    bool handshake();
    /// Reads at least one byte, or nothing at the end.
    std::string read();
    /// Reads until `end` has come, or all there is until the connection ends.
    std::string read_until(std::string_view end);
    /// False once the client has gone.
    bool send(std::string_view bytes);
    /// Sends piece by piece with a pause between, over and over, until the client has gone.
    void send_forever(std::string_view bytes, int pause_ms = 0);
    /// Sends below TLS.
    bool send_raw(std::string_view bytes);
    /// Reads and drops until the client has gone.
    void wait();
    /// Ends the session as TLS asks, by a close_notify.
    void goodbye();
    /// Ends it with a RST.
    void reset();
    std::size_t sent() const noexcept { return sent_; }

private:
    int socket_;
    std::unique_ptr<SSL, void (*)(SSL*)> ssl_;
    bool secure_ = false;
    std::size_t sent_ = 0;
};

/// How a server presents itself.
struct presentation {
    std::vector<identity> chain; ///< leaf first; only the first's key is used
    bool ask_client_certificate = false;
    bool require_client_certificate = false;
    int version = 0; ///< TLS1_2_VERSION, TLS1_3_VERSION; 0: both
};

/// A server on a loopback port that runs the script once a connection, each in a thread.
class tls_server {
public:
    using script = std::function<void(peer&)>;
    tls_server(const presentation& as, script what);
    ~tls_server(); ///< ends all connections and waits for the scripts
    tls_server(const tls_server&) = delete;
    tls_server& operator=(const tls_server&) = delete;

    std::uint16_t port() const noexcept;
    std::size_t connections() const; ///< accepted so far

private:
    struct state;
    std::unique_ptr<state> state_;
};

} // namespace fakes
