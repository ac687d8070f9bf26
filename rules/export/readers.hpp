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

ruleset read_pan_os(const std::vector<output_file>& files);
ruleset read_fortigate(const std::vector<output_file>& files);
ruleset read_cisco_asa(const std::vector<output_file>& files);
ruleset read_cisco_ios_xe(const std::vector<output_file>& files);
ruleset read_check_point(const std::vector<output_file>& files);
ruleset read_mikrotik(const std::vector<output_file>& files);
ruleset read_pfsense(const std::vector<output_file>& files);
ruleset read_opnsense(const std::vector<output_file>& files);

} // namespace rules
