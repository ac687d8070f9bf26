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
    for (std::size_t i = 0; i < parts.size(); ++i) {
        std::string text = one_line(parts[i].text, width_ - column);
        column += columns(text);
        if (colour_ && parts[i].how != paint::plain && !text.empty())
            text_ += fmt::format("\x1b[{}m{}\x1b[0m", rendition(parts[i].how), text);
        else
            text_ += text;
    }
    return column;
}

void page::entry(const std::vector<part>& label, std::size_t indent, std::string_view text) {
    indent = std::min(indent, width_ / 2);
    std::size_t column = put(label);
    const std::string safe = one_line(text);
    if (safe.empty()) {
        text_.erase(text_.find_last_not_of(' ') + 1);
        text_ += '\n';
        return;
    }
    if (column > 0 && column >= indent) {
        text_ += '\n';
        column = 0;
    }
    for (const std::string& line : wrap(safe, width_ - indent)) {
        text_ += std::string(indent - column, ' ') + line + '\n';
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
