// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "rules/policy/policy.hpp"
#include "tools/options.hpp"

namespace tools::rules_commands {

/// Where a policy comes from: a saved policy, a report of egress-check, or the site's options and the resolvers'
/// answers.
struct policy_options {
    site_options site;
    network_options network;
    std::string policy, report, service_tags, proxy;
    std::string upstream_protocol = "any";
    std::vector<std::string> also;
    bool wide = false, allow_only = false, gateway = false;
    std::vector<std::string> devices;
    std::string in_interface, out_interface, owner, reason, expires;

    /// Whether any option says what the site is.
    bool given() const;
};
void add_policy_options(CLI::App& app, policy_options& into);

/// Reads or makes it, with its id. Asks resolvers where neither a policy nor a report is given. Throws usage_error.
rules::policy policy_from(const policy_options& from);

} // namespace tools::rules_commands
