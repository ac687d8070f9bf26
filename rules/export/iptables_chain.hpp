// SPDX-License-Identifier: MIT
//
// A policy as a chain of our own for iptables-restore and ip6tables-restore, in one text: lines that begin with -4 or
// -6 are for one of them (iptables 1.8.9, both backends).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rules/ip/address.hpp"
#include "rules/policy/policy.hpp"

namespace rules {

/// "EGRESS", for a gateway "EGRESS-GATEWAY": so a device can hold both.
std::string_view iptables_chain_name(hook h) noexcept;

/// How rules name addresses: a list, as one rule holds one match. What is empty there is in no rule.
struct address_matches {
    std::vector<std::string> (*destinations)(const policy&, const flow&, ip_family); ///< "-d 203.0.113.64/27"
    std::vector<std::string> (*devices)(
        const policy&, ip_family); ///< "-s 10.0.0.0/24"; not called where anybody may send
};

/// Appends the whole table, "*filter" to "COMMIT". Restored with -n, only chains of our own are replaced.
void add_iptables_chain(std::string& to, const policy& of, const address_matches& by);

/// How to load such a file, to have it called once, and to take it back; for comments.
std::vector<std::string> how_to_restore(const policy& of, std::string_view file);

} // namespace rules
