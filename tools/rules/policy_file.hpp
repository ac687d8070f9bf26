// SPDX-License-Identifier: MIT
//
// Policies in files: read back, and held to the id that they say.
#pragma once

#include <optional>
#include <string>

#include "rules/policy/policy.hpp"

namespace tools::rules_commands {

/// SHA-256 of canonical_text(), its first 12 hex digits.
std::string id_of(const rules::policy& of);

/// The policy that a file's text holds: as `change-json` writes it, or in the comments of rules; nothing: it holds
/// none. Throws std::invalid_argument with one line that names the file, also where the id in it is not that of its
/// content: somebody changed it since.
std::optional<rules::policy> policy_in_text(const std::string& text, const std::string& file);

/// A policy in a file, as policy_in_text() reads it. Throws usage_error that names the file, and `option` where it
/// cannot be read or holds none.
rules::policy read_policy(const std::string& file, const char* option);

/// Throws usage_error where its last day, in UTC, is over. `whose` begins the line: "egress.nft: the policy".
void refuse_expired(const rules::policy& of, const std::string& whose);

} // namespace tools::rules_commands
