// SPDX-License-Identifier: MIT
#include "rules/site/toml_text.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "rules/site/document_text.hpp"

namespace rules {
namespace {

// Tables in tables are destroyed one inside the other; a line of "a.a.a.a…" would use up the stack.
constexpr std::ptrdiff_t most_dots = 1000;

std::string_view from_first_visible(std::string_view line) noexcept {
    return line.substr(std::min(line.find_first_not_of(" \t"), line.size()));
}

/// What toml++ cannot take about a line; "" where it can.
std::string_view trap_in(std::string_view line) noexcept {
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (std::ranges::any_of(line, [](unsigned char c) { return (c < ' ' && c != '\t') || c == 0x7f; }))
        return "a control character";
    if (std::ranges::count(line, '.') > most_dots) return "a key with more than a thousand parts";
    line = from_first_visible(line);
    if (!line.starts_with('[')) return {};
    line = from_first_visible(line.substr(line.starts_with("[[") ? 2 : 1));
    return line.empty() || std::string_view("=.,#[{}").find(line.front()) != std::string_view::npos
               ? "no name follows the bracket"
               : "";
}

} // namespace

toml_text::toml_text(std::string_view given, const std::string& file, std::vector<file_fault>& faults) {
    // '?' is in no key that stands without quotes, so a name that TOML does not allow stays one.
    for (int n = 0;; ++n)
        if (mark_ = fmt::format("?{}?", n); given.find(mark_) == given.npos) break;
    text_.reserve(given.size());
    for (std::size_t number = 1; !given.empty(); ++number) {
        const auto line = given.substr(0, given.find('\n'));
        begins_.push_back(text_.size());
        const auto trap = trap_in(line);
        if (!trap.empty() && faults.size() < most_document_faults)
            faults.push_back(syntax_fault("TOML", file, number, trap));
        for (const char c : trap.empty() ? line : std::string_view())
            text_ += static_cast<unsigned char>(c) < 0x80
                         ? std::string(1, c)
                         : fmt::format("{}{:02x}", mark_, static_cast<unsigned char>(c));
        given.remove_prefix(line.size());
        if (given.empty()) break;
        given.remove_prefix(1);
        text_ += '\n';
    }
}

std::string toml_text::written(std::string_view marked) const {
    std::string out;
    while (true) {
        const auto at = marked.find(mark_);
        out += marked.substr(0, at);
        if (at == marked.npos || marked.size() < at + mark_.size() + 2) return out;
        const auto digit = [&](std::size_t n) {
            const char c = marked[at + mark_.size() + n];
            return c >= 'a' && c <= 'f' ? c - 'a' + 10 : c - '0';
        };
        out += static_cast<char>(digit(0) * 16 + digit(1));
        marked.remove_prefix(at + mark_.size() + 2);
    }
}

bool toml_text::blank_line(std::size_t line) {
    if (line == 0 || line > begins_.size()) return false;
    const auto from = begins_[line - 1], to = std::min(text_.find('\n', from), text_.size());
    const auto before = std::string_view(text_).substr(from, to - from);
    if (from_first_visible(before).empty()) return false;
    std::fill(text_.begin() + static_cast<std::ptrdiff_t>(from), text_.begin() + static_cast<std::ptrdiff_t>(to), ' ');
    return true;
}

std::string_view toml_text::first_lines(std::size_t count) const noexcept {
    return std::string_view(text_).substr(0, count < begins_.size() ? begins_[count] : text_.size());
}

} // namespace rules
