// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/diagnose/icmp_reading.hpp"

namespace rules::diagnosis {

/// Reads a TCP connect (facts/faults.md M1, B01–B17, V1).
reading read_connect(const netprobe::connect_observation& seen, const inquiry& in);

/// A SYN that may go one hop is refused as this one was: by this device itself, or by somebody right beside it. Also
/// where that is known of the same port of another address alone.
bool refused_within_one_hop(const netprobe::connect_observation& seen, const inquiry& in);

/// What all attempts of one path mean together.
struct joint_reading {
    reading told;                      ///< by the one that tells most; proved where all that agree with it are
    std::string_view limit;            ///< net.rate_limit or net.connection_limit: others got through to this place
    std::vector<std::string> evidence; ///< of every attempt that counts
    std::vector<std::string> addresses;
};

/// Over IPv6 something answered this device: a service, or a resolver.
bool has_ipv6(const inquiry& in);

/// IPv4 alone counts where it was tried, because the services have no IPv6 (facts/azure.md §0.12) and a device without
/// it has no route for it; unless this device has IPv6 alone, and the attempts over it tell something.
bool ipv4_decides(const std::vector<netprobe::connect_observation>& connects, const inquiry& in);

/// What the attempts of the family that counts mean. Nothing where no attempt tells anything.
std::optional<joint_reading> read_attempts(
    const std::vector<netprobe::connect_observation>& connects, const inquiry& in);

} // namespace rules::diagnosis
