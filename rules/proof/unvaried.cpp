// SPDX-License-Identifier: MIT
#include "rules/proof/unvaried.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>

#include <fmt/format.h>

#include "rules/proof/lines.hpp"
#include "rules/proof/program.hpp"

namespace rules::proof {
namespace {

/// Words of nft's listing or of iptables-save, whole ones, and what a rule with them looks at.
struct unvaried_match {
    std::string_view words, what;
};

constexpr std::array unvaried_matches{
    unvaried_match{"skuid", "the owner of the socket"},
    unvaried_match{"skgid", "the owner of the socket"},
    unvaried_match{"-m owner", "the owner of the socket"},
    unvaried_match{"cgroup", "the control group of the socket"},
    unvaried_match{"cgroupv2", "the control group of the socket"},
    unvaried_match{"-m socket", "the socket"},
    unvaried_match{"socket", "the socket"},
    unvaried_match{"meta mark", "the packet's mark"},
    unvaried_match{"-m mark", "the packet's mark"},
    unvaried_match{"ct mark", "the connection's mark"},
    unvaried_match{"-m connmark", "the connection's mark"},
    unvaried_match{"ct label", "the connection's label"},
    unvaried_match{"-m connlabel", "the connection's label"},
    unvaried_match{"ct zone", "the connection's zone"},
    unvaried_match{"ct helper", "the connection's helper"},
    unvaried_match{"-m helper", "the connection's helper"},
    unvaried_match{"meta priority", "the packet's priority"},
    unvaried_match{"meta rtclassid", "the route's realm"},
    unvaried_match{"-m realm", "the route's realm"},
    unvaried_match{"sport", "the source port"},
    unvaried_match{"--sport", "the source port"},
    unvaried_match{"--sports", "the source port"},
    unvaried_match{"--ports", "the source port"},
    unvaried_match{"dscp", "the DSCP"},
    unvaried_match{"-m dscp", "the DSCP"},
    unvaried_match{"-m tos", "the TOS"},
    unvaried_match{"ecn", "the ECN bits"},
    unvaried_match{"-m ecn", "the ECN bits"},
    unvaried_match{"length", "the packet's length"},
    unvaried_match{"-m length", "the packet's length"},
    unvaried_match{"ttl", "the hop limit"},
    unvaried_match{"-m ttl", "the hop limit"},
    unvaried_match{"hoplimit", "the hop limit"},
    unvaried_match{"-m hl", "the hop limit"},
    unvaried_match{"frag-off", "fragments"},
    unvaried_match{"frag", "fragments"},
    unvaried_match{"-f", "fragments"},
    unvaried_match{"-m frag", "fragments"},
    unvaried_match{"exthdr", "extension headers"},
    unvaried_match{"-m ipv6header", "extension headers"},
    unvaried_match{"flowlabel", "the flow label"},
    unvaried_match{"window", "the TCP window"},
    unvaried_match{"tcp option", "TCP options"},
    unvaried_match{"--tcp-option", "TCP options"},
    unvaried_match{"-m tcpmss", "TCP options"},
    unvaried_match{"ah spi", "IPsec"},
    unvaried_match{"esp spi", "IPsec"},
    unvaried_match{"ipsec", "IPsec"},
    unvaried_match{"rt ipsec", "IPsec"},
    unvaried_match{"secpath", "IPsec"},
    unvaried_match{"-m ah", "IPsec"},
    unvaried_match{"-m esp", "IPsec"},
    unvaried_match{"-m policy", "IPsec"},
    unvaried_match{"meta hour", "the time"},
    unvaried_match{"meta day", "the time"},
    unvaried_match{"meta time", "the time"},
    unvaried_match{"-m time", "the time"},
    unvaried_match{"limit rate", "the rate of packets"},
    unvaried_match{"-m limit", "the rate of packets"},
    unvaried_match{"-m hashlimit", "the rate of packets"},
    unvaried_match{"-m rateest", "the rate of packets"},
    unvaried_match{"quota", "how much was sent before"},
    unvaried_match{"-m quota", "how much was sent before"},
    unvaried_match{"ct bytes", "how much was sent before"},
    unvaried_match{"ct packets", "how much was sent before"},
    unvaried_match{"ct avgpkt", "how much was sent before"},
    unvaried_match{"-m connbytes", "how much was sent before"},
    unvaried_match{"-m recent", "what was sent before"},
    unvaried_match{"ct count", "the number of connections"},
    unvaried_match{"-m connlimit", "the number of connections"},
    unvaried_match{"numgen", "chance"},
    unvaried_match{"meta random", "chance"},
    unvaried_match{"-m statistic", "chance"},
    unvaried_match{"meta cpu", "the processor"},
    unvaried_match{"-m cpu", "the processor"},
    unvaried_match{"jhash", "a hash of the packet"},
    unvaried_match{"symhash", "a hash of the packet"},
    unvaried_match{"-m cluster", "a hash of the packet"},
    unvaried_match{"ether", "the source MAC address"},
    unvaried_match{"-m mac", "the source MAC address"},
    unvaried_match{"pkttype", "the kind of frame"},
    unvaried_match{"-m pkttype", "the kind of frame"},
    unvaried_match{"-m physdev", "the port of a bridge"},
    unvaried_match{"ibrname", "the port of a bridge"},
    unvaried_match{"obrname", "the port of a bridge"},
    unvaried_match{"-m string", "the content"},
    unvaried_match{"-m u32", "the content"},
    unvaried_match{"-m bpf", "the content"},
    unvaried_match{"osf name", "the sender's system"},
    unvaried_match{"-m osf", "the sender's system"},
    unvaried_match{"-m geoip", "the country of an address"},
};

// What is in quotes (comments, prefixes of logs) is no match.
std::string unquoted_text(std::string_view rule) {
    std::string out;
    bool quoted = false;
    for (std::size_t i = 0; i < rule.size(); ++i) {
        if (rule[i] == '"')
            quoted = !quoted;
        else if (quoted && rule[i] == '\\')
            ++i;
        else if (!quoted)
            out += rule[i];
    }
    return out;
}

std::vector<std::string> words_in(std::string_view text) {
    std::vector<std::string> out(1);
    for (const char c : text) {
        if (c == ' ' || c == '\t' || c == ',' || c == ';') {
            if (!out.back().empty()) out.emplace_back();
        } else {
            out.back() += c;
        }
    }
    if (out.back().empty()) out.pop_back();
    return out;
}

// "-j" or "--jump" of iptables, or a verdict of nft's, that decides about the packet.
bool decides(const std::vector<std::string>& words) {
    constexpr std::array<std::string_view, 12> noting{
        "LOG", "NFLOG", "ULOG", "TRACE", "MARK", "CONNMARK", "SET", "TOS", "DSCP", "CLASSIFY", "TCPMSS", "AUDIT"};
    constexpr std::array<std::string_view, 8> verdicts{
        "accept", "drop", "reject", "jump", "goto", "queue", "vmap", "return"};
    if (words.front() != "-A")
        return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
            return std::find(verdicts.begin(), verdicts.end(), word) != verdicts.end();
        });
    for (std::size_t i = 0; i + 1 < words.size(); ++i)
        if (words[i] == "-j" || words[i] == "-g")
            return std::find(noting.begin(), noting.end(), words[i + 1]) == noting.end();
    return false;
}

