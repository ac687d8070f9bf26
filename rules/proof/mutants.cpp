// SPDX-License-Identifier: MIT
#include "rules/proof/mutants.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "rules/proof/lines.hpp"

namespace rules::proof {
namespace {

// Where a part of a text begins.
std::size_t offset_of(std::string_view part, std::string_view text) {
    return static_cast<std::size_t>(part.data() - text.data());
}

bool has(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

// "-o lo" is in "-A X -o lo -j ACCEPT", not in "-o lora0" or "--to-o lo".
bool has_word(std::string_view text, std::string_view words) {
    for (auto at = text.find(words); at != text.npos; at = text.find(words, at + 1)) {
        const auto end = at + words.size();
        if ((at == 0 || text[at - 1] == ' ') && (end == text.size() || text[end] == ' ' || text[end] == '\n'))
            return true;
    }
    return false;
}

// What a site lives on, and no new packet needs.
bool keeps_alive(std::string_view rule) {
    constexpr std::array<std::string_view, 5> parts{
        "established", "ESTABLISHED", "oifname \"lo\"", "icmpv6 type", "ipv6-icmp"};
    return has_word(rule, "-o lo") ||
           std::any_of(parts.begin(), parts.end(), [&](auto part) { return has(rule, part); });
}

// Between `open` and `close` (without them): a list of elements with commas. One alone stays.
void add_elements(
    std::vector<removal>& to, std::string_view text, std::size_t open, std::size_t close, const std::string& of) {
    const auto inside = text.substr(open, close - open);
    if (!has(inside, ",")) return;
    for (std::size_t from = 0; from < inside.size();) {
        const auto comma = std::min(inside.find(',', from), inside.size());
        const auto name = trimmed(inside.substr(from, comma - from));
        // The first takes the comma behind it along, the others the one before.
        const auto begin = from == 0 ? 0 : from - 1, end = from == 0 ? comma + 1 : comma;
        to.push_back({fmt::format("element {} of {}", name, of), open + begin, open + end});
        from = comma + 1;
    }
}

void add_nft_rule(std::vector<removal>& to, std::string_view text, std::size_t begin, std::size_t end) {
    const auto line = text.substr(begin, end - begin);
    const auto rule = trimmed(line);
    if (keeps_alive(rule) || !(has(rule, " accept") || has(rule, " jump ") || rule.starts_with("jump "))) return;
    if (!has(rule, "addr") && !has(rule, "dport") && !has(rule, "ifname")) return;
    to.push_back({fmt::format("rule {}", rule), begin, end});
    for (auto open = line.find('{'); open != line.npos; open = line.find('{', open + 1)) {
        const auto close = line.find('}', open);
        if (close == line.npos) break;
        add_elements(to, text, begin + open + 1, begin + close, fmt::format("rule {}", rule));
    }
}

void add_set(std::vector<removal>& to, std::string_view text, std::size_t begin, const std::string& set) {
    const auto open = text.find('{', begin), close = text.find('}', begin);
    if (open == text.npos || close == text.npos) return;
    const auto inside = trimmed(text.substr(open + 1, close - open - 1));
    if (has(inside, ","))
        add_elements(to, text, open + 1, close, "set " + set);
    else
        to.push_back({fmt::format("element {} of set {}", inside, set), begin, close + 1});
}

} // namespace

std::vector<removal> removals_of_nft(std::string_view listing) {
    std::vector<removal> out;
    std::string set, chain;
    each_line(listing, [&](std::string_view whole) {
        const auto begin = offset_of(whole, listing), end = begin + whole.size();
        const auto line = trimmed(whole);
        const auto block = [&](std::string_view key) {
            return line.starts_with(key) && line.ends_with(" {")
                       ? std::string(line.substr(key.size(), line.size() - key.size() - 2))
                       : std::string();
        };
        if (!block("set ").empty()) set = block("set ");
        if (!block("chain ").empty()) chain = block("chain ");
        if (line == "}") {
            set.clear();
            chain.clear();
        } else if (!set.empty() && line.starts_with("elements = {")) {
            add_set(out, listing, begin, set);
        } else if (!chain.empty()) {
            add_nft_rule(out, listing, begin, end);
        }
    });
    return out;
}

std::vector<removal> removals_of_iptables(std::string_view listing) {
    std::vector<removal> out;
    each_line(listing, [&](std::string_view line) {
        const auto begin = offset_of(line, listing), end = begin + line.size();
        if (!line.starts_with("-A ") || keeps_alive(line) || has(line, "-j DROP") || has(line, "-j REJECT")) return;
        constexpr std::array<std::string_view, 8> selects{
            " -d ", " -s ", " -p ", " -i ", " -o ", "--dport", "--match-set", "--dports"};
        if (std::none_of(selects.begin(), selects.end(), [&](auto part) { return has(line, part); })) return;
        out.push_back({fmt::format("rule {}", line), begin, std::min(end + 1, listing.size())});
        constexpr std::string_view list = "--dports ";
        if (const auto at = line.find(list); at != line.npos) {
            const auto first = begin + at + list.size();
            add_elements(out, listing, first, std::min(listing.find(' ', first), end), fmt::format("rule {}", line));
        }
    });
    return out;
}

std::string without(std::string_view listing, const removal& r) {
    return std::string(listing.substr(0, r.begin)) + std::string(listing.substr(r.end));
}

} // namespace rules::proof
