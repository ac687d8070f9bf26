// SPDX-License-Identifier: MIT
#include "netprobe/open_tls.hpp"

#include "netprobe/handshake.hpp"
#include "netprobe/open_direct.hpp"

namespace netprobe {

asio::awaitable<tls_connection> open_tls(const wire& on, std::string host, std::uint16_t port, std::string_view alpn) {
    tls_connection made;
    const auto resolved = co_await on.names.resolve(host);
    if (!resolved.ok()) co_return made;
    direct_attempts attempts(on, resolved.addresses, on.port_for(port));
    made.bottom = co_await attempts.first();
    attempts.stop();
    co_await attempts.rest();
    if (!made.bottom) co_return made;
    auto top = std::make_unique<tls_stream>(*made.bottom, on.roots.context());
    auto with = hello_for(host, alpn);
    const auto seen = co_await handshake(on, *top, std::move(with));
    if (seen.ok()) made.top = std::move(top);
    co_return made;
}

} // namespace netprobe
