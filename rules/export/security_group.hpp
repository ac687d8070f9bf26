// SPDX-License-Identifier: MIT
//
// Azure's network security group as values (learn.microsoft.com "Azure network security groups overview"): addresses
// and service tags, no names; the lowest priority number decides; what no rule names goes out to the Internet
// (AllowInternetOutBound, 65001), so that only a rule of its own denies.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rules/export/format.hpp"
#include "rules/export/tree.hpp"

namespace rules {

/// One outbound rule. A rule has one protocol and one address family; a tag stands alone.
struct security_rule {
    std::string name; ///< the flow's id, then what sets it apart from the flow's other rules
    std::string description;
    bool allow = true;
    int priority = 0;                      ///< 100 to 4096
    std::string protocol;                  ///< "Tcp", "Udp", "*"
    std::vector<std::string> ports;        ///< "*" alone: any
    std::vector<std::string> sources;      ///< prefixes, or "*" alone
    std::vector<std::string> destinations; ///< prefixes, or a tag or "*" alone
};

/// In the order of their priorities; the last one denies the rest. Throws std::invalid_argument for more rules than
/// there are priorities.
std::vector<security_rule> security_rules_of(const policy& of);
std::vector<std::string> security_group_cannot(const format& in, const policy& of);

/// As the platform decides, its own default rules included. `meant`: as of ruleset_of(azure_firewall).
ruleset ruleset_of(std::vector<security_rule> all, const std::optional<policy>& meant);

/// How a language spells "destinationAddressPrefixes".
enum class spelling { camel, snake };

/// A rule's members but for its name.
tree security_rule_tree(const security_rule& rule, spelling as);
/// Reads them; `given` may have "name" besides.
security_rule take_security_rule(const tree_view& given, spelling as);

inline constexpr std::string_view security_group_limits =
    "No names: addresses and service tags only. It is a whole group; nothing can be added to one that is there, so "
    "allow-only is not to be had. Azure's own services at 168.63.129.16 and 169.254.169.254 are out of its reach.";

} // namespace rules
