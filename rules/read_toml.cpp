// SPDX-License-Identifier: MIT
#include "rules/read_toml.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "rules/shown.hpp"

namespace rules {
namespace {

constexpr std::size_t max_text = 1024 * 1024;

[[noreturn]] void refuse(std::string_view origin, std::size_t line, std::string_view what, std::string_view remedy) {
    throw std::invalid_argument(fmt::format("{}:{}: is not TOML: {}; {}", origin, line, what, remedy));
}

std::string_view without_blanks(std::string_view text) noexcept {
    return text.substr(std::min(text.find_first_not_of(" \t"), text.size()));
}

/// Whether a line that starts with '[' goes on with what toml++ can take. "[]" it refuses by itself.
bool header_has_key(std::string_view line) noexcept {
    line = without_blanks(line.substr(1));
    if (line.starts_with('[')) line = without_blanks(line.substr(1));
    if (line.empty()) return false;
    const char c = line[0];
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
           c == '"' || c == '\'' || c == ']';
}

void check_line(std::string_view line, std::string_view origin, std::size_t number) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (std::ranges::any_of(line, [](unsigned char c) { return (c < ' ' && c != '\t') || c == 0x7f; }))
        refuse(origin, number, "a control character", "save the file as plain text");
    line = without_blanks(line);
    if (!line.starts_with('#') && std::ranges::any_of(line, [](unsigned char c) { return c > '~'; }))
        refuse(origin, number, "a character that is not ASCII", "write \\uXXXX inside quotes, or a line of comment");
    if (line.starts_with('[') && !header_has_key(line))
        refuse(origin, number, "no name follows the bracket", "write [name] or [[name]]");
}

} // namespace

toml::table read_toml(std::string_view text, std::string_view origin) {
    if (text.size() > max_text) refuse(origin, 1, "larger than 1 MB", "give another file");
    auto rest = text;
    if (rest.starts_with("\xef\xbb\xbf")) rest.remove_prefix(3); // toml++ skips it, too
    for (std::size_t number = 1; !rest.empty(); ++number) {
        const auto end = std::min(rest.find('\n'), rest.size());
        check_line(rest.substr(0, end), origin, number);
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    try {
        return toml::parse(text);
    } catch (const toml::parse_error& e) {
        const auto why = shown(e.description(), 200);
        refuse(origin, e.source().begin.line, why.substr(1, why.size() - 2), "correct the line");
    } catch (const toml_library_gave_up&) {
        throw std::invalid_argument(fmt::format("{}: is not TOML; compare it with --print-catalog", origin));
    }
}

} // namespace rules
