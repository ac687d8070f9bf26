// SPDX-License-Identifier: MIT
//
// Azure Firewall's rules as values (learn.microsoft.com: "Azure Firewall rule processing logic", "FQDN filtering in
// network rules"; facts/rules.md §2.7): application rules decide by the name in TLS or HTTP, wildcards included;
// network rules by address, service tag, or exact name, which the firewall itself resolves. Written in three languages.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rules/export/format.hpp"
#include "rules/export/tree.hpp"

namespace rules {

/// One rule; `names` or `addresses` is empty. Strings are as the product spells them.
struct azure_firewall_rule {
    std::string name, description;      ///< name: the flow's id
    std::vector<std::string> protocols; ///< network: "TCP", "UDP"; application: "Https:443", "Http:80"
    std::vector<std::string> sources;   ///< "*" or prefixes
    std::vector<std::string> names;     ///< application: "*.x" is any number of labels before x, and not x itself
    std::vector<std::string> addresses; ///< network: prefixes or service tags
    std::vector<std::string> ports;     ///< network
};

/// What a policy becomes: two collections. Network rules come first whatever their priority is; what no rule lets
/// through is refused.
struct azure_firewall {
    bool own_policy = true; ///< default-deny: a firewall policy of its own, with DNS proxy; else a group for the site's
    std::vector<azure_firewall_rule> network, application;
};

/// Of the two collections, and of the group that holds them: a lower number comes first.
inline constexpr int azure_network_priority = 1000, azure_application_priority = 2000, azure_group_priority = 1000;

/// The rules of a policy: names as application rules where the firewall finds them itself, else as network rules.
azure_firewall azure_firewall_of(const policy& of);
/// A format's `carries`: wildcards only on 80 and 443 over TCP, other flows by exact name, tag or IPv4 address.
carried carried_by_azure_firewall(const policy& of, const flow& f);
/// What this product leaves out of a policy, in sentences. Throws std::invalid_argument for devices without IPv4.
std::vector<std::string> azure_firewall_cannot(const format& in, const policy& of);

/// The rules as the firewall decides. `meant` is the policy in the file's comments, by policy_in(): a service tag
/// stands for the addresses of the flow that its rule is named after, if it is one of that flow's tags. Throws
/// std::invalid_argument for what the product would refuse, and for other tags.
ruleset ruleset_of(const azure_firewall& all, const std::optional<policy>& meant);

// The two resources' "properties", the same in ARM and Bicep.
/// Of a firewall policy of its own: DNS proxy on.
tree azure_policy_properties();
/// Of the rule collection group: both collections, without those that are empty.
tree azure_group_properties(const azure_firewall& all);
/// Throws std::invalid_argument for properties other than azure_policy_properties().
void check_azure_policy_properties(const tree_view& given);
/// Appends the rules of such a group. Throws std::invalid_argument for what azure_group_properties() never writes.
void take_azure_group_properties(azure_firewall& into, const tree_view& given);

/// A format's `limits`.
inline constexpr std::string_view azure_firewall_limits =
    "IPv4 only. Names on other ports than 80 and 443 need the firewall's DNS proxy, and devices that ask it. With "
    "allow-only the rules are a group for a policy that is there, whose DNS proxy has to be on. Other groups of the "
    "same "
    "policy may let out more.";

} // namespace rules
