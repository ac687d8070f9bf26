// SPDX-License-Identifier: MIT
#include "rules/proof/dnsmasq_sets.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include <fmt/format.h>

namespace rules::proof {
namespace {

std::vector<std::string_view> parts_of(std::string_view text, char between) {
    std::vector<std::string_view> out;
    for (;;) {
        const auto end = text.find(between);
        out.push_back(text.substr(0, end));
        if (end == text.npos) return out;
        text.remove_prefix(end + 1);
    }
}

bool only(std::string_view text, std::string_view characters) {
    return !text.empty() && text.find_first_not_of(characters) == text.npos;
}

bool is_identifier(std::string_view text) {
    return only(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.");
}

bool read_set(std::string_view text, dnsmasq_set& into) {
    constexpr std::array<std::string_view, 3> families{"inet", "ip", "ip6"};
    const auto parts = parts_of(text, '#');
    if (parts.size() != 4 || (parts[0] != "4" && parts[0] != "6")) return false;
    if (std::find(families.begin(), families.end(), parts[1]) == families.end()) return false;
    if (!is_identifier(parts[2]) || !is_identifier(parts[3])) return false;
    into = {parts[0] == "4" ? ip_family::v4 : ip_family::v6, fmt::format("{} {}", parts[1], parts[2]),
        std::string(parts[3])};
    return true;
}

// "nftset=/name/…/sets"; false: it is not that.
bool read_line(std::string_view line, std::vector<std::string>& names, std::vector<dnsmasq_set>& sets) {
    constexpr std::string_view key = "nftset=/";
    if (!line.starts_with(key)) return false;
    auto parts = parts_of(line.substr(key.size()), '/');
    if (parts.size() < 2) return false;
    for (const auto text : parts_of(parts.back(), ',')) {
        sets.emplace_back();
        if (!read_set(text, sets.back())) return false;
    }
    parts.pop_back();
    for (const auto name : parts) {
        if (!only(name, "abcdefghijklmnopqrstuvwxyz0123456789-._")) return false;
        names.emplace_back(name);
    }
    std::sort(sets.begin(), sets.end());
    return true;
}

} // namespace

dnsmasq_sets dnsmasq_sets_in(std::string_view configuration, std::string_view file) {
    dnsmasq_sets out;
    std::size_t number = 0;
    for (const auto line : parts_of(configuration, '\n')) {
        ++number;
        if (line.empty() || line.starts_with('#')) continue;
        std::vector<std::string> names;
        std::vector<dnsmasq_set> sets;
        if (!read_line(line, names, sets))
            throw std::invalid_argument(fmt::format(
                "{}:{}: not a line of the form nftset=/name/4#inet#table#set,6#inet#table#set", file, number));
        for (const auto& name : names)
            if (const auto [at, is_new] = out.emplace(name, sets); !is_new && at->second != sets)
                throw std::invalid_argument(fmt::format(
                    "{}:{}: {} has other sets in a line before; dnsmasq fills those of one line only: name all sets in "
                    "one",
                    file, number, name));
    }
    return out;
}

const std::vector<dnsmasq_set>* sets_for(const dnsmasq_sets& all, std::string_view name) {
    if (name.starts_with("*.")) name.remove_prefix(2);
    for (;;) {
        if (const auto found = all.find(name); found != all.end()) return &found->second;
        const auto dot = name.find('.');
        if (dot == name.npos) return nullptr;
        name.remove_prefix(dot + 1);
    }
}

} // namespace rules::proof
