// SPDX-License-Identifier: MIT
#include "rules/verdict/intent.hpp"

namespace rules {
namespace {

void narrow(std::vector<name_pattern>& to, const std::string& name) {
    if (name.starts_with("*."))
        to.push_back({name.substr(2), false, true, true});
    else
        to.push_back({name, true, false, false});
}

void wide(std::vector<name_pattern>& to, const std::string& name) {
    if (name.starts_with("*."))
        to.push_back({name.substr(2), true, true, false});
    else
        to.push_back({name, true, false, false});
}

ruleset rules_of(const policy& of, const format& in, void (*add)(std::vector<name_pattern>&, const std::string&)) {
    ruleset out{precedence::any_allow, false, {}};
    for (const auto& f : of.flows) {
        const auto how = in.carries(of, f);
        if (how == carried::not_at_all) continue;
        platform_rule rule;
        rule.label = f.id;
        for (const auto t : f.over)
            rule.protocols.push_back(t == transport::tcp ? protocol_number::tcp : protocol_number::udp);
        for (const auto port : f.ports) rule.ports.emplace_back(port, port);
        if (how != carried::by_name) rule.to = ranges_of(in.ipv6 ? f.addresses : ip_set{f.addresses.v4, {}});
        if (how != carried::by_address)
            for (const auto& name : f.names) add(rule.names, name);
        rule.names_and_addresses = how == carried::by_both;
        if (how == carried::by_name && !in.names_over_ipv6) {
            rule.to = {range_of(ip_prefix{{ip_family::v4, 0}, 0})};
            rule.names_and_addresses = true;
        }
        rule.from = ranges_of(in.ipv6 ? of.devices : ip_set{of.devices.v4, {}});
        // An empty list would mean "any": what is left of IPv4 may be nothing.
        if (how == carried::by_address && rule.to.empty()) continue;
        if (rule.from.empty() && !of.devices.empty()) continue;
        out.rules.push_back(std::move(rule));
    }
    return out;
}

} // namespace

intent intended(const policy& of, const format& in) { return {rules_of(of, in, narrow), rules_of(of, in, wide)}; }

wanted wants(const intent& of, const packet& p) noexcept {
    if (decide(of.least, p).allow) return wanted::pass;
    return decide(of.most, p).allow ? wanted::either : wanted::stop;
}

wanted intent_decider::operator()(const packet& p) {
    if (least_(p).allow) return wanted::pass;
    return most_(p).allow ? wanted::either : wanted::stop;
}

} // namespace rules
