// SPDX-License-Identifier: MIT
#pragma once

#include <asio/awaitable.hpp>

#include "netprobe/connect_gate.hpp"
#include "netprobe/route.hpp"
#include "netprobe/wire.hpp"
#include "proxy/address.hpp"

namespace proxy {

/// The way out through a proxy: its name, TCP to it, TLS with it where it is an https:// one, the request for a
/// tunnel. Every path opens a tunnel of its own.
///
/// The target's name goes to the proxy as it is (socks5:// excepted), on the port that `on` maps it to. Credentials
/// are withheld from an https:// proxy whose certificate is not trusted or not for its name.
class tunnel_route final : public netprobe::route {
public:
    /// `on` is how to reach the proxy itself; `roots` judge its certificate. Both must outlive this.
    tunnel_route(const netprobe::wire& on, const netprobe::trust& roots, address by);

    asio::awaitable<std::unique_ptr<netprobe::connection>> open(
        const netprobe::wire& on, netprobe::path_observation& seen) const override;

private:
    address by_;
    netprobe::connect_gate gate_;
    netprobe::wire to_proxy_;
};

} // namespace proxy
