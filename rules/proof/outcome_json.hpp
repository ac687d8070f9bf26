// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rules/proof/outcome.hpp"

namespace rules::proof {

/// An object with the fields of proof_outcome, "holds", and packets as text and as fields.
std::string json_of(const proof_outcome& outcome);

/// The same back. Throws std::runtime_error for what is none.
proof_outcome outcome_in(std::string_view json);

/// Packets that went otherwise: an array. Throws std::exception for what is none.
std::string json_of(const std::vector<mismatch>& all);
std::vector<mismatch> mismatches_in(std::string_view json);

} // namespace rules::proof
