// SPDX-License-Identifier: MIT
#include "rules/report/text.hpp"

#include <algorithm>
#include <array>

#include "netprobe/printable.hpp"

namespace rules {
namespace {

struct range {
    char32_t from, to;
};

// East Asian wide and emoji (UAX #11), generously: a column too many breaks no layout.
constexpr std::array wide{range{0x1100, 0x115f}, range{0x231a, 0x231b}, range{0x2329, 0x232a}, range{0x23e9, 0x23f3},
    range{0x25fd, 0x27bf}, range{0x2b1b, 0x2b55}, range{0x2e80, 0xa4cf}, range{0xa960, 0xa97f}, range{0xac00, 0xd7a3},
    range{0xf900, 0xfaff}, range{0xfe30, 0xfe6f}, range{0xff00, 0xff60}, range{0xffe0, 0xffe6}, range{0x16fe0, 0x18fff},
    range{0x1aff0, 0x1b2ff}, range{0x1f000, 0x1faff}, range{0x20000, 0x3ffff}};

using netprobe::character;
using netprobe::first_character;

std::size_t width_of(char32_t c) noexcept {
    return std::ranges::any_of(wide, [c](const range& r) { return c >= r.from && c <= r.to; }) ? 2 : 1;
}

/// Bytes at the start of safe `text` that fit into `width` columns.
std::size_t fitting(std::string_view text, std::size_t width) noexcept {
    std::size_t bytes = 0;
    for (std::size_t used = 0; bytes < text.size();) {
        const character c = first_character(text.substr(bytes));
        used += width_of(c.code);
        if (used > width) break;
        bytes += std::max<std::size_t>(c.bytes, 1);
    }
    return bytes;
}

/// Bytes to drop from the start of safe `text` so that the rest fits into `width` columns.
std::size_t not_fitting(std::string_view text, std::size_t width) noexcept {
    std::size_t have = columns(text);
    std::size_t bytes = 0;
    while (have > width && bytes < text.size()) {
        const character c = first_character(text.substr(bytes));
        have -= width_of(c.code);
        bytes += std::max<std::size_t>(c.bytes, 1);
    }
    return bytes;
}

} // namespace

std::string one_line(std::string_view text, std::size_t at_most) {
    std::string safe;
    // A column takes four bytes at most; what is far behind the cut need not be read.
    const bool endless = at_most < text.size() / 8;
    if (endless)
        return one_line(
            std::string(text.substr(0, at_most * 4)) + std::string(text.substr(text.size() - at_most * 4)), at_most);
    for (std::size_t i = 0; i < text.size();) {
        const character c = first_character(text.substr(i));
        if (c.bytes == 1 && (c.code == '\n' || c.code == '\r' || c.code == '\t'))
            safe += ' ';
        else if (c.bytes == 0 || netprobe::rewrites_screen(c.code))
            safe += '?';
        else
            safe += text.substr(i, c.bytes);
        i += std::max<std::size_t>(c.bytes, 1);
    }
    if (columns(safe) <= at_most) return safe;
    if (at_most < 8) return safe.substr(0, fitting(safe, at_most));
    const std::size_t head = (at_most - 3) / 2;
    const std::string_view view = safe;
    return std::string(view.substr(0, fitting(view, head))) + "..." +
           std::string(view.substr(not_fitting(view, at_most - 3 - head)));
}

std::size_t columns(std::string_view text) noexcept {
    std::size_t sum = 0;
    for (std::size_t i = 0; i < text.size();) {
        const character c = first_character(text.substr(i));
        sum += width_of(c.code);
        i += std::max<std::size_t>(c.bytes, 1);
    }
    return sum;
}

std::vector<std::string> wrap(std::string_view text, std::size_t width) {
    width = std::max<std::size_t>(width, 1);
    std::vector<std::string> lines;
    while (columns(text) > width) {
        // One column more: a space right behind a full line is a place to break as well.
        const std::string_view line = text.substr(0, fitting(text, width + 1));
        const std::size_t space = line.rfind(' ');
        const bool breaks = space != std::string_view::npos && space > 0;
        // A wide character on a line of one column is wider than the line; it must go somewhere.
        const std::size_t end = breaks ? space : std::max(fitting(text, width), first_character(text).bytes);
        const std::string_view cut = text.substr(0, end);
        lines.emplace_back(cut.substr(0, cut.find_last_not_of(' ') + 1));
        text.remove_prefix(end);
        text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    }
    if (!text.empty() || lines.empty()) lines.emplace_back(text);
    return lines;
}

std::string padded(std::string_view text, std::size_t width) {
    const std::size_t have = columns(text);
    return std::string(text) + std::string(have < width ? width - have : 0, ' ');
}

} // namespace rules
