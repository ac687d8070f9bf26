// SPDX-License-Identifier: MIT
//
// Which axes of a proof's packets the loaded rules tell apart: what they never compare needs no more than one value.
// Pure.
#pragma once

#include <string_view>
#include <vector>

#include "rules/proof/loaded_rules.hpp"
#include "rules/verdict/cells.hpp"

namespace rules::proof {

struct named_axes {
    cuts at;                 ///< senders (elements of the sets that rules take them from, too) and types of ICMP
    bool interfaces = false; ///< some rule tells them apart, but for the loopback
    bool segments = false;   ///< some rule lets out TCP segments by their flags, or what belongs to no connection
};

/// Of what a kernel holds; `listing` is what `all` was read from.
named_axes named_in(const std::vector<loaded_chain>& all, std::string_view listing);

} // namespace rules::proof
