// SPDX-License-Identifier: MIT
#include "rules/verdict/ruleset.hpp"

#include <algorithm>

namespace rules {
namespace {

bool inside(const std::vector<ip_range>& any_of, const ip_address& a) noexcept {
    return std::any_of(any_of.begin(), any_of.end(), [&](const ip_range& r) { return r.first <= a && a <= r.last; });
}

bool to_place(const platform_rule& rule, const ip_address& to, std::string_view name) noexcept {
    const bool named = !name.empty() && std::any_of(rule.names.begin(), rule.names.end(),
                                            [&](const name_pattern& n) { return matches(n, name); });
    if (named && !rule.names_and_addresses) return true;
    const bool there = inside(rule.to, to);
    if (rule.names_and_addresses) return named && there;
    return there || (rule.names.empty() && rule.to.empty());
}

// Wherever it goes to.
bool in_its_way(const platform_rule& rule, const packet& p) noexcept {
    if (!rule.protocols.empty() &&
        std::find(rule.protocols.begin(), rule.protocols.end(), p.protocol) == rule.protocols.end())
        return false;
    if (!rule.ports.empty() && std::none_of(rule.ports.begin(), rule.ports.end(),
                                   [&](const auto& r) { return r.first <= p.port && p.port <= r.second; }))
        return false;
    return rule.from.empty() || inside(rule.from, p.from);
}

// One more rule that applies; true: it is the last word.
bool take(ruling& found, const ruleset& by, std::size_t i) noexcept {
    const auto& rule = by.rules[i];
    if (by.how == precedence::first_match || (by.how == precedence::deny_wins && !rule.allow)) {
        found = {rule.allow, i};
        return true;
    }
    if (by.how == precedence::any_allow && !rule.allow) return false;
    if (!found.rule) found = {rule.allow, i};
    return false;
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
    for (std::size_t i = 0; i < by.rules.size(); ++i)
        if (in_its_way(by.rules[i], p) && to_place(by.rules[i], p.to, p.name) && take(found, by, i)) break;
    return found;
}

ruling decider::operator()(const packet& p) {
    if (!place_ || place_->first != p.to || place_->second != p.name) {
        place_.emplace(p.to, p.name);
        there_.clear();
        for (std::size_t i = 0; i < by_.rules.size(); ++i)
            if (to_place(by_.rules[i], p.to, p.name)) there_.push_back(i);
    }
    ruling found{by_.otherwise_allow, {}};
    for (const auto i : there_)
        if (in_its_way(by_.rules[i], p) && take(found, by_, i)) break;
    return found;
}

} // namespace rules
