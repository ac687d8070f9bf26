// SPDX-License-Identifier: MIT
//
// What lets out more or less in one policy than in another, as sets of packets: a flow that only has another id or
// another place lets out the same.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/policy/policy.hpp"

namespace rules {

/// Packets: any of these ways (transport and port) to any of these addresses or names.
struct traffic {
    std::vector<std::pair<transport, std::uint16_t>> over; ///< sorted
    ip_set addresses;
    std::vector<std::string> names; ///< sorted

    bool operator==(const traffic&) const = default;
};

/// What one flow lets out that nothing in the other policy does.
struct flow_change {
    std::string flow; ///< its id in the policy that has it
    std::vector<traffic> packets;
};

/// A setting besides the flows that differs, both as text: "stance", "default-deny", "allow-only".
struct setting_change {
    std::string what, before, after;
};

/// How `what` begins for a flow whose service tags differ; its id follows.
inline constexpr std::string_view service_tags_setting = "service tags of ";

struct policy_change {
    std::vector<setting_change> settings;
    std::vector<flow_change> gained, lost;   ///< in the order of the policy that has the flows
    ip_set gained_addresses, lost_addresses; ///< that had, or have, no way at all

    bool empty() const noexcept { return settings.empty() && gained.empty() && lost.empty(); }
};

/// Pre: check() passes for both. Names count as lost or gained unless a name or wildcard of the other policy covers
/// them over the same transport and port. Reasons, needs and rungs let out nothing and are not compared.
policy_change diff(const policy& before, const policy& after);

} // namespace rules
