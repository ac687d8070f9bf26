// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "rules/lint/lint.hpp"
#include "rules/report.hpp"

namespace rules {

/// Notes in `with` what a report of egress-check knows of the site: protocols that got out and by which way, the
/// root that inspects TLS between the modules and the hub or parent, hosts that were tried. `file` is how people know
/// it.
void note_report(lint_context& with, const report& of, const std::string& file);

} // namespace rules
