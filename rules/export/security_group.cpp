// SPDX-License-Identifier: MIT
#include "rules/export/security_group.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>

#include <fmt/format.h>

#include "netprobe/ascii.hpp"
#include "rules/export/azure_service_tag.hpp"

namespace rules {
namespace {

constexpr int lowest = 100, highest = 4096;
constexpr std::size_t most_prefixes = 4000; // of all rules of a group (learn.microsoft.com "Networking limits")

std::vector<std::string> family_prefix_texts(const ip_set& all, ip_family family) {
    std::vector<std::string> out;
    for (const auto& p : prefixes_of(all, family)) out.push_back(text_of(p));
    return out;
}

// The destinations of one flow, a rule's worth each. Empty family: of both.
struct target {
    std::optional<ip_family> family;
    std::vector<std::string> addresses;
};

std::vector<target> targets_of(const flow& f) {
    std::vector<target> out;
    for (const auto& tag : service_tags_for(f)) out.push_back({std::nullopt, {tag}});
    const auto by_address = out.empty() ? f.addresses : outside_tags_of(f);
    for (const auto family : {ip_family::v4, ip_family::v6})
        if (auto texts = family_prefix_texts(by_address, family); !texts.empty())
            out.push_back({family, std::move(texts)});
    return out;
}

// A source's prefixes in one family for a target; nothing: no device has that family.
std::vector<std::vector<std::string>> sources_for(const policy& of, const target& to) {
    if (of.devices.empty()) return {{"*"}};
    std::vector<std::vector<std::string>> out;
    for (const auto family : {ip_family::v4, ip_family::v6})
        if (!to.family || *to.family == family)
            if (auto texts = family_prefix_texts(of.devices, family); !texts.empty()) out.push_back(std::move(texts));
    return out;
}

void add_rules(std::vector<security_rule>& to, const policy& of, const flow& f) {
    security_rule rule;
    rule.description = f.why;
    for (const auto port : f.ports) rule.ports.push_back(std::to_string(port));
    for (const auto over : f.over) {
        rule.protocol = over == transport::tcp ? "Tcp" : "Udp";
        int number = 0;
        for (const auto& target : targets_of(f))
            for (const auto& sources : sources_for(of, target)) {
                rule.name = fmt::format("{}-{}-{}", f.id, to_string(over), ++number);
                rule.sources = sources;
                rule.destinations = target.addresses;
                to.push_back(rule);
            }
    }
}

security_rule deny_rest() {
    return {"deny-rest", "what no rule above names", false, highest, "*", {"*"}, {"*"}, {"*"}};
}

bool is_any_destination(const std::vector<std::string>& list) { return list == std::vector<std::string>{"*"}; }

// Its name is the flow's id, "-tcp" or "-udp", and a number.
std::string flow_of(const security_rule& rule) {
    const auto cut = std::max(rule.name.rfind("-tcp-") + 1, rule.name.rfind("-udp-") + 1);
    return cut == 0 ? rule.name : rule.name.substr(0, cut - 1);
}

platform_rule platform_rule_of(const security_rule& rule, const std::optional<policy>& meant) {
    platform_rule out;
    out.label = rule.name;
    out.allow = rule.allow;
    if (rule.protocol != "*") out.protocols = {rule.protocol == "Tcp" ? protocol_number::tcp : protocol_number::udp};
    if (rule.protocol != "Tcp" && rule.protocol != "Udp" && rule.protocol != "*")
        throw std::invalid_argument(
            fmt::format("rule {}: \"{}\" is no protocol", rule.name, plain_text(rule.protocol)));
    if (!is_any_destination(rule.ports)) {
        for (const auto& text : rule.ports) {
            const auto port = netprobe::port_from(text);
            if (!port)
                throw std::invalid_argument(fmt::format("rule {}: \"{}\" is no port", rule.name, plain_text(text)));
            out.ports.emplace_back(*port, *port);
        }
        if (out.ports.empty()) throw std::invalid_argument(fmt::format("rule {}: it has no port", rule.name));
    }
    out.from = azure_sources(rule.sources);
    if (is_any_destination(rule.destinations)) return out;
    out.to = azure_destinations(rule.destinations, flow_of(rule), meant);
    const auto other = [&](const ip_range& r) { return r.first.family != out.to.front().first.family; };
    if (!is_service_tag(rule.destinations.front()) && std::any_of(out.to.begin(), out.to.end(), other))
        throw std::invalid_argument(
            fmt::format("rule {}: IPv4 and IPv6 in one rule, which the platform refuses", rule.name));
    return out;
}

} // namespace

std::vector<security_rule> security_rules_of(const policy& of) {
    std::vector<security_rule> out;
    for (const auto& f : of.flows) add_rules(out, of, f);
    if (out.size() > static_cast<std::size_t>(highest - lowest))
        throw std::invalid_argument(fmt::format(
            "{} rules are more than a network security group has priorities; give fewer flows", out.size()));
    // Room between them for a site's own, where there is room.
    const int step = out.size() <= static_cast<std::size_t>(highest - lowest) / 10 ? 10 : 1;
    int next = lowest;
    for (auto& rule : out) {
        rule.priority = next;
        next += step;
    }
    out.push_back(deny_rest());
    return out;
}

std::vector<std::string> security_group_cannot(const format& in, const policy& of) {
    auto out = not_carried(in, of);
    std::size_t prefixes = 0;
    for (const auto& rule : security_rules_of(of)) prefixes += rule.destinations.size() + rule.sources.size();
    if (prefixes > most_prefixes)
        out.push_back(
            fmt::format("{} prefixes are more than the {} that a network security group takes: use service tags",
                prefixes, most_prefixes));
    for (const auto* name : {&of.in_interface, &of.out_interface})
        if (!name->empty()) out.push_back(fmt::format("interface {} is left out: the product has none", *name));
    return out;
}

namespace {

// Tags of a flow in rules that differ in nothing else: together they are the flow's addresses, so they are one rule of
// the model, in the place of the last. A refusal between them then blocks, also where it would not.
class tag_rules {
public:
    explicit tag_rules(const std::optional<policy>& meant) : meant_(meant) {}

