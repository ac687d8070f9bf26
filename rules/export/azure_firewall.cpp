// SPDX-License-Identifier: MIT
#include "rules/export/azure_firewall.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "netprobe/ascii.hpp"
#include "rules/export/azure_service_tag.hpp"
#include "rules/host_name.hpp"

namespace rules {
namespace {

bool is_web(std::uint16_t port) noexcept { return port == 80 || port == 443; }

// TLS or HTTP, where the firewall finds the name by itself.
bool is_web(const flow& f) {
    return f.over == std::vector<transport>{transport::tcp} &&
           std::all_of(f.ports.begin(), f.ports.end(), [](auto port) { return is_web(port); });
}

std::vector<std::string> v4_prefix_texts(const ip_set& all) {
    std::vector<std::string> out;
    for (const auto& p : prefixes_of(all, ip_family::v4)) out.push_back(text_of(p));
    return out;
}

std::vector<std::string> azure_port_texts(const flow& f, bool without_web) {
    std::vector<std::string> out;
    for (const auto port : f.ports)
        if (!without_web || !is_web(port)) out.push_back(std::to_string(port));
    return out;
}

// A flow by exact names: of TCP only the ports where no application rule finds the name.
void add_named_network_rules(azure_firewall& to, const azure_firewall_rule& like, const flow& f) {
    for (const auto over : f.over) {
        auto rule = like;
        rule.names = f.names;
        rule.ports = azure_port_texts(f, over == transport::tcp);
        rule.protocols = {over == transport::tcp ? "TCP" : "UDP"};
        if (rule.ports.empty()) continue;
        auto& before = to.network;
        if (!before.empty() && before.back().name == rule.name) {
            if (before.back().ports == rule.ports) {
                before.back().protocols.push_back(rule.protocols[0]);
                continue;
            }
            rule.name += "-udp";
        }
        before.push_back(std::move(rule));
    }
}

void add_application_rule(azure_firewall& to, azure_firewall_rule rule, const flow& f) {
    if (std::find(f.over.begin(), f.over.end(), transport::tcp) == f.over.end()) return;
    for (const auto port : f.ports)
        if (is_web(port)) rule.protocols.push_back(port == 443 ? "Https:443" : "Http:80");
    if (rule.protocols.empty()) return;
    rule.names = f.names;
    to.application.push_back(std::move(rule));
}

platform_rule rule_of_flow(const azure_firewall_rule& rule) {
    platform_rule out;
    out.label = rule.name;
    out.from = azure_sources(rule.sources);
    return out;
}

std::uint16_t port_of(std::string_view text) {
    const auto port = netprobe::port_from(text);
    if (!port) throw std::invalid_argument(fmt::format("\"{}\" is no port", plain_text(text)));
    return *port;
}

name_pattern fqdn_pattern_of(const std::string& name, bool wildcards) {
    const bool below = wildcards && name.starts_with("*.");
    auto bare = below ? name.substr(2) : name;
    if (fault_of_name(bare) || reads_as_address(bare))
        throw std::invalid_argument(fmt::format("\"{}\" is no name that this rule can hold", plain_text(name)));
    return {std::move(bare), !below, below, false};
}

platform_rule network_rule(const azure_firewall_rule& rule, const std::optional<policy>& meant) {
    auto out = rule_of_flow(rule);
    for (const auto& p : rule.protocols) {
        if (p != "TCP" && p != "UDP") throw std::invalid_argument(fmt::format("rule {}: a protocol", rule.name));
        out.protocols.push_back(p == "TCP" ? protocol_number::tcp : protocol_number::udp);
    }
    for (const auto& p : rule.ports) out.ports.emplace_back(port_of(p), port_of(p));
    if (out.protocols.empty() || out.ports.empty() || rule.names.empty() == rule.addresses.empty())
        throw std::invalid_argument(
            fmt::format("rule {}: it needs protocols, ports, and either names or addresses", rule.name));
    for (const auto& name : rule.names) out.names.push_back(fqdn_pattern_of(name, false));
    if (!rule.names.empty()) return out;
    out.to = azure_destinations(rule.addresses, rule.name, meant);
    const bool tags = is_service_tag(rule.addresses.front());
    if (tags) want_all_tags(rule.addresses, rule.name, meant);
    const auto removed = std::erase_if(out.to, [](const ip_range& r) { return r.first.family == ip_family::v6; });
    if (out.to.empty() || (removed > 0 && !tags)) // of a tag, the product takes the part that it can
        throw std::invalid_argument(fmt::format("rule {}: Azure Firewall has IPv4 only", rule.name));
    return out;
}

platform_rule application_rule(const azure_firewall_rule& rule) {
    auto out = rule_of_flow(rule);
    out.protocols = {protocol_number::tcp};
    for (const auto& p : rule.protocols) {
        const std::string_view text = p;
        const auto colon = std::min(text.find(':'), text.size());
        const auto type = text.substr(0, colon);
        if (type != "Https" && type != "Http")
            throw std::invalid_argument(fmt::format("rule {}: a protocol", rule.name));
        const auto port = port_of(text.substr(std::min(colon + 1, text.size())));
        if (port > 64000) throw std::invalid_argument(fmt::format("rule {}: ports end at 64000", rule.name));
        out.ports.emplace_back(port, port);
    }
    for (const auto& name : rule.names) out.names.push_back(fqdn_pattern_of(name, true));
    if (out.ports.empty() || out.names.empty())
        throw std::invalid_argument(fmt::format("rule {}: it needs protocols and names", rule.name));
    return out;
}

} // namespace

carried carried_by_azure_firewall(const policy&, const flow& f) {
    if (!f.names.empty() && (!has_wildcard(f) || is_web(f))) return carried::by_name;
    return f.addresses.v4.empty() ? carried::not_at_all : carried::by_address;
}

azure_firewall azure_firewall_of(const policy& of) {
    azure_firewall out;
    out.own_policy = of.stance == stance::default_deny;
    for (const auto& f : of.flows) {
        const auto how = carried_by_azure_firewall(of, f);
        if (how == carried::not_at_all) continue;
        azure_firewall_rule rule;
        rule.name = f.id;
        rule.description = f.why;
        rule.sources = of.devices.empty() ? std::vector<std::string>{"*"} : v4_prefix_texts(of.devices);
        if (how == carried::by_name) {
            add_named_network_rules(out, rule, f);
            add_application_rule(out, rule, f);
            continue;
        }
        for (const auto over : f.over) rule.protocols.emplace_back(over == transport::tcp ? "TCP" : "UDP");
        rule.ports = azure_port_texts(f, false);
        rule.addresses = service_tags_for(f);
        if (rule.addresses.empty()) rule.addresses = v4_prefix_texts(f.addresses);
        out.network.push_back(rule);
        // A dot is in no flow's id.
        rule.name += ".outside";
        rule.addresses = v4_prefix_texts(outside_tags_of(f));
        if (!rule.addresses.empty()) out.network.push_back(std::move(rule));
    }
    return out;
}

std::vector<std::string> azure_firewall_cannot(const format& in, const policy& of) {
    if (!of.devices.empty() && of.devices.v4.empty())
        throw std::invalid_argument(
            fmt::format("{}: the devices have IPv6 addresses only, and Azure Firewall has IPv4 only", in.name));
    auto out = not_carried(in, of);
    if (!of.devices.v6.empty()) out.emplace_back("devices are let out with their IPv4 addresses only");
    for (const auto& f : of.flows) {
        const auto how = in.carries(of, f);
        if (how == carried::by_address && !f.addresses.v6.empty())
            out.push_back(fmt::format("flow {}: its IPv6 addresses are left out, Azure Firewall has IPv4 only", f.id));
        if (how == carried::by_address && has_wildcard(f))
            out.push_back(fmt::format("flow {}: {} on these ports only by address, as network rules hold no wildcards",
                f.id, f.names.front()));
    }
    for (const auto* name : {&of.in_interface, &of.out_interface})
        if (!name->empty()) out.push_back(fmt::format("interface {} is left out: the product has none", *name));
    return out;
}

ruleset ruleset_of(const azure_firewall& all, const std::optional<policy>& meant) {
    ruleset out{precedence::first_match, false, {}};
    for (const auto& rule : all.network) out.rules.push_back(network_rule(rule, meant));
    for (const auto& rule : all.application) out.rules.push_back(application_rule(rule));
    if (out.rules.empty()) throw std::invalid_argument("there is no rule in it");
    std::vector<std::string> used;
    for (const auto& rule : all.network) used.insert(used.end(), rule.addresses.begin(), rule.addresses.end());
    out.assumed = tags_assumed(used);
    return out;
}

} // namespace rules
