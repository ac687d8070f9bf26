// SPDX-License-Identifier: MIT
//
// What Cisco's ASA and IOS-XE configurations have in common, for their readers.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rules/export/objects.hpp"

namespace rules {

/// Limits of object and access list names of both (facts/rules.md §2.11).
inline constexpr std::size_t longest_cisco_name = 64;

using cisco_services = std::vector<port_service>;

/// Adds "tcp 443" to a service group.
void add_service(cisco_services& to, int protocol, port_range ports);

/// The rules that an entry with this service group is: one for each protocol.
std::vector<platform_rule> entries_of(const platform_rule& entry, const cisco_services& services);

} // namespace rules
