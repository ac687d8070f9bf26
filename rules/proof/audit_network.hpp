// SPDX-License-Identifier: MIT
//
// The network that an audit's rules stand in.
#pragma once

#include <string>
#include <vector>

#include "rules/policy/policy.hpp"
#include "rules/proof/audit.hpp"
#include "rules/proof/examine.hpp"
#include "rules/proof/wires.hpp"

namespace rules::proof {

/// Interfaces where packets enter (of a gateway) and leave.
struct ways {
    std::string inside, outside;
};

/// Those that the site or the policy names, or one that the rules mention and that looks like a way out.
ways audit_ways(const site_rules& site, const policy& of, const std::vector<std::string>& mentioned);

/// Every interface that a rule mentions is there; the way out is the first, as routes take that.
wires audit_wires(const ways& way, const policy& of, const std::vector<std::string>& mentioned);

/// How packets are asked about: out of this machine or through it, and of a router back in. They use the wires.
struct shooters {
    shooter out, back;
};

/// Makes the routes, of a gateway those of its devices, too.
shooters audit_shooters(const wires& w, const ways& way, const policy& of);

} // namespace rules::proof
