// SPDX-License-Identifier: MIT
#include "rules/export/pf_steps.hpp"

#include <algorithm>

namespace rules {
namespace {

constexpr std::string_view devices_alias = "egressdevices";

std::vector<std::string> pf_port_texts(const flow& f) {
    std::vector<std::string> out;
    for (const auto p : f.ports) out.push_back(std::to_string(p));
    return out;
}

} // namespace

std::string pf_name(std::string_view flow_id) {
    auto out = fmt::format("egress_{}", flow_id);
    std::replace(out.begin(), out.end(), '-', '_');
    return out;
}

std::vector<pf_alias> pf_aliases(const policy& of, const std::vector<carried_flow>& flows) {
    std::vector<pf_alias> out;
    const auto texts = [](const std::vector<ip_prefix>& prefixes, std::vector<std::string> entries) {
        for (const auto& p : prefixes) entries.push_back(text_of(p));
        return entries;
    };
    if (!of.devices.empty()) out.push_back({std::string(devices_alias), "network", texts(prefixes_of(of.devices), {})});
    for (const auto& c : flows)
        if (!c.exact.empty())
            out.push_back({pf_name(c.of->id), "host", c.exact});
        else
            out.push_back({pf_name(c.of->id), "network", texts(c.v6, texts(c.v4, {}))});
    std::size_t lists = 0;
    for (const auto& c : flows) {
        auto ports = pf_port_texts(*c.of);
        if (ports.size() < 2) continue;
        const auto same = [&](const pf_alias& a) { return a.kind == "port" && a.entries == ports; };
        if (std::none_of(out.begin(), out.end(), same))
            out.push_back({fmt::format("egressports{}", ++lists), "port", std::move(ports)});
    }
    return out;
}

std::string pf_rules(const policy& of, const std::vector<carried_flow>& flows, const std::vector<pf_alias>& aliases) {
    const auto ends = fmt::format("in={} ", of.in_interface.empty() ? "LAN" : of.in_interface);
    const auto source = fmt::format("source={}", of.devices.empty() ? "any" : devices_alias);
    std::string out;
    for (const auto& c : flows) {
        auto ports = pf_port_texts(*c.of);
        auto name = ports.front();
        if (ports.size() > 1)
            name = std::find_if(aliases.begin(), aliases.end(), [&](const auto& a) {
                return a.kind == "port" && a.entries == ports;
            })->name;
        const auto protocol = c.of->over.size() > 1 ? "tcp/udp" : to_string(c.of->over.front());
        out += fmt::format(
            "rule pass {}protocol={} {} destination={} ports={}", ends, protocol, source, pf_name(c.of->id), name);
        if (!c.of->why.empty()) out += fmt::format(" description=\"{}\"", c.of->why);
        out += '\n';
    }
    if (of.stance == stance::default_deny)
        out += fmt::format("rule block {}protocol=any {} destination=any ports=any\n", ends, source);
    return out;
}

std::vector<std::string> pf_cannot(const policy& of, const format& in) {
    auto out = left_out(in, of);
    if (!of.out_interface.empty())
        out.push_back("rules hold for what comes in, wherever it goes, not only towards " + of.out_interface);
    return out;
}

void pf_aliases_read::add(
    const line_place& at, const std::string& name, std::string_view kind, const std::vector<std::string>& entries) {
    if (name.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_") != name.npos)
        at.refuse("a name of an alias is of letters, digits and _");
    if (entries.empty()) at.refuse(fmt::format("alias {} is empty", name));
    if (kind == "port") {
        auto& made = ports.define(at, name);
        for (const auto& text : entries) made.push_back(read_ports(at, text));
        return;
    }
    if (kind != "host" && kind != "network") at.refuse(fmt::format("unknown kind of alias {}", kind));
    auto& made = there.define(at, name);
    for (const auto& text : entries)
        if (kind == "host")
            made.names.push_back(read_exact_name(at, text));
        else
            made.addresses.push_back(read_block(at, text));
}

void read_pf_rule(const word_line& line, const pf_aliases_read& aliases, const interface_pair& between, ruleset& to) {
    const auto& w = line.words;
    std::map<std::string, std::string, std::less<>> given;
    if (w.size() < 2 || w[0] != "rule" || (w[1] != "pass" && w[1] != "block")) line.at.refuse("no rule");
    for (std::size_t i = 2; i < w.size(); ++i) {
        const auto sign = w[i].find('=');
        if (sign == w[i].npos || !given.emplace(w[i].substr(0, sign), w[i].substr(sign + 1)).second)
            line.at.refuse(fmt::format("{} is no field, or there twice", w[i]));
    }
    const auto description = given.erase("description");
    for (const auto key : {"in", "protocol", "source", "destination", "ports"})
        if (given.count(key) == 0) line.at.refuse(fmt::format("{} is missing", key));
    if (w.size() != 7 + description) line.at.refuse("an unknown field");
    between.want(line.at, given["in"], "");
    platform_rule made;
    made.label = fmt::format("rule {}", to.rules.size() + 1);
    made.allow = w[1] == "pass";
    const auto& protocol = given["protocol"];
    if (protocol == "tcp/udp")
        made.protocols = {protocol_number::tcp, protocol_number::udp};
    else if (protocol != "any")
        made.protocols = {read_protocol(line.at, protocol)};
    if (given["source"] != "any") made.from = read_source(line.at, aliases.there.get(line.at, given["source"]));
    if (given["destination"] != "any") {
        const auto& there = aliases.there.get(line.at, given["destination"]);
        made.to = there.addresses;
        made.names = there.names;
    }
    const auto& ports = given["ports"];
    if (ports != "any" && made.protocols.empty()) line.at.refuse("ports without protocol");
    if (aliases.ports.has(ports))
        made.ports = aliases.ports.get(line.at, ports);
    else if (ports != "any")
        made.ports = {read_ports(line.at, ports)};
    to.rules.push_back(std::move(made));
}

interface_pair pf_interfaces_in(std::string_view text, std::string_view file) {
    return {interfaces_in(text, file, {"LAN", ""}).in, ""};
}

void add_pf_default(ruleset& to) {
    // Of hosts that are no devices our rules say nothing; the model asks what the devices could do.
    const auto refused = std::any_of(to.rules.begin(), to.rules.end(),
        [](const auto& r) { return !r.allow && r.protocols.empty() && r.to.empty() && r.names.empty(); });
    if (refused) return;
    platform_rule rest;
    rest.label = "the default rule of LAN";
    if (!to.rules.empty()) rest.from = to.rules.front().from;
    to.rules.push_back(std::move(rest));
}

} // namespace rules
