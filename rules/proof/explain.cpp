// SPDX-License-Identifier: MIT
#include "rules/proof/explain.hpp"

#include <algorithm>
#include <map>
#include <vector>

#include <fmt/format.h>

#include "rules/proof/lines.hpp"
#include "rules/proof/load.hpp"
#include "rules/proof/loaded_rules.hpp"
#include "rules/proof/sandbox.hpp"

namespace rules::proof {
namespace {

constexpr std::string_view tracing = "table inet egress_trace {\n"
                                     "chain out { type filter hook output priority -350; meta nftrace set 1; }\n"
                                     "chain in { type filter hook prerouting priority -350; meta nftrace set 1; }\n}\n";

// An accept may be followed by another chain's verdict, a drop by nothing.
constexpr std::chrono::milliseconds quiet{20};

// "[12:720] -A OUTPUT …" → 12; ":OUTPUT ACCEPT [12:720]" → 12.
std::string_view counter_of(std::string_view line) {
    const auto begin = line.find('[');
    const auto end = begin == line.npos ? begin : line.find(':', begin);
    return end == line.npos ? std::string_view() : line.substr(begin + 1, end - begin - 1);
}

std::string without_counter(std::string_view line) {
    const auto begin = line.find('['), end = line.find(']');
    if (begin == line.npos || end == line.npos) return std::string(line);
    return begin == 0 ? std::string(line.substr(std::min(end + 2, line.size())))
                      : std::string(line.substr(0, begin - 1));
}

// "OUTPUT DROP" → "OUTPUT: the chain's policy, DROP".
std::string by_policy(const std::string& chain) {
    const auto blank = std::min(chain.find(' '), chain.size());
    return fmt::format("{}: the chain's policy,{}", chain.substr(0, blank), chain.substr(blank));
}

bool has_target(std::string_view line, bool passed) {
    const auto ends = [&](std::string_view target) {
        const auto at = line.find(target);
        return at != line.npos && (at + target.size() == line.size() || line[at + target.size()] == ' ');
    };
    return passed ? ends("-j ACCEPT") : ends("-j DROP") || ends("-j REJECT");
}

} // namespace

std::string decided_between(std::string_view before, std::string_view after, bool passed) {
    std::map<std::size_t, std::string_view> counters;
    std::size_t number = 0;
    each_line(before, [&](std::string_view line) { counters[number++] = counter_of(line); });
    number = 0;
    std::string rule, chain;
    each_line(after, [&](std::string_view line) {
        const auto before_it = counters[number++];
        const auto counter = counter_of(line);
        if (line.starts_with('#') || counter.empty() || counter == before_it) return;
        if (line.starts_with(':') && line.find(passed ? " ACCEPT " : " DROP ") != line.npos)
            chain = by_policy(without_counter(line).substr(1));
        else if (has_target(line, passed))
            rule = without_counter(line);
    });
    return rule.empty() ? chain : rule;
}

std::string decided_in_trace(std::string_view trace, bool passed) {
    std::string found, chain;
    each_line(trace, [&](std::string_view line) {
        if (!line.starts_with("trace id ") || line.find(" egress_trace ") != line.npos) return;
        const auto place = line.find(' ', 9); // behind the id
        if (place == line.npos) return;
        const auto text = line.substr(place + 1);
        const auto rule = text.find(" rule "), verdict = text.find(passed ? " (verdict accept)" : " (verdict drop)");
        const auto policy = text.find(passed ? " policy accept" : " policy drop");
        if (rule != text.npos && verdict != text.npos)
            found = fmt::format(
                "{}: {}", text.substr(0, rule), without_counters(text.substr(rule + 6, verdict - rule - 6)));
        else if (policy != text.npos)
            chain = fmt::format("{}: the chain's policy, {}", text.substr(0, policy), passed ? "accept" : "drop");
    });
    return found.empty() ? chain : found;
}

std::string or_none(std::string rule, bool passed) {
    return rule.empty() && passed ? "no rule: none stops it, nor does the chain's policy" : rule;
}

explainer::explainer(bool iptables) : iptables_(iptables) {}

explainer::~explainer() = default;

std::string explainer::by_counters(const packet& p, bool passed, const sender& send) const {
    const std::string save = p.to.family == ip_family::v4 ? "iptables-save" : "ip6tables-save";
    const auto before = run({save, "-c"}).out;
    send();
    return decided_between(before, run({save, "-c"}).out, passed);
}

std::string explainer::by_trace(bool passed, const sender& send) {
    int tries = 2;
    load_nft(std::string(tracing), "the trace");
    // Traced is what is explained, not what is asked between: all of that would have to be kept.
    if (!monitor_) {
        monitor_ = std::make_unique<running>(std::vector<std::string>{"nft", "monitor", "trace"});
        tries = 40; // until it listens
    }
    std::string trace;
    for (; tries > 0 && trace.empty(); --tries) {
        send();
        trace = monitor_->read(quiet, [](const std::string& text) { return !decided_in_trace(text, false).empty(); });
    }
    run({"nft", "delete", "table", "inet", "egress_trace"});
    return decided_in_trace(trace, passed);
}

std::string explainer::rule(const packet& p, bool passed, const sender& send) {
    try {
        return in_one_line(iptables_ ? by_counters(p, passed, send) : by_trace(passed, send));
    } catch (const std::runtime_error&) {
        return {}; // the verdict stands without it
    }
}

} // namespace rules::proof
