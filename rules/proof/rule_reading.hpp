// SPDX-License-Identifier: MIT
//
// A rule in its kernel's own words, read again: what it compares, and whether probes vary all of that. What is not
// known here counts as not varied. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace rules::proof {

/// What of a packet a rule compares, of those that probes vary; and the hop limit, which finding neighbours needs.
enum class field { to, from, protocol, port, icmp, icmpv6, way_in, way_out, state, flags, family, hops };

/// One comparison.
struct comparison {
    field of;
    bool negated = false;
    std::string values; ///< as listed: "{ 10.0.0.1, 10.0.0.2 }", "@set", "443:445"
};

struct rule_reading {
    std::vector<comparison> compares;
    std::string unvaried;            ///< for people: what it compares besides; empty: nothing
    bool decides = false;            ///< it has a verdict, or leads to another chain
    bool refuses = false;            ///< and that is to drop or reject
    bool lets_out = false;           ///< and that may be to accept: also by leaving its chain, or by a map
    bool fills_sets = false;         ///< what passes changes what later packets meet
    std::vector<std::string> chains; ///< that it leads to, without those of named maps
};

/// Of nft's listing, or of iptables-save ("-A …"); without counters.
rule_reading read_rule(std::string_view rule);

/// The type of a name or number ("echo-reply", "8"); nothing: none of that name.
std::optional<std::uint8_t> icmp_type(std::string_view text, bool of_ipv6);

/// What nft's sets and maps and ipset's sets hold, as text, by name: all of a listing that have the same name together.
using set_elements = std::map<std::string, std::string, std::less<>>;
set_elements elements_in(std::string_view listing);

/// What a match is called for people: "the packet's mark". `words` begins with it; empty: it has no name here.
std::string name_of_match(const std::vector<std::string>& words);

} // namespace rules::proof
