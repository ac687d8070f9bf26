// SPDX-License-Identifier: MIT
//
// egress-lint --fix: a patch for what has one right answer. Nothing is written to any file.
#pragma once

#include "rules/site/device.hpp"

namespace tools {

/// Prints a patch to standard output, and to standard error what it changes, how to apply it, and what it leaves. The
/// status: 0 where nothing is left that a person must change by hand, else 1.
int print_fixes(const rules::device& of);

} // namespace tools
