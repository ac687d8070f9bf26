// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <functional>
#include <string>

#include <asio/awaitable.hpp>
#include <asio/ip/tcp.hpp>

#include "netprobe/time_budget.hpp"
#include "tools/standin/dns.hpp"
#include "tools/standin/tls.hpp"
#include "tools/standin/web.hpp"

namespace standin {

/// What all connections share; outlives them.
struct world {
    world(asio::any_io_executor ex, std::chrono::milliseconds hold_time)
        : hold(hold_time), budget(ex, hold_time, std::chrono::hours(24 * 3650)) {}
    std::chrono::milliseconds hold;    ///< a silent connection ends after that; any after twice that and a minute
    netprobe::time_budget budget;      ///< interrupt() ends every connection
    std::chrono::milliseconds skew{0}; ///< our clock's error
    web_world web;
    zone names;

    /// The time that this stand-in shows to others.
    std::chrono::system_clock::time_point now() const { return std::chrono::system_clock::now() + skew; }
};

/// One line of the log about one connection: who, which port, which name, what was said.
/// The notes are bounded; the peer's text in them is made printable.
class connection_log {
public:
    connection_log(const asio::ip::tcp::endpoint& peer, int port);
    void name(std::string_view server_name);
    void note(std::string_view text);
    std::string line() const;

private:
    std::string who_, name_, notes_;
    std::size_t left_out_ = 0;
};

/// Serves one TLS connection on the standard port `port` to its end; writes its log.
asio::awaitable<void> serve_tls(
    world& all, tls_front& front, asio::ip::tcp::socket socket, int port, connection_log& log);

/// Serves DNS over TCP (RFC 7766): length-prefixed messages, one after the other.
asio::awaitable<void> serve_dns(world& all, asio::ip::tcp::socket socket, connection_log& log);

} // namespace standin
