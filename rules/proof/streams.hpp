// SPDX-License-Identifier: MIT
//
// Conversations with real sockets: a required packet that gets out is worth nothing where its answer does not come back
// (facts/rules.md §3.5).
#pragma once

#include <string>
#include <vector>

#include "rules/proof/wires.hpp"
#include "rules/verdict/packet.hpp"

namespace rules::proof {

/// Makes the world answer for every address. What is sent from then on is answered, by resets, too: raw probes come
/// before. `more_own`: addresses that this machine has besides its usual ones.
void let_world_answer(const wires& w, const std::vector<ip_address>& more_own = {});

/// Connects over TCP, or sends over UDP, to p.to and p.port, from p.from (one of this machine's; none: as routes say),
/// and exchanges a byte each way. Empty: it works; else what
/// did not, in a few words. At most 300 ms a step, of which there are at most four. Pre: let_world_answer().
std::string converse(const wires& w, const packet& p);

} // namespace rules::proof
