// SPDX-License-Identifier: MIT
#pragma once

#include "rules/policy/policy.hpp"
#include "rules/proof/outcome.hpp"

namespace rules {

/// Takes out of `out.surplus` what was found surplus only because other flows of the policy open the same, or, with
/// `by_address`, because no address of its flow is known; a remark says of which flow. Elements tell whose they are by
/// the flow's id in their label.
void leave_unknown_surplus(const policy& of, bool by_address, proof_outcome& out);

} // namespace rules
