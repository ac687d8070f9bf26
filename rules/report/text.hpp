// SPDX-License-Identifier: MIT
//
// Text for a terminal. Names, evidence and settings may hold what a peer or a user wrote; nothing
// in them may move the cursor, change colours, reorder the line, or fill the screen.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace rules {

/// No text of a report needs more than this many columns on a terminal.
inline constexpr std::size_t longest_text = 600;

/// `text` on one line, safe to show: control characters, bidirectional and invisible formatting
/// (Unicode UAX #9, UTS #39) and what is not UTF-8 become '?', line ends and tabs a space. What has
/// more than `at_most` columns loses its middle: "contoso...-devices.net".
std::string one_line(std::string_view text, std::size_t at_most = longest_text);

/// Columns that safe text takes: two for wide characters, one for any other, so never too few.
std::size_t columns(std::string_view text) noexcept;

/// Safe text cut into lines of at most `width` columns, at spaces where there are any. Never empty.
std::vector<std::string> wrap(std::string_view text, std::size_t width);

/// Safe text with spaces behind it up to `width` columns.
std::string padded(std::string_view text, std::size_t width);

} // namespace rules
