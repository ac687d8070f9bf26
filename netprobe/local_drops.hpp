// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace netprobe {

/// How often this device could not send a TCP segment again because something in the device itself refused it: a rule
/// of its own firewall that drops (Linux: TcpExt TCPRetransFail of /proc/net/netstat, readable by everybody). Counted
/// since boot, for all programs of the network namespace; a difference of two readings tells that a SYN without an
/// answer never left. Nothing where the system does not count it.
std::optional<std::uint64_t> failed_retransmissions();

/// The same from the text of such a file; nothing where it has no such count.
std::optional<std::uint64_t> failed_retransmissions_in(std::string_view netstat);

} // namespace netprobe
