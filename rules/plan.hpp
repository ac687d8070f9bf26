// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "netprobe/observation.hpp"
#include "rules/catalog.hpp"
#include "rules/site.hpp"

namespace rules {

/// A path to try, and what it means for the site that it works.
struct planned_path {
    netprobe::target to;
    rules::need need = need::required;
    std::string group;   ///< paths of one group replace each other: "upstream", "mcr/registry"; empty: nothing does
    std::string purpose; ///< from the catalog row
};

struct plan {
    std::vector<planned_path> paths;
    std::vector<std::string> assumptions; ///< what was assumed or could not be planned, for people
};

/// By which ways out to try a site that has a proxy; one without has the direct way only.
enum class ways { all, proxy_only };

/// Every path this site needs, in catalog order, ids unique ("service/protocol/via", with "@host"
/// behind the service where a service has several hosts). Pure. `only` and `skip` hold services or
/// path ids; a word that matches nothing throws std::invalid_argument.
///
/// With a proxy each path but a time server's is there once by every way, and the two are one group: either will do.
/// AMQP and MQTT without WebSocket never use one (facts/azure.md §0.3): by the proxy they are optional.
plan make_plan(const site& of, const catalog& from, const std::vector<std::string>& only,
    const std::vector<std::string>& skip, ways by = ways::all);

} // namespace rules