bool has_pair(const std::vector<std::string>& words, std::string_view first, std::string_view second) {
    for (std::size_t i = 0; i + 1 < words.size(); ++i)
        if (words[i] == first && words[i + 1] == second && (i == 0 || words[i - 1] != "!")) return true;
    return false;
}

// Neighbours have to be found whatever else holds, and their hop limit is part of that.
bool finds_neighbours(const std::vector<std::string>& words) {
    return has_pair(words, "-p", "ipv6-icmp") || has_pair(words, "icmpv6", "type");
}

// What no probe is of: the name of a protocol, where a rule names one.
std::string strange_protocol(const std::vector<std::string>& words) {
    constexpr std::array<std::string_view, 24> sent{"tcp", "udp", "sctp", "icmp", "ipv6-icmp", "icmpv6", "gre", "esp",
        "ipencap", "ipip", "ipv6", "all", "ip", "0", "1", "4", "6", "17", "41", "47", "50", "58", "132", "!="};
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
        const auto& key = words[i];
        if (key != "-p" && key != "l4proto" && key != "protocol" && key != "nexthdr") continue;
        const bool list = words[i + 1] == "{";
        for (auto at = i + (list ? 2 : 1); at < words.size() && words[at] != "}"; ++at) {
            // A key of several fields ("l4proto . th dport") names no protocol here.
            if (words[at] == "." || words[at] == "vmap" || words[at] == "@") break;
            if (std::find(sent.begin(), sent.end(), words[at]) == sent.end()) return words[at];
            if (!list && words[at] != "!=") break;
        }
    }
    return {};
}

