// SPDX-License-Identifier: MIT
//
// A policy inside the comments of the rules made from it, so that `egress-rules prove FILE` knows what the file is for
// without being told again.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/policy/policy.hpp"

namespace rules {

/// Lines of at most 130 characters of the alphabet that every comment holds: all that canonical_text() is made of, so
/// that whoever reads them back can make the id again.
std::vector<std::string> embedded(const policy& of);

/// Reads them back from a file of any format, whatever its comment sign is. Nothing: the text holds none. Throws
/// std::invalid_argument with one line naming `origin` and the place for lines that are damaged. Evidence, remarks, and
/// what flows are for, are not kept in a file. Whether the id is that of the content is for who has a hash at hand.
std::optional<policy> policy_in(std::string_view text, std::string_view origin);

} // namespace rules
