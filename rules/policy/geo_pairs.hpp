// SPDX-License-Identifier: MIT
//
// Which region an Azure region fails over to: data with a date, as it changes (rules/policy/geo_pairs.toml).
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace rules {

/// Where one region fails over to.
struct geo_pair {
    std::string region; ///< programmatic name: "northeurope"
    std::string source; ///< document that says so; begins with "unverified: " where nobody has seen one
    std::string as_of;  ///< RFC 3339 date of the source
};

using geo_pairs = std::map<std::string, geo_pair, std::less<>>; ///< by programmatic name: "westeurope"

/// The table compiled into the binary.
std::string_view built_in_geo_pairs() noexcept;

/// Reads a table (its form is described at its top). Strict, as catalogs are. Throws std::invalid_argument with one
/// line: file, line, what is wrong, remedy.
geo_pairs parse_geo_pairs(std::string_view toml, std::string_view origin);

/// The pair of a region, in any case. Null: it has none, or is not known.
const geo_pair* pair_of(const geo_pairs& in, std::string_view region);

} // namespace rules
