// SPDX-License-Identifier: MIT
//
// Needs + what is known of names and addresses → policy: the ladder of facts/rules.md §2.20, with its price.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/ip/set.hpp"
#include "rules/policy/needed.hpp"
#include "rules/policy/policy.hpp"
#include "rules/report.hpp"

namespace rules {

/// What resolvers said of one name.
struct name_evidence {
    std::vector<ip_address> addresses;
    std::string when;    ///< RFC 3339
    std::string who;     ///< the resolver: "10.0.0.53 port 53"
    std::string failure; ///< why there are no addresses; empty where there are
};

/// What was measured: by a check (found_in()), or for the purpose.
struct found {
    std::map<std::string, name_evidence> names;
    std::map<std::pair<std::string, std::string>, std::vector<std::string>> layers; ///< see needed_hosts()
    std::vector<std::pair<ip_address, std::uint16_t>> resolvers;
    std::string upstream_protocol; ///< what the report recommends, or the deployment sets; or empty
    proxy_knowledge proxies;       ///< `only` is of the request
};

/// One name's evidence; `when` is RFC 3339.
name_evidence evidence_of(const netprobe::resolve_observation& seen, const std::string& when);

/// "10.0.0.1:53", "[fd00::1]:53" → address and port; nothing for other texts.
std::optional<std::pair<ip_address, std::uint16_t>> resolver_of(std::string_view text);

/// The evidence in a report: answers, layer hosts that registries named, resolvers, recommendation.
found found_in(const report& of);

/// How the policy is to be.
struct policy_request {
    need_options needs;
    rules::stance stance = stance::default_deny;
    rules::hook hook = hook::host;
    std::string owner, reason, expires; ///< checked_text()
    ip_set devices;
    std::string in_interface, out_interface;
    bool ipv4 = true, ipv6 = true; ///< families to write addresses of
    std::string proxy;     ///< everything that can goes by this one, "http://proxy:3128"; empty: as far as is known
    bool no_proxy = false; ///< everything goes out directly, whatever is known
};

/// Address ranges that Azure publishes for a service tag, in the site's region where it is known; empty: not known.
/// `name_used` receives the tag's full name ("Storage.WestEurope"), or several with commas between. Throws
/// std::invalid_argument for a region that is in no tag.
using tag_ranges = std::function<ip_set(const std::string& tag, std::string& name_used)>;

/// Builds it. Nothing throws but for what the request itself has wrong (std::invalid_argument, one line); what could
/// not be had is in the policy's remarks, and its flows have rung::names_only. `tags` may be empty.
policy make_policy(
    const site& of, const catalog& from, const found& known, const policy_request& how, const tag_ranges& tags);

/// The names that make_policy() would like addresses of: no wildcards, no addresses.
std::vector<std::string> names_to_resolve(
    const site& of, const catalog& from, const found& known, const policy_request& how);

} // namespace rules