    void add(const security_rule& rule, std::vector<platform_rule>& to) {
        if (!is_service_tag(rule.destinations.front())) return;
        const auto key = fmt::format("{} {} {} {} {}", flow_of(rule), rule.allow, rule.protocol,
            fmt::join(rule.sources, ","), fmt::join(rule.ports, ","));
        auto& used = used_[key];
        used.flow = flow_of(rule);
        used.tags.push_back(rule.destinations.front());
        if (!used.label.empty()) std::erase_if(to, [&](const platform_rule& r) { return r.label == used.label; });
        used.label = rule.name;
    }
    void end() const {
        for (const auto& [key, used] : used_) want_all_tags(used.tags, used.flow, meant_);
    }

private:
    struct group {
        std::string flow, label;
        std::vector<std::string> tags;
    };
    const std::optional<policy>& meant_;
    std::map<std::string, group> used_;
};

} // namespace

ruleset ruleset_of(std::vector<security_rule> all, const std::optional<policy>& meant) {
    std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.priority < b.priority; });
    ruleset out{precedence::first_match, true, {}}; // AllowInternetOutBound
    tag_rules tags(meant);
    std::set<std::string> names;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].priority < lowest || all[i].priority > highest || (i > 0 && all[i].priority == all[i - 1].priority))
            throw std::invalid_argument(fmt::format("rule {}: priority {} is given twice, or not between {} and {}",
                all[i].name, all[i].priority, lowest, highest));
        if (!names.insert(all[i].name).second)
            throw std::invalid_argument(fmt::format("rule {} is there twice", all[i].name));
        out.rules.push_back(platform_rule_of(all[i], meant));
        tags.add(all[i], out.rules);
    }
    tags.end();
    std::vector<std::string> used;
    for (const auto& rule : all) used.insert(used.end(), rule.destinations.begin(), rule.destinations.end());
    out.assumed = tags_assumed(used);
    return out;
}

} // namespace rules
