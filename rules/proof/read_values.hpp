// SPDX-License-Identifier: MIT
//
// Values that a rule compares with, and which of them no probe has. Pure; for both readers of rules.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rules/ip/address.hpp"
#include "rules/proof/rule_reading.hpp"

namespace rules::proof {

/// For people: what of these values no probe has ("protocol ah"); empty: all is tried. `words` as listed, each word or
/// sign apart.
std::string untried_among(field of, const std::vector<std::string>& words);

/// "  a  b,c" → "a", "b", ",", "c"; { } ( ) , ; are words of their own, and so is what is in quotes, with its quotes.
std::vector<std::string> words_of_rule(std::string_view rule);

/// The words of a comparison's values, and in place of the sets among them ("@name") the words of their elements;
/// ipset's "10.0.0.1,tcp:443" is several.
std::vector<std::string> words_with_elements(const std::string& values, const set_elements& sets);

/// "10.0.0.0/8", "10.0.0.1", "10.0.0.1-10.0.0.9"; nothing: it is no address, or a range of two families or backwards.
std::optional<ip_range> range_in(const std::string& word);

} // namespace rules::proof
