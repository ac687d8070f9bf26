// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <system_error>

namespace netprobe {

/// What a control does otherwise than the path that it is compared with, so that the difference between the two says
/// something (facts/faults.md §1). Unset members: the usual way.
struct variation {
    std::string address;     ///< connect to this address alone, whatever the name says
    int ttl = 0;             ///< hops that what we send before the connection stands may go, 1 to 255 (M3)
    int min_ttl = 0;         ///< answers that arrive with fewer hops left are ignored, 1 to 255 (M4)
    bool answer_ttl = false; ///< read with how many hops left the answer to a SYN arrives (answer_ttl.hpp)
    int max_segment = 0;     ///< bytes in one TCP segment, either way; 88 or more (M6)
    std::string hello;       ///< another ClientHello: one of client_hello's forms (M7, M8)
    double after_ms = 0;     ///< wait so long before beginning, for a pace (M17)
    double use_every_ms = 0; ///< the connection that target::hold_ms leaves alone is used so often instead (D31)
    bool in_a_row = false;   ///< refused, connect again and again, and count packets (interface_packets.hpp; B08)

    bool operator==(const variation&) const = default;
};

/// Prepares an open, unconnected TCP or UDP socket for it. An error where the system refuses.
std::error_code apply(const variation& as, int socket, bool ipv6) noexcept;

} // namespace netprobe
