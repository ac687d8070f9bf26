// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/diagnose/inquiry.hpp"

namespace rules::diagnosis {

/// What one failed attempt to reach an address means by itself.
struct reading {
    std::string_view cause;   ///< empty: it did not fail, or was not tried
    std::string box;          ///< address of who rejected it, where known
    bool proved = false;      ///< the evidence can mean nothing else
    std::string evidence;     ///< one plain sentence
    std::string control = {}; ///< what a control adds to it
    std::string where = {};   ///< instead of the row's
    bool placed = false;      ///< packets to there end nearer than others do, at `box`
};

/// Reads a TCP connect (facts/faults.md M1, B01–B17, V1).
reading read_connect(const netprobe::connect_observation& seen, const inquiry& in);

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

/// Reads ICMP errors that came back for `where` ("203.0.113.7:5671"); cause empty where none of them rejects.
/// `silence_ms` is how long it took: a neighbour that does not answer takes seconds, a rule takes none.
reading read_icmp(
    const std::vector<netprobe::icmp_error>& icmp, std::string_view where, double silence_ms, const inquiry& in);

/// Rejected by ICMP in words of a rule, as a limit of connections rejects, too: prohibited, or port unreachable.
bool rejected_by_rule(const netprobe::connect_observation& seen) noexcept;

/// "port unreachable", "administratively prohibited".
std::string_view icmp_words(const netprobe::icmp_error& e) noexcept;

} // namespace rules::diagnosis
