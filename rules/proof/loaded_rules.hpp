// SPDX-License-Identifier: MIT
//
// What a kernel holds, read out of its own listings (nft list ruleset, iptables-save): for remarks about rules, not for
// verdicts. Pure.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "rules/policy/policy.hpp"

namespace rules::proof {

/// A chain as its listing prints it.
struct loaded_chain {
    std::string table; ///< "inet egress", "filter"
    std::string name;
    std::string hook;                       ///< "output"; empty: only other chains lead to it
    bool refuses = false;                   ///< its policy is to drop
    std::vector<std::string> rules;         ///< without packet and byte counters
    std::vector<std::string> leads_to = {}; ///< chains that its rules lead to by maps with names
};

/// All chains that can stop a packet: those of address translation are left out. Listings may follow each other.
std::vector<loaded_chain> chains_in(std::string_view listings);

/// Rules of all chains.
std::size_t rule_count(const std::vector<loaded_chain>& all) noexcept;

/// The hooks at which something decides: a rule, or a policy that drops.
std::set<std::string> hooks_of(const std::vector<loaded_chain>& all);

/// A line for people, where the rules decide about what is forwarded and the policy is about what this machine sends,
/// or the other way; empty: rules are at the policy's hook, or nowhere.
std::string wrong_hook(const std::set<std::string>& hooks, hook of);

/// "counter packets 3 bytes 120" becomes "counter": what a rule is, without what it has seen.
std::string without_counters(std::string_view rule);

} // namespace rules::proof
