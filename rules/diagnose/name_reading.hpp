// SPDX-License-Identifier: MIT
//
// What the layers of names ask of a path's name.
#pragma once

#include <vector>

#include "rules/diagnose/inquiry.hpp"

namespace rules::diagnosis {

/// Its addresses come from DNS, not from the user or the name itself.
bool from_dns(const netprobe::resolve_observation& name);

/// The name behind a path must have an address on the Internet: a proxy's may be anywhere.
bool public_name_of(const inquiry& in, std::size_t index);

/// Adds what these answers say: sentences, resolvers, addresses, and as the box the first resolver, where the cause
/// does not leave open who lost them.
void fill_from_answers(suspicion& s, const std::vector<const netprobe::dns_answer*>& answers);

} // namespace rules::diagnosis
