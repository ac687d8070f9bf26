// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "rules/report.hpp"

namespace rules {

/// One thing the site needs, and the paths that can give it: those of one group replace each other, a path without a
/// group stands alone.
struct site_need {
    std::string group;              ///< empty: a path alone
    need how = need::optional;      ///< the strongest of its paths
    std::vector<std::size_t> paths; ///< indices into report::paths
};

/// How much the site depends on a path. A time server is never required: the clock can be right without it, and a wrong
/// clock is a cause of its own.
need needed(const path_result& path);

/// Every need of a report, in the order of the plan.
std::vector<site_need> needs_of(const report& of);

/// One of its paths works. `works` is asked by index; without it path_result::works counts.
bool met(const site_need& what, const report& of);
bool met(const site_need& what, const std::function<bool(std::size_t)>& works);

/// None of its paths works, and of one it is not known: it waited for a path that works and did not name the host, or
/// there was no time to try it alone (diagnose/alone.hpp).
bool unknown(const site_need& what, const report& of);

} // namespace rules
