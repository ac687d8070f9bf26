// SPDX-License-Identifier: MIT
//
// Text ready to send to those who must act: `egress-check --letters FILE`. From a diagnosed report alone; the catalog
// adds Azure's names for what is asked for.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rules/catalog.hpp"
#include "rules/report.hpp"

namespace rules {

/// One person's letter: plain text, at most 78 columns but for commands, which are never cut.
struct letter {
    std::string to;      ///< finding::who: "network admin"
    std::string subject; ///< one line
    std::string text;    ///< from the first line below the subject on, newline at the end
};

/// A letter for every person who must act on an error or a warning, in the order of the findings; notes are left out.
/// No credential is in one: what might be is replaced.
std::vector<letter> letters_of(const report& of, const catalog& from);

/// All of them one below the other, each with its To: and Subject:; or one line where there is nothing to ask for.
std::string write_letters(const report& of, const catalog& from);

} // namespace rules
