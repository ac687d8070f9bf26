// SPDX-License-Identifier: MIT
#include "rules/proof/read_iptables.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

#include "rules/proof/read_values.hpp"

namespace rules::proof {
namespace {

using texts = std::vector<std::string>;

struct option_of_iptables {
    std::string_view word;
    std::optional<field> of; ///< nothing: it compares nothing by itself
    std::size_t values = 1;
};

// All that rules of iptables may compare and probes vary.
constexpr std::array known_options{option_of_iptables{"-s", field::from}, option_of_iptables{"-d", field::to},
    option_of_iptables{"-p", field::protocol}, option_of_iptables{"-i", field::way_in},
    option_of_iptables{"-o", field::way_out}, option_of_iptables{"--dport", field::port},
    option_of_iptables{"--dports", field::port}, option_of_iptables{"--icmp-type", field::icmp},
    option_of_iptables{"--icmpv6-type", field::icmpv6}, option_of_iptables{"--ctstate", field::state},
    option_of_iptables{"--state", field::state}, option_of_iptables{"--ctorigsrc", field::from},
    option_of_iptables{"--ctorigdst", field::to}, option_of_iptables{"--ctorigdstport", field::port},
    option_of_iptables{"--ctproto", field::protocol}, option_of_iptables{"--src-range", field::from},
    option_of_iptables{"--dst-range", field::to}, option_of_iptables{"--tcp-flags", field::flags, 2},
    option_of_iptables{"--hl-eq", field::hops}, option_of_iptables{"--hl-lt", field::hops},
    option_of_iptables{"--hl-gt", field::hops}, option_of_iptables{"--ttl-eq", field::hops},
    option_of_iptables{"--ttl-lt", field::hops}, option_of_iptables{"--ttl-gt", field::hops},
    option_of_iptables{"--syn", std::nullopt, 0}, option_of_iptables{"--comment", std::nullopt}};

constexpr std::array<std::string_view, 13> known_modules{
    "tcp", "udp", "sctp", "icmp", "icmp6", "multiport", "conntrack", "state", "set", "comment", "iprange", "hl", "ttl"};

constexpr std::array<std::string_view, 12> noting_targets{
    "LOG", "NFLOG", "ULOG", "TRACE", "MARK", "CONNMARK", "SET", "TOS", "DSCP", "CLASSIFY", "TCPMSS", "AUDIT"};
constexpr std::array<std::string_view, 4> own_targets{"ACCEPT", "DROP", "REJECT", "RETURN"};

bool contains_word(std::string_view word, const auto& all) {
    return std::find(all.begin(), all.end(), word) != all.end();
}

texts without_commas(const std::string& list) {
    texts out(1);
    for (const char c : list)
        if (c == ',')
            out.emplace_back();
        else
            out.back() += c;
    return out;
}

void match_set(rule_reading& out, bool negated, const std::string& name, const std::string& sides) {
    const auto all = without_commas(sides);
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i] == "src" && i > 0 && out.unvaried.empty()) out.unvaried = "the source port";
        out.compares.push_back({all[i] == "src" ? field::from : field::to, negated, "@" + name});
    }
}

} // namespace

rule_reading read_iptables_rule(const std::vector<std::string>& given) {
    rule_reading out;
    texts words;
    for (const auto& word : given) { // the reader of words tells commas apart
        if (!words.empty() && (word == "," || words.back().ends_with(',')))
            words.back() += word;
        else
            words.push_back(word);
    }
    bool negated = false;
    const auto unknown = [&](std::size_t at) {
        if (!out.unvaried.empty()) return;
        out.unvaried = name_of_match({words.begin() + static_cast<std::ptrdiff_t>(at), words.end()});
        if (out.unvaried.empty())
            out.unvaried = fmt::format("{} {}", words[at], at + 1 < words.size() ? words[at + 1] : std::string());
    };
    for (std::size_t i = 2; i < words.size(); ++i) {
        const auto& word = words[i];
        const auto value = [&](std::size_t n) { return i + n < words.size() ? words[i + n] : std::string(); };
        if (word == "!") {
            negated = true;
            continue;
        }
        if (word == "-j" || word == "-g" || word == "--jump" || word == "--goto") {
            const auto target = value(1);
            out.decides = !contains_word(target, noting_targets);
            out.refuses = target == "DROP" || target == "REJECT";
            out.lets_out = target == "ACCEPT" || target == "RETURN";
            if (out.decides && !contains_word(target, own_targets)) out.chains.push_back(target);
            if (target == "NFQUEUE" || target == "QUEUE") out.unvaried = "a program's verdict";
            break; // what follows is the target's
        }
        const auto known =
            std::find_if(known_options.begin(), known_options.end(), [&](const auto& row) { return row.word == word; });
        if (word == "-m") {
            if (!contains_word(value(1), known_modules)) unknown(i);
            ++i;
        } else if (word == "--match-set") {
            match_set(out, negated, value(1), value(2));
            i += 2;
        } else if (known == known_options.end()) {
            unknown(i);
        } else {
            std::string values;
            texts listed;
            for (std::size_t n = 1; n <= known->values; ++n) {
                (values += values.empty() ? "" : " ") += value(n);
                for (auto& one : without_commas(value(n))) listed.push_back(std::move(one));
            }
            if (known->of && out.unvaried.empty()) out.unvaried = untried_among(*known->of, listed);
            if (known->of) out.compares.push_back({*known->of, negated, values});
            if (word == "--syn") out.compares.push_back({field::flags, negated, "FIN,SYN,RST,ACK SYN"});
            i += known->values;
        }
        negated = false;
    }
    return out;
}

} // namespace rules::proof
