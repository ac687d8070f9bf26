// SPDX-License-Identifier: MIT
//
// Listings are read line by line.
#pragma once

#include <algorithm>
#include <string_view>

namespace rules::proof {

/// Calls body(line) for each line of `text`, in order, without its end; the line is a part of `text`.
template <typename Do>
void each_line(std::string_view text, Do body) {
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        body(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

/// Without blanks and ends of lines around it.
inline std::string_view trimmed(std::string_view text) noexcept {
    constexpr std::string_view blank = " \t\r\n";
    text.remove_prefix(std::min(text.find_first_not_of(blank), text.size()));
    while (!text.empty() && blank.find(text.back()) != blank.npos) text.remove_suffix(1);
    return text;
}

} // namespace rules::proof
