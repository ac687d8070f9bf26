// SPDX-License-Identifier: MIT
//
// Values that a rule compares with, and which of them no probe has. Pure; for both readers of rules.
#pragma once

#include <string>
#include <vector>

#include "rules/proof/rule_reading.hpp"

namespace rules::proof {

/// For people: what of these values no probe has ("protocol ah"); empty: all is tried. `words` as listed, each word or
/// sign apart.
std::string untried_among(field of, const std::vector<std::string>& words);

/// "  a  b,c" → "a", "b", ",", "c"; { } ( ) , ; are words of their own, and so is what is in quotes, with its quotes.
std::vector<std::string> words_of_rule(std::string_view rule);

} // namespace rules::proof
