// SPDX-License-Identifier: MIT
//
// What else a report holds that bears on one path: other paths that differ from it in one thing, and controls.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "rules/report.hpp"

namespace rules {

/// One measurement beside a path.
struct beside {
    std::string what;     ///< what it did otherwise: "another port of the same address"
    std::string id;       ///< of the path, or the control
    std::string came_out; ///< outcome_words()
    int ttl = 0;          ///< hops that it was allowed to go; 0: as many as any
    int same_until = 0;   ///< and so it came out with every number of hops up to this one; 0: it stands for itself
};

/// Paths that differ from this one in one thing, at most two of each kind: one that got farther, one that did not.
std::vector<beside> paths_beside(const report& of, std::size_t index);

/// Every control of the path's host or address, and of its port where it is not about another path; of a proxied path
/// also what was asked of the proxy itself.
std::vector<beside> controls_beside(const report& of, std::size_t index);

} // namespace rules
