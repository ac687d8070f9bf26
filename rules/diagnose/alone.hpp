// SPDX-License-Identifier: MIT
//
// Paths that were tried once more, one after the other with nothing beside them (rules::alone_controls).
#pragma once

#include <string_view>

#include "rules/report.hpp"

namespace rules::diagnosis {

/// The path again, alone, after a first try that failed in silence or by a limit; null where it was not run.
const netprobe::path_observation* alone(const report& of, std::string_view path_id);

/// It was tried, and there was time enough for whatever came of it.
bool to_its_end(const netprobe::path_observation* again);

/// A path, or one that was tried once more alone, was let in at the same address and port.
bool taken_in_run(const report& of, const netprobe::connect_observation& like);

/// Nobody knows whether the direct path works: it failed at the connection as others did that work alone, and there was
/// no time to try it alone to its end, or after a rest. Neither an error nor proved.
bool undecided(const report& of, const path_result& p);

} // namespace rules::diagnosis
