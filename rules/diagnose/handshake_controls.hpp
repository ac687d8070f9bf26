// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "rules/diagnose/inquiry.hpp"

namespace rules::diagnosis {

/// What the controls at the place of a handshake without a certificate decide.
struct controlled_reading {
    std::string_view cause; ///< empty: they were not run, or separate nothing
    std::string control;    ///< what was done otherwise, and what came of it
    std::string where;      ///< instead of the row's
    bool proved = true;     ///< two measurements of the run differ in what it says alone
};

/// Of a handshake that nothing, a close, a reset, an ICMP message or an alert has ended (facts/faults.md M5–M9).
controlled_reading read_handshake_controls(const inquiry& in, std::size_t index);

/// The same handshake, or a path under the same name to the same place, passed in the same run.
bool passes_sometimes(const inquiry& in, std::size_t index);

/// A hello that offers TLS 1.2 only got an alert at the same place, too.
bool older_hello_refused(const inquiry& in, std::size_t index);

} // namespace rules::diagnosis
