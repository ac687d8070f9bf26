// SPDX-License-Identifier: MIT
#include "rules/verdict/ruleset.hpp"

#include <algorithm>

namespace rules {
namespace {

bool inside(const std::vector<ip_range>& any_of, const ip_address& a) noexcept {
    return std::any_of(any_of.begin(), any_of.end(), [&](const ip_range& r) { return r.first <= a && a <= r.last; });
}

bool applies(const platform_rule& rule, const packet& p) noexcept {
    if (!rule.protocols.empty() &&
        std::find(rule.protocols.begin(), rule.protocols.end(), p.protocol) == rule.protocols.end())
        return false;
    if (!rule.ports.empty() && std::none_of(rule.ports.begin(), rule.ports.end(),
                                   [&](const auto& r) { return r.first <= p.port && p.port <= r.second; }))
        return false;
    if (!rule.from.empty() && !inside(rule.from, p.from)) return false;
    const bool named = std::any_of(rule.names.begin(), rule.names.end(),
        [&](const name_pattern& n) { return !p.name.empty() && matches(n, p.name); });
    const bool there = inside(rule.to, p.to);
    if (rule.names_and_addresses) return named && there;
    return (rule.names.empty() && rule.to.empty()) || named || there;
}

} // namespace

bool matches(const name_pattern& pattern, std::string_view host) noexcept {
    if (host == pattern.name) return pattern.itself;
    if (!pattern.below || host.size() <= pattern.name.size() + 1 || !host.ends_with(pattern.name)) return false;
    const auto front = host.substr(0, host.size() - pattern.name.size());
    return front.ends_with('.') && (!pattern.one_label || front.find('.') == front.size() - 1);
}

ruling decide(const ruleset& by, const packet& p) noexcept {
    ruling found{by.otherwise_allow, {}};
    for (std::size_t i = 0; i < by.rules.size(); ++i) {
        const auto& rule = by.rules[i];
        if (!applies(rule, p)) continue;
        if (by.how == precedence::first_match || (by.how == precedence::deny_wins && !rule.allow))
            return {rule.allow, i};
        if (by.how == precedence::any_allow && !rule.allow) continue;
        if (!found.rule) found = {rule.allow, i};
    }
    return found;
}

} // namespace rules
