// SPDX-License-Identifier: MIT
//
// The readers of appliances' formats: each takes what its exporter wrote as the platform would, and throws
// std::invalid_argument, one line with file and line, for what the platform would refuse or what the exporter never
// writes (a row's `read`).
#pragma once

#include <vector>

#include "rules/export/format.hpp"
#include "rules/verdict/ruleset.hpp"

namespace rules {

/// Set commands; the zones of rules are those of the policy in the comments.
ruleset read_pan_os(const std::vector<output_file>& files);
/// config … edit … next … end.
ruleset read_fortigate(const std::vector<output_file>& files);
/// Objects, one extended access list, its access-group.
ruleset read_cisco_asa(const std::vector<output_file>& files);
/// Object groups, an access list of each family, both applied to the interface.
ruleset read_cisco_ios_xe(const std::vector<output_file>& files);
/// mgmt_cli commands of one session.
ruleset read_check_point(const std::vector<output_file>& files);
/// Address lists, DNS forwarders and chain egress of both families.
ruleset read_mikrotik(const std::vector<output_file>& files);
/// The steps, with the files of their URL tables.
ruleset read_pfsense(const std::vector<output_file>& files);
/// The steps, with the aliases' JSON and the same addresses as tables.
ruleset read_opnsense(const std::vector<output_file>& files);

} // namespace rules
