// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "rules/proof/rule_reading.hpp"

namespace rules::proof {

/// A line of iptables-save that begins with "-A", in words. Pure.
rule_reading read_iptables_rule(const std::vector<std::string>& words);

} // namespace rules::proof
