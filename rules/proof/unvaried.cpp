// SPDX-License-Identifier: MIT
#include "rules/proof/unvaried.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "rules/proof/lines.hpp"
#include "rules/proof/program.hpp"
#include "rules/proof/rule_reading.hpp"

namespace rules::proof {
namespace {

bool leaves_by_loopback(const rule_reading& rule) {
    return std::any_of(rule.compares.begin(), rule.compares.end(), [](const comparison& c) {
        return c.of == field::way_out && !c.negated && (c.values == "lo" || c.values == "\"lo\"");
    });
}

// Neighbours have to be found whatever else holds, and their hop limit is part of that.
bool finds_neighbours(const rule_reading& rule) {
    return std::any_of(rule.compares.begin(), rule.compares.end(), [](const comparison& c) {
        return c.of == field::icmpv6 || (c.of == field::protocol && c.values == "ipv6-icmp");
    });
}

// What firewalld and ufw write themselves: routing headers and wrong senders are refused, and no packet that a policy
// needs has either; what was redirected to a device of the site is of rules whose addresses are probed.
bool is_daemons_own(const loaded_chain& chain, std::string_view rule) {
    if (chain.table == "inet firewalld")
        return rule == "ct status dnat accept" || rule.ends_with("fib saddr . mark . iif oif missing drop");
    return chain.name.starts_with("ufw6-") && rule.ends_with("-m rt --rt-type 0 -j DROP");
}

// What it looks at and no probe varies; empty: nothing.
std::string unvaried_of(const loaded_chain& chain, const std::string& rule) {
    const auto read = read_rule(rule);
    if ((!read.decides && !read.fills_sets) || leaves_by_loopback(read) || is_daemons_own(chain, rule)) return {};
    if (!read.unvaried.empty()) return read.unvaried;
    const bool hops = std::any_of(
        read.compares.begin(), read.compares.end(), [](const comparison& c) { return c.of == field::hops; });
    return hops && !finds_neighbours(read) ? "the hop limit" : std::string();
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
        const auto lead = [&](const std::string& chain) {
            if (const auto next = by_name.find({all[now].table, chain}); next != by_name.end())
                open.insert(open.end(), next->second.begin(), next->second.end());
        };
        for (const auto& rule : all[now].rules)
            for (const auto& chain : read_rule(rule).chains) lead(chain);
        for (const auto& chain : all[now].leads_to) lead(chain);
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
            const auto what = unvaried_of(all[i], all[i].rules[n]);
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
