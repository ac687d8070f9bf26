// SPDX-License-Identifier: MIT
//
// What a proof found, as plain values: both the kernel's and the models' proofs end in one.
#pragma once

#include <string>
#include <vector>

#include "rules/verdict/packet.hpp"

namespace rules {

/// One packet whose verdict is not the intended one.
struct mismatch {
    packet sent;
    bool passed = false; ///< true: a leak; false: a required packet was stopped
    std::string rule;    ///< which rule decided, as the platform prints it; empty: not known
};

/// Of one file against one policy.
struct proof_outcome {
    std::size_t probes = 0;        ///< packets sent or evaluated
    std::size_t required = 0;      ///< of those, that must pass
    bool complete = true;          ///< a probe in every cell of the grid; false: a sample of it (too many cells)
    std::size_t cells = 0;         ///< probes that are one in every cell
    std::size_t tried = 0;         ///< of those, sent or evaluated
    std::vector<mismatch> blocked; ///< required and stopped, max_mismatches at most where not asked otherwise
    std::vector<mismatch> leaks;   ///< passed and not intended, as many
    std::size_t blocked_count = 0, leak_count = 0;
    std::vector<std::string> missing;  ///< required flows that the format cannot hold: not tried, and not in the rules
    std::vector<std::string> unjudged; ///< rules that match on what no probe varies: what they do is not known
    std::vector<std::string> surplus;  ///< elements without which every required packet still passes
    std::size_t mutations = 0;         ///< elements that were taken out, one at a time
    std::vector<std::string> remarks;  ///< for people: what a namespace or a model cannot show
    double elapsed_ms = 0;

    /// Nothing is wrong, as far as it was tried.
    bool agrees() const noexcept { return required > 0 && blocked_count == 0 && leak_count == 0 && missing.empty(); }
    /// And nothing was left untried.
    bool holds() const noexcept { return agrees() && unjudged.empty() && complete; }
};

inline constexpr std::size_t max_mismatches = 20;

} // namespace rules
