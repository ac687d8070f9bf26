// SPDX-License-Identifier: MIT
//
// Lists of addresses as people and publishers keep them, made into the fewest prefixes that mean the same.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rules/ip/set.hpp"

namespace rules {

/// What to do with "10.0.0.1/8".
enum class set_host_bits : std::uint8_t {
    refused,  ///< it is a fault: one address may be meant, or the block
    truncated ///< the block is meant
};

/// What lists hold, in their order, and what in them could not be read. Without faults, set_of(v4, v6) is the set.
struct address_list {
    std::vector<interval<std::uint32_t>> v4;
    std::vector<interval<uint128>> v6;
    std::vector<std::string> faults; ///< the first most_faults: "ORIGIN:LINE: "TEXT": what is wrong; remedy"
    std::size_t fault_count = 0;     ///< of all
};

inline constexpr std::size_t most_faults = 20;

/// Adds the entries of a text: an address, a prefix or a range "a-b" a line, both families in any order; blanks around,
/// empty lines, and comments from # on; lines end in LF or CR LF. Strict as address.hpp says. `origin` names the text
/// in faults.
void read_list(std::string_view text, std::string_view origin, set_host_bits then, address_list& into);

/// For each of these prefixes, which must ascend and not overlap, the numbers of the sets that have any address in it.
std::vector<std::vector<std::uint32_t>> provenance_of(
    const std::vector<ip_prefix>& prefixes, std::span<const ip_set> sources);

/// The fewest prefixes that are exactly this set, one a line, IPv4 before IPv6, ascending; single addresses without
/// their length.
std::string lines_of(const ip_set& all);

} // namespace rules
