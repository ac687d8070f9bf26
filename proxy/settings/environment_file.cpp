// SPDX-License-Identifier: MIT
#include "proxy/settings/environment_file.hpp"

#include <algorithm>

#include "proxy/settings/utf8.hpp"

namespace proxy {
namespace {

constexpr std::string_view blanks = " \t\n\r";

// Reads a text from its start; counts lines.
struct reader {
    std::string_view rest;
    std::size_t line = 1;

    bool at_end() const noexcept { return rest.empty(); }
    bool at_line_end() const noexcept { return rest.empty() || rest.front() == '\n' || rest.front() == '\r'; }
    char take() noexcept {
        const char c = rest.front();
        rest.remove_prefix(1);
        if (c == '\n') ++line;
        return c;
    }
};

// A backslash at the end of a comment makes the next line a part of it (until systemd 253).
void skip_comment(reader& from) noexcept {
    while (!from.at_end()) {
        const char c = from.take();
        if (c == '\\' && !from.at_end()) {
            from.take();
            continue;
        }
        if (c == '\n' || c == '\r') return;
    }
}

void take_quoted(std::string& into, reader& from, char quote) {
    while (!from.at_end()) {
        const char c = from.take();
        if (c == quote) return;
        if (c != '\\' || quote == '\'') {
            into += c;
            continue;
        }
        if (from.at_end()) return;
        const char escaped = from.take();
        if (escaped == '\n') continue;
        if (std::string_view("\"\\`$").find(escaped) == std::string_view::npos) into += '\\';
        into += escaped;
    }
}

// The value up to the end of its line. Quotes count at its start and behind another quoted piece only: inside a word
// they are characters. Blanks at its end go, unless they are quoted or escaped.
std::string take_value(reader& from) {
    std::string value;
    std::size_t keep = 0; // what of it does not go with the blanks at the end
    bool plain = false;   // inside a word
    while (!from.at_end()) {
        if (from.at_line_end()) {
            from.take();
            break;
        }
        const char c = from.take();
        if (c == '\\') {
            plain = true;
            keep = value.size();
            if (from.at_end()) break;
            const bool line_end = from.at_line_end();
            const char escaped = from.take();
            if (!line_end) value += escaped;
            keep = value.size();
        } else if (!plain && (c == '"' || c == '\'')) {
            take_quoted(value, from, c);
            keep = value.size();
        } else if (blanks.find(c) == blanks.npos) {
            value += c;
            keep = value.size();
            plain = true;
        } else if (plain) {
            value += c;
        }
    }
    value.resize(keep);
    return value;
}

} // namespace

std::optional<std::vector<environment_line>> parse_environment_file(std::string_view text) {
    std::vector<environment_line> found;
    reader from{text.substr(0, text.find('\0'))};
    while (!from.at_end()) {
        if (from.rest.front() == '#' || from.rest.front() == ';') {
            skip_comment(from);
            continue;
        }
        if (blanks.find(from.rest.front()) != blanks.npos) {
            from.take();
            continue;
        }
        const auto line = from.line;
        const auto end =
            std::min(from.rest.find_first_of("=\n\r", 1), from.rest.size()); // a first "=" is a part of the name
        auto name = from.rest.substr(0, end);
        from.rest.remove_prefix(end);
        if (from.at_end() || from.take() != '=') continue; // not an assignment
        name = name.substr(0, name.find_last_not_of(blanks) + 1);
        auto value = take_value(from);
        if (!is_utf8(name) || !is_utf8(value)) return std::nullopt;
        found.push_back({std::string(name), std::move(value), line});
    }
    return found;
}

} // namespace proxy
