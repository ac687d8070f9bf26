// SPDX-License-Identifier: MIT
//
// Palo Alto PAN-OS: set commands for the candidate configuration (facts/rules.md §2.9). Wildcards are no address
// objects there; they go into a custom URL category, where "*.x/" is names below x and not x itself.
#include <fmt/format.h>

#include "rules/export/appliance.hpp"
#include "rules/export/readers.hpp"
#include "rules/export/rows.hpp"

namespace rules {
namespace {

carried carried_by_pan_os(const policy& of, const flow& f) {
    const bool tcp_only = f.over == std::vector{transport::tcp}; // a URL category is read from TLS or HTTP
    return tcp_only ? by_any_name(of, f) : by_exact_name(of, f);
}

struct pan_os_commands {
    std::string removals, objects, rules, moves;

    void object(std::string_view path, std::string_view name, std::string_view value) {
        removals += fmt::format("delete {} {}\n", path, name);
        objects += fmt::format("set {} {} {}\n", path, name, value);
    }
    void rule(std::string_view name, std::string_view value) {
        rules += fmt::format("set rulebase security rules {} {}\n", name, value);
        moves = fmt::format("move rulebase security rules {} top\n", name) + moves; // the last moved is the first
    }
};

void add_pan_os_group(pan_os_commands& to, std::string_view group, const std::vector<std::string>& names,
    const std::vector<ip_prefix>& prefixes) {
    std::string members;
    const auto add = [&](char kind, std::size_t number, const std::string& value) {
        const auto name = fmt::format("{}_{}{}", group, kind, number);
        to.objects += fmt::format("set address {} {} {}\n", name, kind == 'n' ? "fqdn" : "ip-netmask", value);
        members += name + " ";
    };
    for (std::size_t i = 0; i < names.size(); ++i) add('n', i + 1, names[i]);
    for (std::size_t i = 0; i < prefixes.size(); ++i) add('a', i + 1, text_of(prefixes[i]));
    to.object("address-group", group, fmt::format("static [ {}]", members));
}

std::string add_pan_os_services(pan_os_commands& to, const flow& f) {
    std::string ports, list;
    for (const auto p : f.ports) ports += fmt::format("{}{}", ports.empty() ? "" : ",", p);
    for (const auto t : f.over) {
        const auto name = fmt::format("egress-{}_{}", f.id, to_string(t));
        to.object("service", name, fmt::format("protocol {} port {}", to_string(t), ports));
        list += name + " ";
    }
    return "[ " + list + "]";
}

void add_pan_os_flow(pan_os_commands& to, const carried_flow& c, std::string_view ends) {
    const auto services = add_pan_os_services(to, *c.of);
    const auto why = c.of->why.empty() ? "" : fmt::format(" description \"{}\"", c.of->why);
    auto prefixes = c.v4;
    prefixes.insert(prefixes.end(), c.v6.begin(), c.v6.end());
    const auto name = "egress-" + c.of->id;
    if (!c.exact.empty() || !prefixes.empty()) {
        add_pan_os_group(to, name, c.exact, prefixes);
        to.rule(name,
            fmt::format("{} destination {} application any service {} action allow{}", ends, name, services, why));
    }
    if (c.below.empty()) return;
    std::string entries;
    for (const auto& domain : c.below) entries += fmt::format("\"*.{}/\" ", domain);
    // A category's name has at most 31 characters: as many as "egress-" and the longest id.
    to.object("profiles custom-url-category", name, fmt::format("type \"URL List\" list [ {}]", entries));
    to.rule(name + "_url", fmt::format("{} destination any application any category {} service {} action allow{}", ends,
                               name, services, why));
}

std::vector<std::string> pan_os_cannot(const policy& of, const std::vector<carried_flow>& flows) {
    auto out = left_out(pan_os_row(), of);
    for (const auto& c : flows)
        if (!c.below.empty())
            out.push_back(
                fmt::format("flow {}: names below {} are known only once TLS has begun, so the first packets to any "
                            "address pass on its ports",
                    c.of->id, c.below.front()));
    return out;
}

exported write_pan_os(const policy& of) {
    exported out;
    const auto flows = carried_flows(of, pan_os_row());
    out.cannot = pan_os_cannot(of, flows);
    pan_os_commands to;
    if (!of.devices.empty()) add_pan_os_group(to, "egress_devices", {}, prefixes_of(of.devices));
    const auto ends = fmt::format("from {} to {} source {}", of.in_interface.empty() ? "trust" : of.in_interface,
        of.out_interface.empty() ? "untrust" : of.out_interface, of.devices.empty() ? "any" : "egress_devices");
    for (const auto& c : flows) add_pan_os_flow(to, c, ends);
    if (of.stance == stance::default_deny)
        to.rule("egress_rest", ends + " destination any application any service any action deny");
    auto header = header_of(of, pan_os_row(), out.cannot);
    header.insert(header.end(),
        {"zones: --in-interface and --out-interface, trust and untrust where they are not given",
            "configure; set cli scripting-mode on; these lines; commit. Nothing holds before the commit, which is "
            "atomic;",
            "load config last-saved takes it back before it. That a thing to delete does not exist, and that lines "
            "with # "
            "are no command, is said and harmless",
            "from memory of the vendor's manual, not run: every command here but the matching of URL list entries"});
    std::string deleted_rules;
    for (std::string_view rest = to.rules; !rest.empty(); rest.remove_prefix(rest.find('\n') + 1))
        deleted_rules += fmt::format(
            "delete rulebase security rules {}\n", rest.substr(sizeof "set rulebase security rules",
                                                       rest.find(" from ") - sizeof "set rulebase security rules"));
    out.files.push_back(
        {"egress-pan-os.txt", commented("#", header) + deleted_rules + to.removals + to.objects + to.rules + to.moves});
    return out;
}

} // namespace

format pan_os_row() {
    return {"pan-os", "Palo Alto PAN-OS (set commands)", names_held::wildcard, proof_kind::model, true, true, false,
        true,
        "The firewall and the devices must ask the same DNS server; wildcards need TLS whose server name is readable, "
        "and "
        "hold for TCP only.",
        "delete the rules, groups, services and addresses that begin with egress-, then commit", carried_by_pan_os,
        write_pan_os, read_pan_os};
}

} // namespace rules
