// SPDX-License-Identifier: MIT
//
// Check Point: mgmt_cli commands as a shell script (facts/rules.md §2.12). Every value is quoted for the shell, though
// our alphabet has nothing that the shell knows. Nothing holds before publish and install-policy, so that rules can be
// taken out and made again without a gap.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "rules/export/appliance.hpp"
#include "rules/export/readers.hpp"
#include "rules/export/rows.hpp"

namespace rules {
namespace {

constexpr std::string_view layer = "layer 'Network'";

// Whether a name of the flow is a domain of another flow's wildcard: with one object for both, the flow would get all
// names below it.
bool shares_domain(const policy& of, const flow& f) {
    const auto has = [](const flow& in, const std::string& name) {
        return std::find(in.names.begin(), in.names.end(), name) != in.names.end();
    };
    return std::any_of(f.names.begin(), f.names.end(), [&](const std::string& name) {
        return !has(f, "*." + name) && std::any_of(of.flows.begin(), of.flows.end(),
                                           [&](const flow& other) { return has(other, "*." + name); });
    });
}

carried carried_by_check_point(const policy& of, const flow& f) {
    return shares_domain(of, f) ? by_address(of, f) : by_any_name(of, f);
}

struct check_point_commands {
    std::set<std::string> services, domains; ///< made already
    std::string removals, objects, rules;
};

std::string command_line(std::string_view what) { return fmt::format("mgmt_cli -s egress.session {}\n", what); }

void add_object(check_point_commands& to, std::string_view kind, std::string_view values) {
    to.objects += command_line(fmt::format("add {} {} set-if-exists true", kind, values));
}

// A group of networks and hosts. A group that exists gets these members and no others.
void add_check_point_group(check_point_commands& to, const std::string& name, const std::vector<ip_prefix>& prefixes) {
    std::string members;
    for (std::size_t i = 0; i < prefixes.size(); ++i) {
        const auto& p = prefixes[i];
        const auto object = fmt::format("{}_a{}", name, i + 1);
        const bool v4 = p.first.family == ip_family::v4;
        if (p.length == bits_of(p.first.family))
            add_object(to, "host", fmt::format("name '{}_h' ipv{}-address '{}'", object, v4 ? 4 : 6, text_of(p.first)));
        else
            add_object(to, "network",
                fmt::format("name '{}' subnet{} '{}' mask-length{} '{}'", object, v4 ? 4 : 6, text_of(p.first),
                    v4 ? 4 : 6, p.length));
        members += fmt::format(" members.{} '{}{}'", i + 1, object, p.length == bits_of(p.first.family) ? "_h" : "");
    }
    add_object(to, "group", fmt::format("name '{}'{}", name, members));
}

void add_domain(check_point_commands& to, const std::string& domain, bool below) {
    if (to.domains.insert(domain).second)
        add_object(to, "dns-domain", fmt::format("name '.{}' is-sub-domain {}", domain, below ? "true" : "false"));
}

std::string add_check_point_services(check_point_commands& to, const flow& f) {
    std::string out;
    std::size_t number = 0;
    for (const auto t : f.over)
        for (const auto port : f.ports) {
            const auto name = fmt::format("egress_{}_{}", to_string(t), port);
            if (to.services.insert(name).second)
                add_object(to, fmt::format("service-{}", to_string(t)), fmt::format("name '{}' port '{}'", name, port));
            out += fmt::format(" service.{} '{}'", ++number, name);
        }
    return out;
}

void add_check_point_rule(check_point_commands& to, const std::string& name, std::string_view values) {
    to.removals += command_line(fmt::format("delete access-rule {} name '{}'", layer, name));
    to.rules +=
        command_line(fmt::format("add access-rule {} position.bottom 'egress' name '{}' {}", layer, name, values));
}

check_point_commands commands_of(const policy& of, const std::vector<carried_flow>& flows) {
    check_point_commands to;
    std::string source = "source 'Any'";
    if (!of.devices.empty()) {
        add_check_point_group(to, "egress_devices", prefixes_of(of.devices));
        source = "source 'egress_devices'";
    }
    // One object a domain: where anybody wants the names below it, it is with them for all.
    for (const auto& c : flows)
        for (const auto& domain : c.below) add_domain(to, domain, true);
    for (const auto& c : flows) {
        const auto name = "egress-" + c.of->id;
        auto prefixes = c.v4;
        prefixes.insert(prefixes.end(), c.v6.begin(), c.v6.end());
        std::vector<std::string> there;
        if (!prefixes.empty()) {
            add_check_point_group(to, name, prefixes);
            there.push_back(name);
        }
        for (const auto& domain : c.exact) add_domain(to, domain, false);
        for (const auto* list : {&c.exact, &c.below})
            for (const auto& domain : *list) there.push_back("." + domain);
        std::string values = source;
        for (std::size_t i = 0; i < there.size(); ++i) values += fmt::format(" destination.{} '{}'", i + 1, there[i]);
        values += add_check_point_services(to, *c.of) + " action 'Accept'";
        if (!c.of->why.empty()) values += fmt::format(" comments '{}'", c.of->why);
        add_check_point_rule(to, name, values);
    }
    if (of.stance == stance::default_deny)
        add_check_point_rule(to, "egress_rest", source + " destination 'Any' service 'Any' action 'Drop'");
    return to;
}

std::vector<std::string> check_point_cannot(const policy& of, const std::vector<carried_flow>& flows) {
    auto out = left_out(check_point_row(), of);
    for (auto& text : apex_included(flows, "is-sub-domain has the domain itself with it"))
        out.push_back(std::move(text));
    for (const auto& f : of.flows)
        if (shares_domain(of, f))
            out.push_back(
                fmt::format("flow {}: it goes by address: a domain is one object, and another flow needs the names "
                            "below one of its own",
                    f.id));
    for (const auto* name : {&of.in_interface, &of.out_interface})
        if (!name->empty()) out.push_back(fmt::format("interface {}: rules of a Check Point name none", *name));
    return out;
}

exported write_check_point(const policy& of) {
    exported out;
    const auto flows = carried_flows(of, check_point_row());
    out.cannot = check_point_cannot(of, flows);
    auto header = header_of(of, check_point_row(), out.cannot);
    header.insert(header.end(),
        {"for the management server, in expert mode: sh FILE. Layer Network, package Standard, section egress at the "
         "top",
            "that a rule or the section to delete does not exist is said and harmless; after that the first failure "
            "ends it, "
            "and nothing was published: mgmt_cli -s egress.session discard",
            "rules of flows that an older file had and this one has not stay: delete them by name",
            "from memory of the vendor's manual, not run: set-if-exists, position.bottom with a section's name"});
    const auto to = commands_of(of, flows);
    auto text = "#!/bin/sh\n" + commented("#", header) + "set -e\nmgmt_cli login -r true >egress.session\nset +e\n" +
                to.removals;
    text += command_line(fmt::format("delete access-section {} name 'egress'", layer)) + "set -e\n" + to.objects;
    text += command_line(fmt::format("add access-section {} position top name 'egress'", layer)) + to.rules +
            command_line("publish");
    text += command_line("install-policy policy-package 'Standard'") + command_line("logout");
    out.files.push_back({"egress-check-point.sh", std::move(text)});
    return out;
}

} // namespace

format check_point_row() {
    return {"check-point", "Check Point (mgmt_cli script)", names_held::wildcard, proof_kind::model, true, true, false,
        true,
        "A domain with the names below it has itself with them; the gateway must ask the same DNS server as the "
        "devices.",
        "mgmt_cli discard before publish; after it delete the rules and the section egress, publish, install-policy",
        carried_by_check_point, write_check_point, read_check_point};
}

} // namespace rules
