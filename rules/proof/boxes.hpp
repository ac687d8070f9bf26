// SPDX-License-Identifier: MIT
//
// The packets inside each loaded rule's own box: where the whole grid is too much, they alone show what one rule opens.
// Pure.
#pragma once

#include <string_view>
#include <vector>

#include "rules/proof/loaded_rules.hpp"
#include "rules/verdict/cells.hpp"

namespace rules::proof {

/// For every rule that lets something out: one packet in each cell of `at` that lies in its own addresses (or elements
/// of the sets that it names), ports, protocols and senders. What a rule does not compare is taken whole from `at`, as
/// the chains before it may compare it; only a rule that compares no address in a chain at a hook is asked about a few.
/// Senders without an address are for the caller to fill.
std::vector<packet> packets_in_boxes(const std::vector<loaded_chain>& all, std::string_view listing, const cuts& at);

} // namespace rules::proof
