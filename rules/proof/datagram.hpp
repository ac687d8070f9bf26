// SPDX-License-Identifier: MIT
//
// Packets as bytes: what a prober sends. Pure; every checksum is right, as conntrack calls a wrong one invalid.
#pragma once

#include <cstdint>
#include <string>

#include "rules/verdict/packet.hpp"

namespace rules::proof {

namespace tcp_flag {
inline constexpr std::uint8_t fin = 1, syn = 2, rst = 4, push = 8, ack = 16;
}

/// No rule names it, and no cut lies there.
inline constexpr std::uint16_t usual_source_port = 51111;

/// One packet to send: what cells vary, and what only some probes do.
struct probe {
    packet what; ///< what.from is of what.to's family
    std::uint16_t from_port = usual_source_port;
    std::uint8_t flags = tcp_flag::syn; ///< of TCP
};

/// An IP datagram. `id` is in the identification of IPv4 and in the flow label of IPv6: at most 16 bits.
std::string datagram_of(const probe& p, std::uint16_t id);

/// Whether a datagram is one of those, by its hop limit, before or after one hop; and its id.
bool is_probe(const std::string& datagram, std::uint16_t& id) noexcept;

} // namespace rules::proof
