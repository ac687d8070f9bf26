// SPDX-License-Identifier: MIT
//
// What no probe of ours varies, and rules can match on all the same. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "rules/proof/loaded_rules.hpp"

namespace rules::proof {

/// What rules that packets at this hook get to match on, and a proof's packets do not vary: their verdict about other
/// packets is not known. A line each, for people: "rule 2 of filter OUTPUT matches on the packet's mark: …". At most
/// `most`, and then one that says so.
std::vector<std::string> unvaried_in(const std::vector<loaded_chain>& all, hook where, std::size_t most = 20);

} // namespace rules::proof
