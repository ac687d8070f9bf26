// SPDX-License-Identifier: MIT
//
// From whom an audit sends: rules can tell senders apart, and which address a device has is not in them. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rules/ip/set.hpp"
#include "rules/policy/policy.hpp"
#include "rules/proof/loaded_rules.hpp"

namespace rules::proof {

/// One sender that stands for those whom the rules treat alike.
struct audit_sender {
    ip_address address;
    std::string who; ///< "192.168.1.0/24", "10.1.0.127/32", "any other IPv4 address"
};

/// The blocks that rules name senders by: sources in what this machine sends (or, of a gateway, forwards), and of a
/// host also the destinations of what comes in, which are its own. `listing` is what the chains are from: it has the
/// elements of named sets, too.
std::vector<ip_range> senders_named(const std::vector<loaded_chain>& chains, std::string_view listing, hook where);

/// Whom to ask. `among`: the senders that there are (a gateway's devices, a host's own addresses as they were given);
/// of each of their ranges both ends and the middle, and what `named` cuts them into. Empty: anybody may be one, so one
/// of each block in `named`, and the first of each family in `otherwise` that no block names. None is in `places`,
/// which are those that packets go to, and none is loopback, multicast or link-local. Sorted by family, each once.
std::vector<audit_sender> senders_to_ask(const std::vector<ip_range>& named, const ip_set& among,
    const std::vector<ip_address>& otherwise, const ip_set& places);

} // namespace rules::proof
