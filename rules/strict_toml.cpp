// SPDX-License-Identifier: MIT
#include "rules/strict_toml.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "rules/shown.hpp"

namespace rules {
namespace {

/// "2026-08-21"; the calendar is not consulted beyond 12 months of 31 days.
bool is_date(std::string_view text) noexcept {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
    const auto number = [&](std::size_t at, std::size_t count) {
        int value = 0;
        for (const char c : text.substr(at, count)) {
            if (c < '0' || c > '9') return -1;
            value = value * 10 + (c - '0');
        }
        return value;
    };
    const int month = number(5, 2), day = number(8, 2);
    return number(0, 4) >= 2000 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

} // namespace

bool one_of(std::string_view word, words allowed) noexcept { return std::ranges::find(allowed, word) != allowed.end(); }

void strict_toml::fail(const toml::node& at, std::string_view what, std::string_view remedy) const {
    throw std::invalid_argument(fmt::format("{}:{}: {}; {}", origin_, at.source().begin.line, what, remedy));
}

void strict_toml::known_keys(const toml::table& in, words allowed, std::string_view where) const {
    for (auto&& [key, node] : in)
        if (!one_of(key.str(), allowed))
            fail(node, fmt::format("unknown key {} in {}", shown(key.str()), where),
                fmt::format("the keys are: {}", fmt::join(allowed, ", ")));
}

const toml::table& strict_toml::table_at(const toml::table& in, std::string_view key) const {
    const auto* node = in.get(key);
    if (node == nullptr) fail(in, fmt::format("[{}] is missing", key), "copy it from --print-catalog");
    if (!node->is_table()) fail(*node, fmt::format("{} is no table", key), fmt::format("write [{}]", key));
    return *node->as_table();
}

std::string strict_toml::text_of(const toml::node& node, std::string_view key) const {
    const auto* value = node.as_string();
    if (value == nullptr) fail(node, fmt::format("{} is no text", shown(key)), "put it in double quotes");
    const std::string& text = value->get();
    if (text.size() > 512 || std::ranges::any_of(text, [](unsigned char c) { return c < ' ' || c == 0x7f; }))
        fail(node, fmt::format("{} is longer than 512 bytes or holds a control character", shown(key)),
            "write one short line");
    return text;
}

std::string strict_toml::optional_text(const toml::table& in, std::string_view key) const {
    const auto* node = in.get(key);
    return node == nullptr ? std::string() : text_of(*node, key);
}

std::string strict_toml::text(const toml::table& in, std::string_view key) const {
    auto value = optional_text(in, key);
    if (value.empty()) fail(in, fmt::format("{} is missing or empty", key), "every row has to give it");
    return value;
}

bool strict_toml::flag(const toml::table& in, std::string_view key) const {
    const auto* node = in.get(key);
    if (node == nullptr) return false;
    if (!node->is_boolean()) fail(*node, fmt::format("{} is neither true nor false", key), "write true or false");
    return node->as_boolean()->get();
}

std::string strict_toml::word(
    const toml::table& in, std::string_view key, words allowed, std::string_view absent) const {
    const auto* node = in.get(key);
    if (node == nullptr && !absent.empty()) return std::string(absent);
    auto value = text(in, key);
    if (!one_of(value, allowed))
        fail(*node, fmt::format("unknown {} {}", key, shown(value)),
            fmt::format("use one of: {}", fmt::join(allowed, ", ")));
    return value;
}

std::string strict_toml::date(const toml::table& in, std::string_view key) const {
    auto value = text(in, key);
    if (!is_date(value)) fail(*in.get(key), fmt::format("{} {} is no date", key, shown(value)), "write YYYY-MM-DD");
    return value;
}

} // namespace rules
