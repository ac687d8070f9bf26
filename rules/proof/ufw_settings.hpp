// SPDX-License-Identifier: MIT
//
// ufw.conf and default/ufw of a site, which ufw's own scripts would source in a shell. Pure.
#pragma once

#include <string>
#include <string_view>

namespace rules::proof {

/// The settings of ufw.conf (ENABLED, LOGLEVEL) or default/ufw (IPV6, DEFAULT_…_POLICY, MANAGE_BUILTINS, IPT_SYSCTL,
/// IPT_MODULES), written anew: a line KEY=value each, values of the few that ufw knows. IPT_SYSCTL and IPT_MODULES,
/// which name what is run, are emptied; ENABLED is no. Throws std::invalid_argument with `file` and line for any other
/// key or value.
std::string plain_ufw_settings(std::string_view text, std::string_view file);

} // namespace rules::proof
