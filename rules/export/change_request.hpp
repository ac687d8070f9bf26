// SPDX-License-Identifier: MIT
//
// What a change request says of a flow besides the policy's own fields: what it costs, what would be narrower, how to
// see afterwards that it works (facts/rules.md §2.18).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rules/export/format.hpp"
#include "rules/policy/policy.hpp"

namespace rules {

/// The row of a format that is a document for people or programs: nothing is changed by it, and nothing can be proved.
format document_row(
    std::string_view name, std::string_view title, std::string_view limits, decltype(format::write) write);

/// "outbound, from the device itself", or from whom through which interfaces.
std::string direction_of(const policy& of);

/// Who sends: "the device", the devices' blocks, or "any device behind the gateway".
std::string source_of(const policy& of);

/// What a firewall that only knows addresses opens: "2 IPv4, 0 IPv6 addresses", or why that cannot be said.
std::string price_of(const flow& f);

/// For every wildcard, what would be narrower, or that nothing is known. Empty: no wildcard.
std::vector<std::string> narrower_than(const flow& f);

/// A command for each transport and port, to be run on the device after the change; Linux.
std::vector<std::string> test_commands(const flow& f);

/// "tcp", "udp", "tcp, udp".
std::string transports_of(const flow& f);
/// "443, 5671".
std::string ports_of(const flow& f);

/// The addresses as prefixes.
std::vector<std::string> addresses_of(const flow& f);

} // namespace rules
