// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "netprobe/ascii.hpp"
#include "rules/shown.hpp"
#include "rules/site/manifest_parts.hpp"

namespace rules {
namespace {

constexpr std::size_t longest_key = 32; // of those that are known: "storeAndForwardConfiguration"

/// Letters to add, leave out, change or exchange with the next (Damerau's distance, each pair exchanged once), in any
/// case. Both at most `longest_key` long.
std::size_t slips_between(std::string_view a, std::string_view b) {
    std::array<std::array<std::size_t, longest_key + 1>, longest_key + 1> d{};
    for (std::size_t i = 0; i <= a.size(); ++i) d[i][0] = i;
    for (std::size_t j = 0; j <= b.size(); ++j) d[0][j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i)
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t other = a[i - 1] == b[j - 1] ? 0 : 1;
            d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + other});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
        }
    return d[a.size()][b.size()];
}

/// The same key in any case.
bool same_key(std::string_view a, std::string_view b) noexcept { return netprobe::same_but_for_case(a, b); }

std::string_view kind_name(node::type kind) noexcept {
    switch (kind) {
    case node::type::none: return "nothing";
    case node::type::truth: return "true or false";
    case node::type::number: return "a number";
    case node::type::text: return "text";
    case node::type::list: return "a list";
    case node::type::table: return "an object";
    }
    return "something";
}

bool is_there(const node* value) noexcept { return value != nullptr && value->kind != node::type::none; }

} // namespace

std::string_view meant_key(std::string_view key, std::initializer_list<std::string_view> known) {
    if (key.size() > longest_key) return {};
    const auto small = netprobe::lower(key);
    std::string_view best;
    std::size_t least = longest_key;
    for (const auto candidate : known) {
        const std::size_t allowed = candidate.size() <= 4 ? 1 : candidate.size() <= 12 ? 2 : 3;
        if (small.size() > candidate.size() + allowed || candidate.size() > small.size() + allowed) continue;
        const auto slips = slips_between(small, netprobe::lower(candidate));
        if (slips <= allowed && slips < least) {
            least = slips;
            best = candidate;
        }
    }
    return best;
}

known_members::known_members(const node& table, std::initializer_list<std::string_view> known, std::string_view whose,
    std::vector<file_fault>& faults) {
    if (!table.is_table()) return;
    const auto right = [&](std::string_view key) {
        return std::find_if(known.begin(), known.end(), [&](auto k) { return same_key(k, key); });
    };
    for (const auto& [key, value] : table.members) {
        const auto at = right(key);
        if (at == known.end() || !is_there(&value)) continue;
        if ((*this)[*at] == nullptr)
            found_.emplace_back(*at, &value);
        else if (key != *at) // exactly the same twice: the JSON itself has that fault
            faults.push_back({value.at(), fmt::format("{}: {} is there twice, in another case", whose, shown(key)),
                "keep one of the two"});
    }
    for (const auto& [key, value] : table.members) {
        if (right(key) != known.end()) continue;
        const auto meant = meant_key(key, known);
        if (meant.empty() || (*this)[meant] != nullptr) continue;
        faults.push_back(
            {value.at(), fmt::format("{}: the key {} is not known; did you mean {}?", whose, shown(key), meant),
                fmt::format("write \"{}\"", meant)});
        if (is_there(&value)) found_.emplace_back(meant, &value);
    }
}

const node* known_members::operator[](std::string_view key) const noexcept {
    const auto at = std::find_if(found_.begin(), found_.end(), [&](const auto& one) { return one.first == key; });
    return at == found_.end() ? nullptr : at->second;
}

const node* table_in(const node* value, std::string_view what, std::vector<file_fault>& faults) {
    if (!is_there(value)) return nullptr;
    if (value->is_table()) return value;
    faults.push_back({value->at(), fmt::format("{} is {}, and an object belongs here", what, kind_name(value->kind)),
        "write { … }"});
    return nullptr;
}

std::optional<told> text_in(
    const node* value, std::string_view what, std::vector<file_fault>& faults, bool any_scalar) {
    if (!is_there(value)) return std::nullopt;
    const bool scalar = value->kind == node::type::number || value->kind == node::type::truth;
    if (value->is_text() || (any_scalar && scalar)) return told{value->text, value->at()};
    faults.push_back({value->at(),
        fmt::format("{} is {}, and {} belongs here", what, kind_name(value->kind),
            any_scalar ? "text, a number or true or false" : "text"),
        any_scalar ? "write it in quotes" : "write it in quotes, as text"});
    return std::nullopt;
}

bool has_placeholder(std::string_view text) noexcept { return text.find("${") != text.npos; }

} // namespace rules
