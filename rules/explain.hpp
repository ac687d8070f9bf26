// SPDX-License-Identifier: MIT
//
// The vocabulary of causes explained: what `egress-check --explain CAUSE` says. Nothing is measured for it.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "rules/diagnose.hpp"
#include "rules/write.hpp"

namespace rules {

/// A cause that looks alike, and the measurement that tells the two apart.
struct lookalike {
    std::string_view cause; ///< a row of causes()
    std::string_view apart; ///< a sentence without its full stop
};

/// What stands beside a row of causes(): that has its code's meaning, default place, person and advice.
struct explanation {
    std::string_view cause;                ///< a row of causes()
    std::string_view means;                ///< what happens, in sentences
    std::string_view shows;                ///< how it looks from this device (facts/faults.md), in sentences
    std::array<lookalike, 3> mistaken_for; ///< filled from the front; the rest is empty
    std::string_view proof;                ///< the control that proves it, in words; sentences
};

/// Null for a code that there is none of. Every row of causes() has one, and "none".
const explanation* find_explanation(std::string_view cause) noexcept;

/// The code that is spelt most like `typed`; empty where none is near.
std::string_view nearest_cause(std::string_view typed);

/// A row's advice, with words in capitals in place of what only a measurement knows (HOST for {host}).
std::string general_advice(const cause_row& row);

/// All of it for one cause, as a page. The code must be a row of causes().
std::string write_explanation(std::string_view cause, const terminal_style& style);

/// The vocabulary, one line a cause: code and meaning. Lines are not wrapped: they are there to be searched.
std::string write_vocabulary();

} // namespace rules
