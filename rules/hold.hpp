// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "rules/plan.hpp"
#include "rules/report.hpp"

namespace rules {

/// Paths that leave a connection to the hub alone before they use it: for an eighth, a quarter, half and all of
/// `seconds`, by every way and to every port where a handshake has just succeeded (facts/faults.md M15), a WebSocket
/// besides, after its upgrade, and over https
/// one that is used all the time, which tells silence from age (D31). Controls, service "control_hold": all at once
/// they bracket how long an idle connection stands. Empty without a hub.
std::vector<planned_path> hold_ladder(const report& measured, double seconds);

} // namespace rules