bool has_words(const std::vector<std::string>& words, const std::vector<std::string>& wanted) {
    for (auto at = words.begin();; ++at) {
        at = std::search(at, words.end(), wanted.begin(), wanted.end());
        if (at == words.end()) return false;
        // "meta mark set 3" sets, and compares nothing.
        const auto behind = at + static_cast<std::ptrdiff_t>(wanted.size());
        if (behind == words.end() || *behind != "set") return true;
    }
}

// What it looks at and no probe varies; empty: nothing.
std::string unvaried_of(const std::string& rule) {
    const auto words = words_in(unquoted_text(rule));
    if (words.empty() || !decides(words)) return {};
    if (has_pair(words, "-o", "lo") || rule.find("oifname \"lo\"") != rule.npos) return {};
    for (const auto& row : unvaried_matches) {
        if (!has_words(words, words_in(row.words))) continue;
        if (row.what == "the hop limit" && finds_neighbours(words)) continue;
        return std::string(row.what);
    }
    for (const auto& word : words)
        if (word.starts_with("@th") || word.starts_with("@nh") || word.starts_with("@ll") || word.starts_with("@ih"))
            return "raw bytes";
    const auto protocol = strange_protocol(words);
    return protocol.empty() ? std::string() : fmt::format("protocol {}", protocol);
}

std::vector<std::string> hooks_passed(hook where) {
    if (where == hook::host) return {"output", "postrouting"};
    return {"prerouting", "forward", "postrouting"};
}

// Every chain that a packet can get to from these hooks.
std::vector<bool> reached_from(const std::vector<loaded_chain>& all, const std::vector<std::string>& hooks) {
    std::vector<bool> out(all.size());
    std::map<std::pair<std::string, std::string>, std::vector<std::size_t>> by_name; // iptables' families share names
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < all.size(); ++i) {
        by_name[{all[i].table, all[i].name}].push_back(i);
        if (std::find(hooks.begin(), hooks.end(), all[i].hook) != hooks.end()) open.push_back(i);
    }
    while (!open.empty()) {
        const auto now = open.back();
        open.pop_back();
        if (out[now]) continue;
        out[now] = true;
        for (const auto& rule : all[now].rules) {
            const auto words = words_in(unquoted_text(rule));
            for (std::size_t i = 0; i + 1 < words.size(); ++i)
                if (words[i] == "-j" || words[i] == "-g" || words[i] == "jump" || words[i] == "goto")
                    if (const auto next = by_name.find({all[now].table, words[i + 1]}); next != by_name.end())
                        open.insert(open.end(), next->second.begin(), next->second.end());
        }
    }
    return out;
}

} // namespace

std::vector<std::string> unvaried_in(const std::vector<loaded_chain>& all, hook where, std::size_t most) {
    std::vector<std::string> out;
    std::size_t more = 0;
    const auto reached = reached_from(all, hooks_passed(where));
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (!reached[i]) continue;
        for (std::size_t n = 0; n < all[i].rules.size(); ++n) {
            const auto what = unvaried_of(all[i].rules[n]);
            if (what.empty()) continue;
            auto line = fmt::format("rule {} of {} {} matches on {}, which the probes do not vary: {}", n + 1,
                all[i].table, all[i].name, what, in_one_line(all[i].rules[n]).substr(0, 200));
            if (std::find(out.begin(), out.end(), line) != out.end()) continue; // of both families of iptables
            if (out.size() >= most)
                ++more;
            else
                out.push_back(std::move(line));
        }
    }
    if (more > 0)
        out.push_back(
            fmt::format("{} more rule{} on what the probes do not vary", more, more == 1 ? " matches" : "s match"));
    return out;
}

} // namespace rules::proof
