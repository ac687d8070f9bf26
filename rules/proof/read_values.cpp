// SPDX-License-Identifier: MIT
#include "rules/proof/read_values.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "netprobe/ascii.hpp"
#include "rules/ip/address.hpp"

namespace rules::proof {
namespace {

bool is_one_of(std::string_view word, const auto& all) { return std::find(all.begin(), all.end(), word) != all.end(); }

bool is_sign(std::string_view word) {
    constexpr std::array<std::string_view, 14> signs{
        "{", "}", "(", ")", ",", ".", "!=", "==", "!", "|", "&", ":", "<", ">"};
    return is_one_of(word, signs);
}

bool is_verdict(std::string_view word) {
    constexpr std::array<std::string_view, 8> verdicts{
        "accept", "drop", "reject", "jump", "goto", "return", "continue", "queue"};
    return is_one_of(word, verdicts);
}

constexpr std::array<std::pair<std::string_view, std::uint8_t>, 15> icmp_names{
    {{"echo-reply", 0}, {"destination-unreachable", 3}, {"source-quench", 4}, {"redirect", 5}, {"echo-request", 8},
        {"router-advertisement", 9}, {"router-solicitation", 10}, {"time-exceeded", 11}, {"parameter-problem", 12},
        {"timestamp-request", 13}, {"timestamp-reply", 14}, {"info-request", 15}, {"info-reply", 16},
        {"address-mask-request", 17}, {"address-mask-reply", 18}}};
constexpr std::array<std::pair<std::string_view, std::uint8_t>, 19> icmpv6_names{{{"destination-unreachable", 1},
    {"packet-too-big", 2}, {"time-exceeded", 3}, {"parameter-problem", 4}, {"echo-request", 128}, {"echo-reply", 129},
    {"mld-listener-query", 130}, {"mld-listener-report", 131}, {"mld-listener-done", 132},
    {"mld-listener-reduction", 132}, {"nd-router-solicit", 133}, {"nd-router-advert", 134},
    {"nd-neighbor-solicit", 135}, {"nd-neighbor-advert", 136}, {"nd-redirect", 137}, {"router-renumbering", 138},
    {"ind-neighbor-solicit", 141}, {"ind-neighbor-advert", 142}, {"mld2-listener-report", 143}}};

bool is_known_icmp(std::string_view word, bool six) {
    const auto dash = word.find_first_of("-:");
    if (icmp_type(word, six)) return true;
    return dash != word.npos && icmp_type(word.substr(0, dash), six) && icmp_type(word.substr(dash + 1), six);
}

// What no probe is of: the name of a protocol.
bool is_sent(std::string_view word) {
    constexpr std::array<std::string_view, 24> sent{"tcp", "udp", "sctp", "icmp", "ipv6-icmp", "icmpv6", "gre", "esp",
        "ipencap", "ipip", "ipv6", "all", "ip", "0", "1", "4", "6", "17", "41", "47", "50", "58", "132", "icmp6"};
    return is_one_of(word, sent);
}

// A mask such as 0.0.0.255 leaves no interval.
bool takes_bits(std::string_view word) {
    const auto slash = word.find('/');
    if (slash == word.npos || word.find_first_of(".:", slash) == word.npos) return false;
    const auto mask = read_address(word.substr(slash + 1));
    if (!mask) return true;
    const uint128 all = mask->family == ip_family::v4 ? uint128{0xffffffffu} : ~uint128{0};
    const uint128 gap = all & ~mask->value;
    return (gap & (gap + 1)) != 0;
}

} // namespace

std::optional<std::uint8_t> icmp_type(std::string_view text, bool of_ipv6) {
    const auto in = [&](const auto& names) -> std::optional<std::uint8_t> {
        for (const auto& [name, type] : names)
            if (name == text) return type;
        return std::nullopt;
    };
    if (const auto named = of_ipv6 ? in(icmpv6_names) : in(icmp_names)) return named;
    if (text == "0") return std::uint8_t{0};
    const auto number = netprobe::port_from(text);
    if (!number || *number > 255) return std::nullopt;
    return static_cast<std::uint8_t>(*number);
}

std::string untried_among(field of, const std::vector<std::string>& words) {
    constexpr std::array<std::string_view, 12> states{"new", "established", "related", "invalid", "NEW", "ESTABLISHED",
        "RELATED", "INVALID", "0x8", "0x1", "0x2", "0x4"};
    constexpr std::array<std::string_view, 18> flags{"fin", "syn", "rst", "psh", "ack", "FIN", "SYN", "RST", "PSH",
        "ACK", "/", "0x0", "0x1", "0x2", "0x4", "0x8", "0x10", "NONE"};
    constexpr std::array<std::string_view, 5> families{"ip", "ip6", "ipv4", "ipv6", "8"};
    bool part = false; // behind a verdict of a map: a chain's name
    for (const auto& word : words) {
        if (part || is_sign(word) || word.starts_with('@') || word.starts_with('"') || is_verdict(word)) {
            part = word == "jump" || word == "goto";
            continue;
        }
        if ((of == field::to || of == field::from) && takes_bits(word)) return "single bits of an address";
        if (of == field::protocol && !is_sent(word)) return fmt::format("protocol {}", word);
        if (of == field::state && !is_one_of(word, states)) return fmt::format("connections in state {}", word);
        if (of == field::flags && !is_one_of(word, flags)) return "TCP flags that no probe has";
        if (of == field::family && !is_one_of(word, families)) return "frames that are not of IP";
        if (of == field::icmp || of == field::icmpv6) {
            if (word == "any") continue;
            if (word.find('/') != word.npos) return "ICMP codes";
            if (!is_known_icmp(word, of == field::icmpv6)) return fmt::format("ICMP type {}", word);
        }
    }
    return {};
}

std::vector<std::string> words_of_rule(std::string_view rule) {
    std::vector<std::string> out(1);
    bool quoted = false;
    for (std::size_t i = 0; i < rule.size(); ++i) {
        const char c = rule[i];
        if (quoted) {
            out.back() += c;
            if (c == '\\' && i + 1 < rule.size())
                out.back() += rule[++i];
            else if (c == '"')
                quoted = false;
        } else if (c == ' ' || c == '\t' || c == '\n') {
            if (!out.back().empty()) out.emplace_back();
        } else if (std::string_view("{}(),;").find(c) != std::string_view::npos) {
            if (out.back().empty()) out.pop_back();
            out.emplace_back(1, c);
            out.emplace_back();
        } else {
            quoted = c == '"';
            out.back() += c;
        }
    }
    if (out.back().empty()) out.pop_back();
    return out;
}

std::vector<std::string> words_with_elements(const std::string& values, const set_elements& sets) {
    std::vector<std::string> out;
    for (const auto& word : words_of_rule(values)) {
        const auto set = word.starts_with('@') ? sets.find(word.substr(1)) : sets.end();
        if (set == sets.end()) {
            out.push_back(word);
            continue;
        }
        for (auto& one : words_of_rule(set->second)) out.push_back(std::move(one));
    }
    return out;
}

std::optional<ip_range> range_in(const std::string& word) {
    std::string ignored;
    const auto dash = word.find('-');
    if (dash == word.npos) {
        const auto prefix = read_prefix(word, ignored);
        return prefix ? std::optional(range_of(*prefix)) : std::nullopt;
    }
    const auto first = read_address(word.substr(0, dash)), last = read_address(word.substr(dash + 1));
    if (!first || !last || first->family != last->family || *last < *first) return std::nullopt;
    return ip_range{*first, *last};
}

} // namespace rules::proof
