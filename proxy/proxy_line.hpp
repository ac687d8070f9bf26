// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>

#include <asio/awaitable.hpp>
#include <asio/ip/tcp.hpp>

#include "netprobe/tcp_stream.hpp"
#include "netprobe/tls_stream.hpp"
#include "netprobe/wire.hpp"
#include "proxy/address.hpp"

namespace proxy {

/// A connection to a proxy that can be made anew where the proxy ends it between two requests.
class proxy_line {
public:
    explicit proxy_line(const asio::any_io_executor& ex) : connecting_(ex) {}

    /// Connects to that address of the proxy, with TLS where it is an https:// one; how it failed goes into `leg`, the
    /// request that is to follow. Nothing secret may go to a proxy whose certificate is not trusted or not for its
    /// name: not_tried, and no connection. What was before is closed.
    asio::awaitable<void> dial(
        const netprobe::wire& on, const address& by, std::string proxy_address, netprobe::tunnel_observation& leg);

    /// To close when time is up, also while it connects.
    asio::ip::tcp::socket& socket() { return bottom_ ? bottom_->socket() : connecting_; }

    /// What to speak over, once dial() has gone well.
    netprobe::stream& top() {
        if (secure_) return *secure_;
        return *bottom_;
    }

private:
    asio::ip::tcp::socket connecting_;
    std::unique_ptr<netprobe::tcp_stream> bottom_;
    std::unique_ptr<netprobe::tls_stream> secure_; ///< over bottom_
};

/// The line as a stream of its own, which begins with the bytes that have been read already.
std::unique_ptr<netprobe::stream> over_line(proxy_line whole, netprobe::bytes early);

} // namespace proxy
