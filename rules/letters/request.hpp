// SPDX-License-Identifier: MIT
//
// One point of a letter: one finding, what is asked for, and why.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

#include "rules/catalog.hpp"
#include "rules/report.hpp"
#include "rules/report/page.hpp"

namespace rules {

/// Settings of boxes that a letter has told already, by the first of them, with the point that has them.
using settings_told = std::map<std::string_view, std::size_t>;

/// What one point is made of; nothing of it is copied.
struct request {
    std::size_t number; ///< from 1
    const finding& about;
    const report& of;
    const catalog& from;
};

/// What a finding's cause means, for a subject or a title.
std::string meaning_in_letter(const finding& f);

/// A letter goes to people outside: one line, without what may be a credential in a peer's words.
std::string fit_to_send(std::string_view text);

void write_request(page& to, const request& what_for, settings_told& told);

} // namespace rules
