// SPDX-License-Identifier: MIT
//
// What one set of rules lets out and another does not, both as their platforms decide: of the emitted text, not of the
// policy that it was made from.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "rules/ip/set.hpp"
#include "rules/verdict/ruleset.hpp"

namespace rules {

/// A protocol, and of it some destination ports: first to last, both inside. 0 to 65535 of one without ports.
struct reach_way {
    int protocol = 0; ///< IANA number, or other_protocols
    std::uint16_t first = 0, last = 65535;

    bool operator==(const reach_way&) const = default;
};

/// All protocols that no rule of either side names.
inline constexpr int other_protocols = -1;

/// Packets: any of these ways, to any of these addresses, from any of these senders, by that name.
struct reach {
    std::vector<reach_way> over; ///< sorted
    ip_set to;
    std::string name; ///< empty: whatever the name; "x", "*.x" one label more, "*.*.x" two or more
    ip_set from;      ///< empty: anybody

    bool operator==(const reach&) const = default;
};

struct reach_change {
    std::vector<reach> gained, lost;

    bool empty() const noexcept { return gained.empty() && lost.empty(); }
};

/// Exact: over every protocol, port, sender and name that a rule of either side tells apart, the addresses as sets. A
/// name is listed where it gains or loses more than packets of no name do.
reach_change diff(const ruleset& before, const ruleset& after);

} // namespace rules
