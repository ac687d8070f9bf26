// SPDX-License-Identifier: MIT
//
// The test of least privilege: every element and rule in the kernel is taken out in turn, and something required has to
// stop (facts/rules.md §3.3).
#pragma once

#include <chrono>
#include <functional>
#include <string_view>

#include "rules/proof/outcome.hpp"

namespace rules::proof {

/// Sends all required packets; whether all of them still pass.
using all_pass = std::function<bool()>;

/// Fills `mutations` and `surplus` of `out`, with a remark on how many of how many were tried within `limit`. The rules
/// are afterwards as they were.
void mutate(
    std::string_view format, const all_pass& required_pass, std::chrono::milliseconds limit, proof_outcome& out);

} // namespace rules::proof
