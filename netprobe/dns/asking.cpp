// SPDX-License-Identifier: MIT
#include "netprobe/dns/asking.hpp"

namespace netprobe::dns {

local_end end_towards(const asio::ip::address& server, const local_end& wanted) {
    std::error_code ec;
    const auto source = asio::ip::make_address(wanted.source, ec);
    const bool other_family = !wanted.source.empty() && (ec || source.is_v6() != server.is_v6());
    return server.is_loopback() || other_family ? local_end{} : wanted;
}

} // namespace netprobe::dns
