// SPDX-License-Identifier: MIT
//
// Fortinet FortiGate: a CLI script (facts/rules.md §2.10). Every object has a fixed name and every policy a fixed id,
// made from its flow's, so that the script run again changes objects and adds none; edit 0 would.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "rules/export/appliance.hpp"
#include "rules/export/readers.hpp"
#include "rules/export/rows.hpp"

namespace rules {
namespace {

// FNV-1a over a name, in a range that nobody numbers policies in by hand. Two of one policy never share an id.
std::uint32_t policy_number(std::string_view name, std::set<std::uint32_t>& taken) {
    std::uint32_t hash = 2166136261u;
    for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
    auto number = 1'200'000'000u + hash % 100'000'000u;
    while (!taken.insert(number).second) ++number;
    return number;
}

struct fortigate_script {
    std::string address, address6, group, group6, service, policy, moves;
};

std::string quoted(const std::vector<std::string>& names) {
    std::string out;
    for (const auto& n : names) out += fmt::format(" \"{}\"", n);
    return out;
}

// Objects and a group of them for one family; the group's name, or nothing where there is no member.
std::string add_fortigate_group(fortigate_script& to, ip_family family, std::string_view group,
    const std::vector<std::string>& names, const std::vector<ip_prefix>& prefixes) {
    if (names.empty() && prefixes.empty()) return {};
    const bool v4 = family == ip_family::v4;
    std::vector<std::string> members;
    auto& objects = v4 ? to.address : to.address6;
    const auto add = [&](char kind, std::size_t number, const std::string& body) {
        members.push_back(fmt::format("{}_{}{}{}", group, kind, number, v4 ? "" : "_v6"));
        objects += fmt::format("    edit \"{}\"\n{}    next\n", members.back(), body);
    };
    for (std::size_t i = 0; i < names.size(); ++i)
        add('n', i + 1, fmt::format("        set type fqdn\n        set fqdn \"{}\"\n", names[i]));
    for (std::size_t i = 0; i < prefixes.size(); ++i)
        add('a', i + 1,
            v4 ? fmt::format("        set type ipmask\n        set subnet {} {}\n", text_of(prefixes[i].first),
                     mask_of(prefixes[i]))
               : fmt::format("        set type ipprefix\n        set ip6 {}\n", text_of(prefixes[i])));
    const auto name = fmt::format("{}{}", group, v4 ? "" : "_v6");
    (v4 ? to.group : to.group6) +=
        fmt::format("    edit \"{}\"\n        set member{}\n    next\n", name, quoted(members));
    return name;
}

struct ends {
    std::string in, out, from4, from6; ///< groups; "all": anybody; empty: nobody of that family
};

std::string side(std::string_view key, const std::string& group) {
    return group.empty() ? fmt::format("        unset {}\n", key) : fmt::format("        set {} \"{}\"\n", key, group);
}

void add_policy(fortigate_script& to, std::uint32_t number, std::string_view name, const ends& e,
    const std::string& to4, const std::string& to6, std::string_view service, std::string_view action,
    std::string_view comment) {
    const bool v4 = !e.from4.empty() && !to4.empty(), v6 = !e.from6.empty() && !to6.empty();
    to.policy +=
        fmt::format("    edit {}\n        set name \"{}\"\n        set srcintf \"{}\"\n        set dstintf \"{}\"\n",
            number, name, e.in, e.out);
    to.policy += side("srcaddr", v4 ? e.from4 : "") + side("dstaddr", v4 ? to4 : "");
    to.policy += side("srcaddr6", v6 ? e.from6 : "") + side("dstaddr6", v6 ? to6 : "");
    to.policy += fmt::format(
        "        set service \"{}\"\n        set schedule \"always\"\n        set action {}\n", service, action);
    if (!comment.empty()) to.policy += fmt::format("        set comments \"{}\"\n", comment);
    to.policy += "    next\n";
}

void add_service(fortigate_script& to, const flow& f) {
    std::string ports;
    for (const auto p : f.ports) ports += fmt::format(" {}", p);
    to.service += fmt::format("    edit \"egress-{}\"\n        set protocol TCP/UDP/SCTP\n", f.id);
    for (const auto t : {transport::tcp, transport::udp}) {
        const bool used = std::find(f.over.begin(), f.over.end(), t) != f.over.end();
        to.service += used ? fmt::format("        set {}-portrange{}\n", to_string(t), ports)
                           : fmt::format("        unset {}-portrange\n", to_string(t));
    }
    to.service += "    next\n";
}

fortigate_script script_of(const policy& of, const std::vector<carried_flow>& flows) {
    fortigate_script to;
    std::set<std::uint32_t> taken;
    ends e{of.in_interface.empty() ? "any" : of.in_interface, of.out_interface.empty() ? "any" : of.out_interface,
        "all", "all"};
    if (!of.devices.empty()) {
        e.from4 = add_fortigate_group(to, ip_family::v4, "egress_devices", {}, prefixes_of(of.devices, ip_family::v4));
        e.from6 = add_fortigate_group(to, ip_family::v6, "egress_devices", {}, prefixes_of(of.devices, ip_family::v6));
    }
    const auto rest = policy_number("egress_rest", taken);
    for (const auto& c : flows) {
        const auto name = "egress-" + c.of->id;
        auto names = c.exact;
        for (const auto& domain : c.below) names.push_back("*." + domain);
        const auto to4 =
            add_fortigate_group(to, ip_family::v4, name, e.from4.empty() ? std::vector<std::string>{} : names, c.v4);
        const auto to6 =
            add_fortigate_group(to, ip_family::v6, name, e.from6.empty() ? std::vector<std::string>{} : names, c.v6);
        add_service(to, *c.of);
        const auto number = policy_number(c.of->id, taken);
        add_policy(to, number, name, e, to4, to6, name, "accept", c.of->why);
        if (of.stance == stance::default_deny) to.moves += fmt::format("    move {} before {}\n", number, rest);
    }
    if (of.stance == stance::default_deny) add_policy(to, rest, "egress_rest", e, "all", "all", "ALL", "deny", "");
    return to;
}

exported write_fortigate(const policy& of) {
    exported out;
    const auto flows = carried_flows(of, fortigate_row());
    out.cannot = left_out(fortigate_row(), of);
    for (const auto& c : flows)
        if (!c.below.empty())
            out.cannot.push_back(
                fmt::format("flow {}: names below {} are learned only from DNS answers that pass through the "
                            "FortiGate",
                    c.of->id, c.below.front()));
    auto header = header_of(of, fortigate_row(), out.cannot);
    header.insert(header.end(),
        {"interfaces: --in-interface and --out-interface, any where they are not given; NAT stays as it is set: new "
         "policies "
         "have none",
            "a policy that is new comes after the site's: move ours before them, in their order, or the site's decide. "
            "FortiOS 6.4 or later, "
            "where a "
            "policy holds both families",
            "policies of flows that an older file had and this one has not stay: take the older one back first",
            "from memory of the vendor's manual, not run: wildcards in type fqdn, address6 of type fqdn and ipprefix, "
            "unset in "
            "a policy"});
    const auto s = script_of(of, flows);
    auto text = commented("#", header);
    const auto part = [&](std::string_view path, const std::string& body) {
        if (!body.empty()) text += fmt::format("config firewall {}\n{}end\n", path, body);
    };
    part("address", s.address);
    part("address6", s.address6);
    part("addrgrp", s.group);
    part("addrgrp6", s.group6);
    part("service custom", s.service);
    part("policy", s.policy + s.moves);
    out.files.push_back({"egress-fortigate.txt", std::move(text)});
    return out;
}

} // namespace

format fortigate_row() {
    return {"fortigate", "Fortinet FortiGate (CLI script)", names_held::wildcard, proof_kind::model, true, true, false,
        true,
        "Names below a wildcard are learned only from DNS answers that pass through the FortiGate, and it has to ask "
        "the same "
        "DNS server as the devices.",
        "delete the policies, then groups, addresses and services whose names begin with egress; or go back to the "
        "saved "
        "configuration revision",
        by_any_name, write_fortigate, read_fortigate};
}

} // namespace rules
