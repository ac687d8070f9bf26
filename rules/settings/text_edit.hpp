// SPDX-License-Identifier: MIT
//
// Changes at places of a text, and what patch(1) is given for them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "rules/settings/private_parts.hpp"

namespace rules {

/// `length` bytes at `at` become `text`; edits of one text do not overlap.
struct text_edit {
    std::size_t at = 0, length = 0;
    std::string text;
};

/// The text with all edits made.
std::string edited(std::string_view text, const std::vector<text_edit>& edits);

/// Whether a line may hold a password or key, judged by its words: too often rather than too seldom.
bool may_hold_secret(std::string_view line);

/// Whether all edits are in lines that hold no secret, by `parts` and by their words, so that a patch can show them.
bool can_be_shown(std::string_view text, const std::vector<text_edit>& edits, const private_parts& parts = {});

/// A unified diff that `patch -p1` applies: "--- a/NAME", "+++ b/NAME", with at most three lines of context, fewer
/// where a line may hold a secret or is of `parts`. `name` is relative or absolute (for `patch -d /`). Empty where
/// there are no edits.
std::string unified_diff(
    std::string_view name, std::string_view text, const std::vector<text_edit>& edits, const private_parts& parts = {});

} // namespace rules
