// SPDX-License-Identifier: MIT
//
// Which parts of a listing can be taken out one at a time. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace rules::proof {

/// Without the text from `begin` to `end` the listing is still one that its loader takes.
struct removal {
    std::string label; ///< for people: "element 203.0.113.64/27 of f_iot-hub_v4"
    std::size_t begin = 0, end = 0;
};

/// Of nft list ruleset: every element of a set with a name, every element of a list in an accept rule, and every accept
/// rule that names a destination or a source. What keeps traffic alive (lo, established, neighbours) is left alone: no
/// new packet shows it.
std::vector<removal> removals_of_nft(std::string_view listing);

/// Of iptables-save: every ACCEPT rule, or one that leads to another chain, that names addresses, ports or sets, and
/// every port of a list in one.
std::vector<removal> removals_of_iptables(std::string_view listing);

/// The listing without it.
std::string without(std::string_view listing, const removal& r);

} // namespace rules::proof
