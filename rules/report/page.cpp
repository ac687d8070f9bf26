// SPDX-License-Identifier: MIT
#include "rules/report/page.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "rules/report/text.hpp"

namespace rules {
namespace {

// Below this no layout helps; a terminal narrower than that wraps by itself.
constexpr std::size_t narrowest = 40;

/// Select Graphic Rendition parameters (ECMA-48 §8.3.117) that every terminal knows.
const char* rendition(paint how) {
    switch (how) {
    case paint::strong: return "1";
    case paint::good: return "1;32";
    case paint::bad: return "1;31";
    case paint::warning: return "1;33";
    case paint::faint: return "2";
    case paint::plain: break;
    }
    return "";
}

} // namespace

page::page(const terminal_style& style)
    : width_(std::max(narrowest, static_cast<std::size_t>(std::max(style.width, 0)))), colour_(style.colour) {}

/// Writes the parts without a line end; returns the columns they take.
std::size_t page::put(const std::vector<part>& parts) {
    std::size_t column = 0;
    for (const part& p : parts) {
        const std::string text = one_line(p.text, width_ - column);
        column += columns(text);
        // Blanks stay outside the colour, so that end_line() sees them.
        const std::size_t end = text.find_last_not_of(' ') + 1;
        if (colour_ && p.how != paint::plain && end > 0)
            text_ += fmt::format("\x1b[{}m{}\x1b[0m{}", rendition(p.how), text.substr(0, end), text.substr(end));
        else
            text_ += text;
    }
    return column;
}

/// Ends a line without blanks that nobody sees.
void page::end_line() {
    text_.erase(text_.find_last_not_of(' ') + 1);
    text_ += '\n';
}

void page::entry(const std::vector<part>& label, std::size_t indent, std::string_view text) {
    indent = std::min(indent, width_ / 2);
    std::size_t column = put(label);
    const std::string safe = one_line(text);
    if (safe.empty()) return end_line();
    if (column > 0 && column >= indent) {
        end_line();
        column = 0;
    }
    for (const std::string& line : wrap(safe, width_ - indent)) {
        text_ += std::string(indent - column, ' ') + line;
        end_line();
        column = 0;
    }
}

void page::verbatim(std::string_view text) {
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        text_ += one_line(text.substr(0, end), std::string_view::npos) + '\n';
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

std::string shown_ms(double ms) {
    if (!(std::abs(ms) < 1e6)) return fmt::format("{:.1e} ms", ms);
    if (std::abs(ms) < 9.95) return fmt::format("{:.1f} ms", ms);
    return fmt::format("{:.0f} ms", ms);
}

} // namespace rules
