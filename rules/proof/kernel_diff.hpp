// SPDX-License-Identifier: MIT
//
// Two sets of rules that a Linux kernel loads, compared by the packets that it lets out.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "rules/export/format.hpp"
#include "rules/policy/policy.hpp"
#include "rules/verdict/packet.hpp"

namespace rules::proof {

/// One side of a comparison.
struct kernel_side {
    std::string_view format; ///< one that can_load() knows
    const std::vector<output_file>& files;
    const policy& of; ///< what they are for: hook, stance, interfaces, what dnsmasq's sets are filled with
};

/// Packets of a grid that one side lets out and the other does not.
struct kernel_change {
    std::vector<packet> gained, lost;
    std::size_t asked = 0;
    bool complete = true;              ///< a packet in every cell of the grid; false: a sample of it
    std::vector<std::string> unjudged; ///< rules of either side that match on what no probe varies

    bool empty() const noexcept { return gained.empty() && lost.empty(); }
};

/// The grid is cut by both texts, so that what either tells apart is asked, from every kind of sender that either
/// names; of a gateway by the interfaces of `before`. Each side is loaded into a sandbox of its own. Pre: both are of
/// the same hook. Throws as load_rules() and in_sandbox().
kernel_change diff_in_kernel(const kernel_side& before, const kernel_side& after,
    std::chrono::milliseconds limit_each = std::chrono::minutes(2));

} // namespace rules::proof
