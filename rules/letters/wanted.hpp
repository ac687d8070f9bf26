// SPDX-License-Identifier: MIT
//
// What a finding asks somebody to let through: from where, to where, as it was at the time of the measurement.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rules/catalog.hpp"
#include "rules/policy/policy.hpp"
#include "rules/report.hpp"

namespace rules {

/// Where something must get through, in the terms of a firewall's policy: one flow a host (rules/policy/policy.hpp).
struct wanted {
    std::vector<flow> flows;            ///< names or addresses, ports, Azure's tags; in the order of the plan
    std::vector<std::string> sources;   ///< who sends: this device's addresses as seen on its sockets, or the proxy's
    bool by_proxy = false;              ///< `sources` are the proxy's
    std::vector<std::string> protocols; ///< what is spoken there: "https", "amqp"
    std::vector<std::string> resolvers; ///< that were asked for a name, for a finding about names
};

/// Of the finding's paths. `from` adds service tags, and the wider name where a registry's answer names the host.
wanted wanted_by(const finding& f, const report& of, const catalog& from);

/// The paths that a finding names, in the order of the plan.
std::vector<const path_result*> paths_of_finding(const finding& f, const report& of);

/// Fit to be typed into a shell as it is: a host name or an address.
bool fit_for_command(std::string_view host);

} // namespace rules
