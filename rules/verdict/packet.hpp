// SPDX-License-Identifier: MIT
//
// A packet as firewalls see it, and what a set of rules says to it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "rules/ip/address.hpp"

namespace rules {

/// IANA protocol numbers that probes use.
namespace protocol_number {
inline constexpr int icmp = 1, ipip = 4, tcp = 6, udp = 17, ipv6_in_ip = 41, gre = 47, esp = 50, icmpv6 = 58,
                     sctp = 132;
}

/// The first packet of a connection (or of none).
struct packet {
    ip_address to;
    int protocol = protocol_number::tcp;
    std::uint16_t port = 0; ///< destination, of TCP, UDP and SCTP; ICMP: the type (echo request)
    std::string name; ///< the host that the client means: SNI, CONNECT, the question whose answer `to` was; or empty
    ip_address from;  ///< gateway: a device of the site, or not
};

/// "tcp 203.0.113.10:8883 (contoso.azure-devices.net)", for people.
std::string text_of(const packet& p);

} // namespace rules
