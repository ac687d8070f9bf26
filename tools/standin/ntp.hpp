// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <optional>

#include "netprobe/stream.hpp"

namespace standin {

using wall_time = std::chrono::time_point<std::chrono::system_clock, std::chrono::nanoseconds>;

/// A server's answer to an SNTP client's packet (RFC 4330 §4, §6) at the time `now`; nothing for
/// bytes that are not a client's request of version 1 to 4.
std::optional<netprobe::bytes> answer_ntp(netprobe::bytes_view query, wall_time now);

} // namespace standin
