// SPDX-License-Identifier: MIT
//
// One port of a host that answers late while its others answer at once (facts/faults.md F04).
#pragma once

#include <optional>

#include "rules/report.hpp"

namespace rules::diagnosis {

/// How long handshake and first answer took, milliseconds.
struct lateness {
    double here_ms = 0;
    double others_ms = 0; ///< of the slowest path to another port of the same host
};

/// A direct path that works, and was late where the same host's other ports were not; nothing where that is not so.
/// One time may be a packet that was lost: controls() asks for `control_path_again`.
std::optional<lateness> late_beside_other_ports(const report& of, const path_result& p);

} // namespace rules::diagnosis
