// SPDX-License-Identifier: MIT
//
// A text that may be hostile, made one that toml++ 3.3 can take.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/site/document.hpp"

namespace rules {

/// TOML whose characters beyond ASCII are written as marks, of which toml++ 3.3 knows nothing; it cannot take all of
/// them by itself. What else it cannot take is blank, and a fault: a control character, a bracket that begins a line
/// with no key behind it, a key of thousands of parts. Lines keep their numbers.
class toml_text {
public:
    toml_text(std::string_view given, const std::string& file, std::vector<file_fault>& faults);

    const std::string& text() const noexcept { return text_; }
    /// What a value or a key of text() was written as.
    std::string written(std::string_view marked) const;
    /// Blanks a line; false where it is blank already.
    bool blank_line(std::size_t line);
    /// Only the first `lines` lines.
    std::string_view first_lines(std::size_t lines) const noexcept;
    std::size_t lines() const noexcept { return begins_.size(); }

private:
    std::string mark_; // stands nowhere in the given text; two hexadecimal digits follow it
    std::string text_;
    std::vector<std::size_t> begins_; // of the lines in text_
};

} // namespace rules
