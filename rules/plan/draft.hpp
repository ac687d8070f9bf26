// SPDX-License-Identifier: MIT
//
// Between the catalog's rows and the plan: paths that get their ids, and of which some are left out.
#pragma once

#include <string>
#include <vector>

#include "rules/plan.hpp"

namespace rules {

/// A path before its id is known.
struct draft {
    planned_path path;
    std::string short_host;
    std::string asked_host; ///< what --only service@host may say besides short_host
    std::string after;      ///< service it follows
    std::string followed;   ///< host of the registry it follows
    bool only_if_asked = false;
};

/// What the user named twice is tried once: the first draft of a service, host, port and protocol stays.
void drop_repeated(std::vector<draft>& drafts);

/// Gives every draft its id, unique, and the id of the path it follows. Before select(), so that ids do not depend on
/// --only and --skip and name the same path in every run.
void name_all(std::vector<draft>& drafts);

/// Adds to every draft that a proxy can carry its twin by the proxy; with ways::proxy_only the twins alone are left. After
/// name_all(): ids differ in their last part only.
void add_twins(std::vector<draft>& drafts, ways by);

/// Leaves what --only and --skip (services or ids) leave, and what that depends on. What cannot be tried because of
/// them is returned, a sentence each. Throws std::invalid_argument with one line for a word that names nothing, and
/// where no path is left.
std::vector<std::string> select(
    std::vector<draft>& drafts, const std::vector<std::string>& only, const std::vector<std::string>& skip);

} // namespace rules
