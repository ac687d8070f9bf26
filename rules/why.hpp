// SPDX-License-Identifier: MIT
//
// How a path's verdict was reached, from a diagnosed report alone: what `egress-check --why PATH` says.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "rules/plan.hpp"
#include "rules/report.hpp"
#include "rules/write.hpp"

namespace rules {

/// The paths that a user means, as indices: by a path's id, by a service ("iot_hub") or whole parts of an id
/// ("iot_hub/amqp"), which are all their paths, or by a beginning that only one id has. Throws std::invalid_argument
/// with one line that names the ids which come near.
std::vector<std::size_t> paths_named(const std::vector<planned_path>& all, std::string_view asked);

/// The planned paths of a report, in its order.
std::vector<planned_path> planned_paths(const report& of);

/// For each of these paths: its steps with what each saw, the other paths and the controls that bear on it, the finding
/// it belongs to, whether that is proved, and what would still have to be tried.
std::string write_why(const report& of, const std::vector<std::size_t>& paths, const terminal_style& style);

} // namespace rules
