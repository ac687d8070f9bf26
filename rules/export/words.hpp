// SPDX-License-Identifier: MIT
//
// Emitted command lines taken apart again as the platform's own command line would: words, quotes, escapes. What it
// would take in another way than we meant, or not at all, is refused.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace rules {

/// Where a reader stands: every refusal names it.
struct line_place {
    std::string_view file; ///< must outlive the place
    std::size_t line = 0;  ///< from 1; 0: the file as a whole

    /// Throws std::invalid_argument: "egress.txt:12: WHAT", one line without what a terminal would obey.
    [[noreturn]] void refuse(std::string_view what) const;
};

/// How a platform's command line reads a line.
struct line_syntax {
    char comment = '#';         ///< a line that begins with it says nothing
    char quote = '"';           ///< around a word with blanks; 0: the platform has no quotes
    std::string_view escaped{}; ///< what may follow a backslash between quotes; empty: a backslash is refused there
    std::string_view bare_refused{};   ///< what means more than itself outside quotes, as "$;|" to a shell
    std::string_view quoted_refused{}; ///< and between them, unless escaped
    bool quotes_inside = false;        ///< key="value" is one word (RouterOS)
};

/// A line that is neither empty nor a comment.
struct word_line {
    line_place at;
    bool indented = false;          ///< began with blanks: belongs to the line before, where a platform has modes
    std::vector<std::string> words; ///< at least one; without quotes and escapes
};

/// A list apart: "443,5671"; one empty text for an empty one.
std::vector<std::string> split_list(std::string_view text, char separator);

/// Takes a file apart. Throws std::invalid_argument for control characters, bytes outside ASCII, quotes that do not end
/// and all that `syntax` refuses. `file` must outlive the lines.
std::vector<word_line> words_of(std::string_view text, std::string_view file, const line_syntax& syntax);

} // namespace rules
