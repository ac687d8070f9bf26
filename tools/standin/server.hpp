// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <list>
#include <memory>
#include <string>

#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/ip/udp.hpp>

#include "tools/standin/connection.hpp"
#include "tools/standin/settings.hpp"

namespace standin {

/// The whole stand-in on one event loop: every service on every address. Must outlive the loop's
/// last run(); stop() and one more run() end everything it started.
class server {
public:
    /// Listens at once. `log` gets one line per connection. Throws std::runtime_error with one
    /// line that names address, port and remedy where that is not possible.
    server(asio::io_context& io, const settings& how, std::function<void(const std::string&)> log);
    server(const server&) = delete;
    server& operator=(const server&) = delete;

    /// Closes every socket; run() of the loop then returns.
    void stop();

    const port_map& ports() const noexcept { return ports_; } ///< the real ones, also where 0 was asked for
    const std::vector<asio::ip::address>& addresses() const noexcept { return addresses_; } ///< listened on
    const std::vector<asio::ip::address>& advertised() const noexcept { return all_.names.addresses; }
    std::string root_pem() const { return ca_.root_pem(); }
    std::size_t connections() const noexcept { return connections_; } ///< open now

private:
    /// One listening TCP socket.
    struct door {
        asio::ip::tcp::acceptor acceptor;
        int standard;
    };
    void listen(const asio::ip::address& at, int standard);
    void bind_udp(const asio::ip::address& at, int standard);
    asio::awaitable<void> accept(door& at);
    asio::awaitable<void> serve(asio::ip::tcp::socket socket, int standard);
    asio::awaitable<void> answer_datagrams(asio::ip::udp::socket& socket, int standard);
    void say(const std::string& line) const;

    asio::io_context& io_;
    settings how_;
    std::function<void(const std::string&)> log_;
    authority ca_;
    world all_;
    tls_front https_, amqps_, mqtts_;
    port_map ports_;
    std::vector<asio::ip::address> addresses_;
    std::list<door> doors_;
    std::list<asio::ip::udp::socket> datagrams_;
    std::size_t connections_ = 0;
    bool stopped_ = false;
};

} // namespace standin
