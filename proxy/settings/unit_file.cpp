// SPDX-License-Identifier: MIT
#include "proxy/settings/unit_file.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "proxy/settings/utf8.hpp"

namespace proxy {
namespace {

constexpr std::string_view unit_blanks = " \t\n\r";

std::string_view stripped(std::string_view text) noexcept {
    text.remove_prefix(std::min(text.find_first_not_of(unit_blanks), text.size()));
    return text.substr(0, text.find_last_not_of(unit_blanks) + 1);
}

// "\n", "\r", a zero byte, or two different ones of them, end a line.
std::string_view take_line(std::string_view& text) noexcept {
    constexpr std::string_view ends("\n\r\0", 3);
    const auto line = text.substr(0, text.find_first_of(ends));
    text.remove_prefix(line.size());
    if (text.empty()) return line;
    const char first = text.front();
    text.remove_prefix(1);
    if (!text.empty() && text.front() != first && ends.find(text.front()) != ends.npos) text.remove_prefix(1);
    return line;
}

// Whether the last backslash of a line escapes its end.
bool goes_on(std::string_view line) noexcept {
    bool escaped = false;
    for (const char c : line) escaped = !escaped && c == '\\';
    return escaped;
}

int digit(char c) noexcept {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return 16;
}

// `digits` digits of this base at the start of `text`; 0 where they are not there or are no character.
std::uint32_t number(std::string_view text, std::size_t digits, int base) noexcept {
    if (text.size() < digits) return 0;
    std::uint32_t value = 0;
    for (const char c : text.substr(0, digits)) {
        if (digit(c) >= base) return 0;
        value = value * static_cast<std::uint32_t>(base) + static_cast<std::uint32_t>(digit(c));
    }
    return value;
}

void append_utf8(std::string& to, std::uint32_t c) {
    const auto byte = [&](std::uint32_t value) { to += static_cast<char>(value); };
    if (c < 0x80) return byte(c);
    if (c < 0x800) {
        byte(0xc0 | c >> 6);
    } else if (c < 0x10000) {
        byte(0xe0 | c >> 12);
        byte(0x80 | (c >> 6 & 0x3f));
    } else {
        byte(0xf0 | c >> 18);
        byte(0x80 | (c >> 12 & 0x3f));
        byte(0x80 | (c >> 6 & 0x3f));
    }
    byte(0x80 | (c & 0x3f));
}

// What follows a backslash. The number of characters it takes; 0: there is no such escape.
std::size_t append_escaped(std::string& to, std::string_view text) {
    struct row {
        char written, meant;
    };
    constexpr std::array rows{row{'a', '\a'}, row{'b', '\b'}, row{'f', '\f'}, row{'n', '\n'}, row{'r', '\r'},
        row{'t', '\t'}, row{'v', '\v'}, row{'\\', '\\'}, row{'"', '"'}, row{'\'', '\''}, row{'s', ' '}};
    const auto* const plain = std::ranges::find(rows, text.front(), &row::written);
    if (plain != rows.end()) {
        to += plain->meant;
        return 1;
    }
    const bool octal = text.front() >= '0' && text.front() <= '7';
    const std::size_t digits = text.front() == 'x' ? 2 : text.front() == 'u' ? 4 : text.front() == 'U' ? 8 : 3;
    if (digits == 3 && !octal) return 0;
    const auto value = octal ? number(text, 3, 8) : number(text.substr(1), digits, 16);
    if (value == 0) return 0;
    if (octal || digits == 2) {
        if (value > 0xff) return 0;
        to += static_cast<char>(value);
    } else {
        if (value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff)) return 0;
        append_utf8(to, value);
    }
    return octal ? 3 : digits + 1;
}

// One word from the start of `value`; false: broken.
bool take_word(std::string& word, std::string_view& value) {
    char quote = 0;
    while (!value.empty()) {
        const char c = value.front();
        if (quote == 0 && unit_blanks.find(c) != unit_blanks.npos) return true;
        value.remove_prefix(1);
        if (c == '\\') {
            const auto taken = value.empty() ? 0 : append_escaped(word, value);
            if (taken == 0) return false;
            value.remove_prefix(taken);
        } else if (c == quote) {
            quote = 0;
        } else if (quote == 0 && (c == '"' || c == '\'')) {
            quote = c;
        } else {
            word += c;
        }
    }
    return quote == 0;
}

} // namespace

unit_text parse_unit_file(std::string_view text) {
    unit_text found;
    std::string joined, current;
    std::size_t number = 0, begin = 0;
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
    for (bool more = false; !text.empty() || more;) {
        const bool end = text.empty();
        const auto line = take_line(text);
        ++number;
        const auto comment = line.find_first_not_of(unit_blanks);
        if (!end && comment != line.npos && (line[comment] == '#' || line[comment] == ';')) continue; // even in between
        if (!more) {
            begin = number;
            joined.clear();
        }
        joined += line;
        more = !end && goes_on(line);
        if (more) {
            joined.back() = ' ';
            continue;
        }
        const auto whole = stripped(joined);
        if (whole.empty() || whole.front() == '#' || whole.front() == ';') continue;
        if (!is_utf8(whole) || (whole.front() == '[' && whole.back() != ']')) {
            found.gave_up = begin;
            return found;
        }
        if (whole.front() == '[') {
            current = whole.substr(1, whole.size() - 2);
            continue;
        }
        const auto equals = whole.find('=');
        if (equals == whole.npos) continue;
        found.lines.push_back({current, std::string(stripped(whole.substr(0, equals))),
            std::string(stripped(whole.substr(equals + 1))), begin});
    }
    return found;
}

unit_words split_words(std::string_view value) {
    unit_words out;
    while (true) {
        value.remove_prefix(std::min(value.find_first_not_of(unit_blanks), value.size()));
        if (value.empty()) return out;
        std::string word;
        if (!take_word(word, value)) {
            out.broken = true;
            return out;
        }
        out.words.push_back(std::move(word));
    }
}

std::optional<std::string> without_specifiers(std::string_view word) {
    std::string out;
    for (std::size_t i = 0; i < word.size(); ++i) {
        out += word[i];
        if (word[i] != '%' || i + 1 == word.size()) continue;
        const char c = word[i + 1];
        if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return std::nullopt;
        if (c == '%') ++i;
    }
    return out;
}

} // namespace proxy
