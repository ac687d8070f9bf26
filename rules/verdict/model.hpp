// SPDX-License-Identifier: MIT
//
// The proof of rules that no Linux kernel can load: the emitted text, read again as the platform reads it, decides on
// every cell (facts/rules.md §3.7). "Model-checked, not executed": that the platform agrees with the model is not
// shown.
#pragma once

#include <vector>

#include "rules/export/format.hpp"
#include "rules/proof/outcome.hpp"

namespace rules {

/// Pre: in.read is there. Throws std::invalid_argument for text that the platform would refuse. `most` bounds the
/// cells.
proof_outcome prove_by_model(
    const format& in, const std::vector<output_file>& files, const policy& of, std::size_t most = 400'000);

} // namespace rules
