// SPDX-License-Identifier: MIT
#include "netprobe/open_tls.hpp"

#include "netprobe/handshake.hpp"
#include "netprobe/route.hpp"

namespace netprobe {

asio::awaitable<tls_connection> open_tls(
    const wire& on, const target& path, std::string host, std::uint16_t port, std::string_view alpn) {
    tls_connection made;
    path_observation beside; // its own path in the plan keeps the evidence
    beside.to.host = host;
    beside.to.port = port;
    made.bottom = co_await on.way(path.via)->open(on, beside);
    co_await made.bottom->give_up_others();
    if (!made.bottom->over()) co_return made;
    auto top = std::make_unique<tls_stream>(*made.bottom->over(), on.roots.context());
    auto with = hello_for(host, alpn);
    const auto seen = co_await handshake(on, *top, std::move(with));
    if (seen.ok()) made.top = std::move(top);
    co_return made;
}

} // namespace netprobe
