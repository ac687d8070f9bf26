// SPDX-License-Identifier: MIT
//
// The proof in the kernel: emitted rules, loaded by their real loader into a namespace of their own, and a packet for
// every cell (facts/rules.md §3).
#pragma once

#include <chrono>
#include <vector>

#include "rules/export/format.hpp"
#include "rules/policy/policy.hpp"
#include "rules/proof/outcome.hpp"
#include "rules/proof/sandbox.hpp"

namespace rules::proof {

/// Enough for every cell of a policy with some thousand prefixes, in less than 10 s.
inline constexpr std::size_t usual_probes = 1'000'000;

struct prove_options {
    bool mutate = false; ///< also take out every element in turn: takes seconds
    std::chrono::milliseconds mutation_limit{20'000};
    std::chrono::milliseconds limit{180'000}; ///< of all; then the sandbox is killed
    std::size_t most_probes = usual_probes;   ///< of the grid
    bool explain = true;                      ///< name the rule that decided, of the first mismatches
    std::size_t most_named = max_mismatches;  ///< of leaks, and of what is blocked
};

/// Pre: can_load(in.name). Needs no root. Throws cannot_prove where this machine forbids namespaces or lacks the
/// loader, `refused` where the loader refuses the files, std::invalid_argument for files that are not of the format.
proof_outcome prove_in_kernel(
    const format& in, const std::vector<output_file>& files, const policy& of, const prove_options& options = {});

} // namespace rules::proof
