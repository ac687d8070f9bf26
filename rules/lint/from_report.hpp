// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "rules/lint/lint.hpp"
#include "rules/report.hpp"

namespace rules {

/// Notes in `with` what a report of egress-check knows of the site: protocols that got out and by which way, the
/// root that inspects TLS between the modules and the hub or parent, hosts that were tried. `file` is how people know
/// it. `parent` is the device's, empty where it has none: of a nested device only the ways to its parent count, and
/// nothing is noted of a report that has none, as it is from another place of the network.
void note_report(lint_context& with, const report& of, const std::string& file, std::string_view parent = {});

} // namespace rules
