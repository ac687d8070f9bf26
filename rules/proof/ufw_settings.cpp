// SPDX-License-Identifier: MIT
#include "rules/proof/ufw_settings.hpp"

#include <algorithm>
#include <cctype>
#include <stdexcept>

#include <fmt/format.h>

#include "rules/proof/lines.hpp"

namespace rules::proof {
namespace {

// What ufw takes for a key, in lower case, with blanks around; empty: it is no key of ufw's.
std::string_view values_of(std::string_view key) {
    if (key == "IPV6" || key == "MANAGE_BUILTINS" || key == "ENABLED") return " yes no ";
    if (key == "LOGLEVEL") return " off low medium high full ";
    if (key == "DEFAULT_INPUT_POLICY" || key == "DEFAULT_OUTPUT_POLICY" || key == "DEFAULT_FORWARD_POLICY")
        return " accept drop reject ";
    if (key == "DEFAULT_APPLICATION_POLICY") return " accept drop reject skip ";
    return {};
}

bool names_programs(std::string_view key) { return key == "IPT_SYSCTL" || key == "IPT_MODULES"; }

std::string_view unquoted(std::string_view value) {
    const bool quoted =
        value.size() >= 2 && (value.front() == '"' || value.front() == '\'') && value.back() == value.front();
    return quoted ? value.substr(1, value.size() - 2) : value;
}

// One of the words; not several, nor a part of one.
bool is_among(std::string_view words, std::string_view value) {
    std::string lower(value);
    std::transform(lower.begin(), lower.end(), lower.begin(),
        [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
    return !lower.empty() && lower.find(' ') == lower.npos && words.find(" " + lower + " ") != words.npos;
}

} // namespace

std::string plain_ufw_settings(std::string_view text, std::string_view file) {
    std::string out;
    std::size_t number = 0;
    each_line(text, [&](std::string_view whole) {
        const auto line = trimmed(whole);
        ++number;
        if (line.empty() || line.front() == '#') return;
        const auto equals = std::min(line.find('='), line.size());
        const auto key = line.substr(0, equals);
        const auto value = unquoted(line.substr(std::min(equals + 1, line.size())));
        if (names_programs(key) && equals < line.size())
            out += fmt::format("{}=\n", key);
        else if (is_among(values_of(key), value))
            out += fmt::format("{}={}\n", key, key == "ENABLED" ? std::string_view("no") : value);
        else
            throw std::invalid_argument(fmt::format(
                "{}:{}: not a setting of ufw's with one of its values (KEY=value); take the line out of the copy", file,
                number));
    });
    return out;
}

} // namespace rules::proof
