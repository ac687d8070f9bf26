// SPDX-License-Identifier: MIT
//
// What to ask a proxy beyond the site's own paths, so that the answers to those mean something. Controls are looked up
// by service and port:
//   control_nonexistent  a name that does not exist, port 443, with TLS: is a granted tunnel worth anything?
//   control_name         the target at another port, connection only: is it the port?
//   control_host         another host of the plan at the target's port, connection only: is it the host?
//   control_literal      one of the target's addresses in place of its name, connection only: is it the name?
//   control_other_name   TLS for another host's name in a tunnel to the target: is it the name inside?
//   control_proxy_tls    TLS with the proxy's own port, directly: is it the scheme?
#pragma once

#include <vector>

#include "rules/plan.hpp"
#include "rules/report.hpp"

namespace rules {

/// The controls that would decide between the causes which a measured report still leaves possible. Of a healthy site
/// with a proxy that is control_nonexistent alone; without a proxy, nothing. Pure; ids are unique.
std::vector<planned_path> proxy_controls(const report& measured);

/// All of them, for the hub (else the first host that goes by the proxy) at 443, 5671 and 8883: what a proxy lets
/// through. Addresses are known only where `of` has been measured.
std::vector<planned_path> proxy_matrix(const report& of);

} // namespace rules
