// SPDX-License-Identifier: MIT
//
// A whole policy as JSON, schema "egress-policy/1": what a change request carries along, and what --policy takes.
#pragma once

#include <string>
#include <string_view>

#include "rules/policy/policy.hpp"

namespace rules {

inline constexpr std::string_view policy_schema = "egress-policy/1";

/// Every field of the policy, addresses as prefixes, in the order of policy.hpp; ends in a line end. The same policy
/// gives the same bytes.
std::string write_policy_json(const policy& of);

/// Reads that back: write and read give an equal policy. Strict: unknown and missing keys, wrong types, keys or values
/// that are there twice, blocks with host bits set, and whatever check() refuses. Throws std::invalid_argument with one
/// line: origin, place, what, remedy. The id is read as it stands: who has a hash at hand compares it with
/// canonical_text().
policy read_policy_json(std::string_view text, std::string_view origin);

} // namespace rules
