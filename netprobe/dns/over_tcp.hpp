// SPDX-License-Identifier: MIT
#pragma once

#include <asio/awaitable.hpp>
#include <asio/ip/tcp.hpp>

#include "netprobe/dns/asking.hpp"
#include "netprobe/dns/message.hpp"

namespace netprobe::dns {

/// Step: asks a question again over TCP (RFC 7766), within a limit of its own, because the answer over UDP was
/// truncated. Fills seen.tcp_retry; with a usable answer `seen` is that answer, otherwise `seen` fails with it and what
/// came over UDP stays. `seen` and `with` must outlive this.
asio::awaitable<void> ask_over_tcp(asio::ip::tcp::endpoint peer, std::uint16_t id, bytes question, dns_answer& seen,
    record_type type, const asking& with);

} // namespace netprobe::dns
