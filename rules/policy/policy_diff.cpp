// SPDX-License-Identifier: MIT
#include "rules/policy/policy_diff.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <string_view>

namespace rules {
namespace {

using policy_way = std::pair<transport, std::uint16_t>;

/// All that a policy lets out over one way.
struct way_reach {
    ip_set addresses;
    std::set<std::string, std::less<>> names;
};

std::map<policy_way, way_reach> reach_by_way(const policy& of) {
    std::map<policy_way, way_reach> out;
    for (const auto& f : of.flows)
        for (const auto over : f.over)
            for (const auto port : f.ports) {
                auto& to = out[{over, port}];
                to.addresses = unite(to.addresses, f.addresses);
                to.names.insert(f.names.begin(), f.names.end());
            }
    return out;
}

// "*.x" covers every name and every wildcard below x, and not x itself.
bool covered(std::string_view name, const std::set<std::string, std::less<>>& by) {
    if (by.contains(name)) return true;
    const bool wildcard = name.starts_with("*.");
    if (wildcard) name.remove_prefix(2);
    for (auto dot = name.find('.'); dot != name.npos; dot = name.find('.', dot + 1))
        if (by.contains("*" + std::string(name.substr(dot)))) return true;
    return false;
}

std::vector<traffic> flow_beyond(const flow& f, const std::map<policy_way, way_reach>& other) {
    std::vector<traffic> out;
    for (const auto over : f.over)
        for (const auto port : f.ports) {
            const auto found = other.find({over, port});
            static const way_reach nothing;
            const auto& there = found == other.end() ? nothing : found->second;
            traffic more{{}, subtract(f.addresses, there.addresses), {}};
            std::copy_if(f.names.begin(), f.names.end(), std::back_inserter(more.names),
                [&](const auto& name) { return !covered(name, there.names); });
            if (more.addresses.empty() && more.names.empty()) continue;
            const auto same = std::find_if(out.begin(), out.end(),
                [&](const traffic& t) { return t.addresses == more.addresses && t.names == more.names; });
            (same == out.end() ? out.emplace_back(std::move(more)) : *same).over.emplace_back(over, port);
        }
    return out;
}

std::vector<flow_change> policy_beyond(const policy& of, const std::map<policy_way, way_reach>& other) {
    std::vector<flow_change> out;
    for (const auto& f : of.flows)
        if (auto packets = flow_beyond(f, other); !packets.empty()) out.push_back({f.id, std::move(packets)});
    return out;
}

ip_set all_addresses(const policy& of) {
    ip_set out;
    for (const auto& f : of.flows) out = unite(out, f.addresses);
    return out;
}

std::string prefixes_or_any(const ip_set& all) {
    std::string out;
    for (const auto& p : prefixes_of(all)) out += (out.empty() ? "" : " ") + rules::text_of(p);
    return out.empty() ? "any" : out;
}

std::string any_or(const std::string& text) { return text.empty() ? "any" : text; }

// Of a flow that has its addresses from them: where a rule names the tags, they say what gets out, whatever they hold.
std::string tags_of(const policy& of, const std::string& id) {
    std::string out;
    for (const auto& f : of.flows)
        if (f.id == id && f.how == rung::tag)
            for (const auto& tag : f.tags) out += (out.empty() ? "" : " ") + tag;
    return out.empty() ? "none" : out;
}

} // namespace

policy_change diff(const policy& before, const policy& after) {
    policy_change out;
    const auto setting = [&](std::string what, std::string was, std::string is) {
        if (was != is) out.settings.push_back({std::move(what), std::move(was), std::move(is)});
    };
    setting("stance", std::string(to_string(before.stance)), std::string(to_string(after.stance)));
    setting("hook", std::string(to_string(before.hook)), std::string(to_string(after.hook)));
    setting("devices", prefixes_or_any(before.devices), prefixes_or_any(after.devices));
    setting("in interface", any_or(before.in_interface), any_or(after.in_interface));
    setting("out interface", any_or(before.out_interface), any_or(after.out_interface));
    for (const auto& f : after.flows)
        if (std::any_of(before.flows.begin(), before.flows.end(), [&](const flow& was) { return was.id == f.id; }))
            setting(std::string(service_tags_setting) + f.id, tags_of(before, f.id), tags_of(after, f.id));
    out.gained = policy_beyond(after, reach_by_way(before));
    out.lost = policy_beyond(before, reach_by_way(after));
    const auto was = all_addresses(before), is = all_addresses(after);
    out.gained_addresses = subtract(is, was);
    out.lost_addresses = subtract(was, is);
    return out;
}

} // namespace rules
