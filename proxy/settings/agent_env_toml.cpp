// SPDX-License-Identifier: MIT
#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "netprobe/printable.hpp"
#include "proxy/settings/agent_env.hpp"
#include "proxy/settings/utf8.hpp"

namespace {
[[noreturn]] void toml_gave_up() { throw std::logic_error("toml++ assertion"); }
} // namespace

// toml++ 3.3 asserts on some malformed texts; in a release build the assertions are promises to the optimiser. Here
// they throw, in every build. The library's inline functions must not meet those that others compile with another
// meaning of an assertion: for this file it has a name of its own.
#define toml proxy_toml
#pragma push_macro("NDEBUG")
#undef NDEBUG
#define TOML_ASSERT(expr) ((expr) ? static_cast<void>(0) : ::toml_gave_up())
#include <toml++/toml.h>
#pragma pop_macro("NDEBUG")
#undef toml

namespace proxy {
namespace {

bool beyond_ascii(char c) noexcept { return static_cast<unsigned char>(c) > '~' + 1; }

// Tables in tables are destroyed one inside the other; a line of "a.a.a.a…" would use up the stack.
constexpr std::ptrdiff_t max_dots = 1000;

// The first line that is not TOML: not UTF-8, or what toml++ 3.3 cannot take, which is a control character, a bracket
// that begins a line with no key behind it, and a key with thousands of dots. 0: none.
std::size_t bad_line(std::string_view text) noexcept {
    for (std::size_t number = 1; !text.empty(); ++number) {
        auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (!is_utf8(line) || std::ranges::count(line, '.') > max_dots) return number;
        if (std::ranges::any_of(line, [](unsigned char c) { return (c < ' ' && c != '\t') || c == 0x7f; }))
            return number;
        line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
        if (!line.starts_with('[')) continue;
        line.remove_prefix(line.starts_with("[[") ? 2 : 1);
        line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
        if (line.empty() || std::string_view("=.,#[{}").find(line.front()) != std::string_view::npos) return number;
    }
    return 0;
}

// toml++ 3.3 cannot take every character beyond ASCII either. In quotes and comments, the only places where TOML has
// them, another will do: no value that is kept has one.
std::string masked(std::string_view text) {
    std::string out(text);
    std::ranges::replace_if(out, beyond_ascii, '?');
    return out;
}

// Whether a line of the text as it is written has a character beyond ASCII.
bool line_beyond_ascii(std::string_view text, std::size_t line) noexcept {
    for (; line > 1 && !text.empty(); --line) text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
    return std::ranges::any_of(text.substr(0, text.find('\n')), beyond_ascii);
}

void take(read_result& into, const proxy_toml::table& environment, std::string_view written, const std::string& file) {
    for (const auto& [key, node] : environment) {
        if (!is_proxy_variable(key.str())) continue;
        const place where{file, node.source().begin.line};
        const auto* const text = node.as_string();
        if (text != nullptr && text->get().find('?') != std::string::npos && line_beyond_ascii(written, where.line))
            into.remarks.push_back(
                fmt::format("{}: {} has a character that is not ASCII; write the bytes of a password "
                            "as %XX",
                    to_string(where), std::string(key.str())));
        else if (text != nullptr)
            into.found.push_back({std::string(key.str()), secret(text->get()), where});
        else
            into.remarks.push_back(
                fmt::format("{}: {} is no text; write it in quotes", to_string(where), std::string(key.str())));
    }
    std::ranges::stable_sort(into.found, {}, [](const assignment& a) { return a.where.line; });
}

} // namespace

read_result agent_env_of_toml(std::string_view text, const std::string& file) {
    read_result out;
    // The library's own messages quote the text, which may be a password: the line says enough.
    const auto refuse = [&](std::size_t line) {
        out.remarks.push_back(to_string(place{file, line}) + ": is not TOML; correct the line");
        return out;
    };
    if (text.size() > max_agent_text) {
        out.remarks.push_back(to_string(place{file, 0}) + ": is larger than 1 MB, and is left alone");
        return out;
    }
    if (const auto line = bad_line(text)) return refuse(line);
    try {
        const auto root = proxy_toml::parse(masked(text));
        if (const auto* const environment = root["agent"]["env"].as_table()) take(out, *environment, text, file);
    } catch (const proxy_toml::parse_error& wrong) {
        return refuse(wrong.source().begin.line);
    } catch (const std::logic_error&) {
        return refuse(0);
    }
    return out;
}

} // namespace proxy
