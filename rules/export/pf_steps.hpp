// SPDX-License-Identifier: MIT
//
// What pfSense and OPNsense share: neither has a file for rules that could be loaded besides those that are there, so
// the rules are lines to enter by hand, and the aliases they use are files.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "rules/export/appliance.hpp"
#include "rules/export/objects.hpp"

namespace rules {

/// An alias: what it is called there, and its lines.
struct pf_alias {
    std::string name;      ///< at most 31 of [A-Za-z0-9_]
    std::string_view kind; ///< "network", "host" (names) or "port"
    std::vector<std::string> entries;
};

/// "egress_iot_hub"; a flow's id has no "_", so that no two are the same.
std::string pf_name(std::string_view flow_id);

/// Aliases of the devices, of each flow and of each list of ports, in the order of their use.
std::vector<pf_alias> pf_aliases(const policy& of, const std::vector<carried_flow>& flows);

/// The rules, a line each: "rule pass in=LAN protocol=tcp source=egressdevices destination=egress_iot_hub ports=…".
std::string pf_rules(const policy& of, const std::vector<carried_flow>& flows, const std::vector<pf_alias>& aliases);

/// What both cannot do, for `cannot`.
std::vector<std::string> pf_cannot(const policy& of, const format& in);

/// What a reader knows of the aliases.
struct pf_aliases_read {
    named_objects<destinations> there{"alias", 31};
    named_objects<std::vector<port_range>> ports{"alias", 31};

    /// An alias of a kind. Refuses a name or an entry that the platform would.
    void add(
        const line_place& at, const std::string& name, std::string_view kind, const std::vector<std::string>& entries);
};

/// Reads a rule line: first match, and the interface's default rule lets out what is left. `between`: of
/// pf_interfaces_in().
void read_pf_rule(const word_line& line, const pf_aliases_read& aliases, const interface_pair& between, ruleset& to);

/// The interface that a file's rules are for; they hold whatever the way out.
interface_pair pf_interfaces_in(std::string_view text, std::string_view file);

/// LAN's default rule, where no rule before it refuses: it lets everything out.
void add_pf_default(ruleset& to);

} // namespace rules
