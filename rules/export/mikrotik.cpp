// SPDX-License-Identifier: MIT
//
// MikroTik RouterOS 7: a script for /import (facts/rules.md §2.14). All that it makes has a comment that begins with
// "egress:", by which it is found and removed before it is made again. The rules stand in a chain of their own, so that
// the final drop meets the devices' traffic alone: RouterOS lets out what no rule refuses.
#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "rules/export/appliance.hpp"
#include "rules/export/readers.hpp"
#include "rules/export/rows.hpp"

namespace rules {
namespace {

constexpr std::size_t most_mikrotik_ports = 15; // of one rule

// Where wildcard names are forwarded to: the site's resolver is a flow's, too. Empty: none is known.
std::string resolver_of(const policy& of) {
    for (const auto& f : of.flows)
        if (std::find(f.ports.begin(), f.ports.end(), 53) != f.ports.end() && !f.addresses.empty())
            return text_of(prefixes_of(f.addresses).front().first);
    return {};
}

carried carried_by_mikrotik(const policy& of, const flow& f) {
    return resolver_of(of).empty() ? by_exact_name(of, f) : by_any_name(of, f);
}

std::string entry(std::string_view menu, std::string_view list, const std::string& address, std::string_view comment) {
    return fmt::format(
        "{} firewall address-list add list={} address={} comment=\"egress:{}\"\n", menu, list, address, comment);
}

std::string mikrotik_lists(
    const policy& of, const std::vector<carried_flow>& flows, ip_family family, std::string_view menu) {
    std::string out;
    for (const auto& p : prefixes_of(of.devices, family)) out += entry(menu, "egress_devices", text_of(p), "devices");
    for (const auto& c : flows) {
        const auto list = "egress-" + c.of->id;
        for (const auto& name : c.exact) out += entry(menu, list, name, c.of->id);
        for (const auto& p : family == ip_family::v4 ? c.v4 : c.v6) out += entry(menu, list, text_of(p), c.of->id);
    }
    return out;
}

std::string flow_rules(const carried_flow& c, std::string_view menu) {
    std::string out;
    const auto& ports = c.of->ports;
    for (const auto t : c.of->over)
        for (std::size_t i = 0; i < ports.size(); i += most_mikrotik_ports) {
            std::string some;
            for (std::size_t j = i; j < std::min(i + most_mikrotik_ports, ports.size()); ++j)
                some += fmt::format("{}{}", some.empty() ? "" : ",", ports[j]);
            out += fmt::format("{} firewall filter add chain=egress action=accept protocol={} dst-port={} "
                               "dst-address-list=egress-{} comment=\"egress:{}\"\n",
                menu, to_string(t), some, c.of->id, c.of->id);
        }
    return out;
}

std::string filter(const policy& of, const std::vector<carried_flow>& flows, ip_family family, std::string_view menu) {
    auto out = fmt::format("{} firewall filter add chain=egress action=accept connection-state=established,related "
                           "comment=\"egress:established\"\n",
        menu);
    for (const auto& c : flows)
        if (!(c.exact.empty() && c.below.empty()) || !(family == ip_family::v4 ? c.v4 : c.v6).empty())
            out += flow_rules(c, menu);
    if (of.stance == stance::default_deny)
        out += fmt::format("{} firewall filter add chain=egress action=drop comment=\"egress:rest\"\n", menu);
    out += fmt::format("{} firewall filter add chain=forward action=jump jump-target=egress", menu);
    if (!of.devices.empty()) out += " src-address-list=egress_devices";
    if (!of.in_interface.empty()) out += " in-interface=" + of.in_interface;
    if (!of.out_interface.empty()) out += " out-interface=" + of.out_interface;
    return out + " place-before=0 comment=\"egress:jump\"\n";
}

std::string forwarders(const policy& of, const std::vector<carried_flow>& flows) {
    std::string out;
    for (const auto& c : flows)
        for (const auto& domain : c.below)
            out += fmt::format(
                "/ip dns static add name={} type=FWD match-subdomain=yes address-list=egress-{} forward-to={} "
                "comment=\"egress:{}\"\n",
                domain, c.of->id, resolver_of(of), c.of->id);
    return out;
}

std::vector<std::string> mikrotik_cannot(const policy& of, const std::vector<carried_flow>& flows) {
    auto out = left_out(mikrotik_row(), of);
    for (auto& text : apex_included(flows, "match-subdomain has the domain itself with it"))
        out.push_back(std::move(text));
    if (std::any_of(flows.begin(), flows.end(), [](const auto& c) { return !c.below.empty(); }))
        out.push_back("names below a wildcard work only for devices that ask the router itself for DNS");
    return out;
}

exported write_mikrotik(const policy& of) {
    exported out;
    const auto flows = carried_flows(of, mikrotik_row());
    out.cannot = mikrotik_cannot(of, flows);
    auto header = header_of(of, mikrotik_row(), out.cannot);
    header.insert(header.end(),
        {"press Ctrl-X (Safe Mode) first, then /import FILE: if the session ends without another Ctrl-X, RouterOS "
         "takes it "
         "back",
            "between the removal of the old rules and the new ones, well under a second, the site's other rules decide",
            of.stance == stance::default_deny
                ? "the chain stands before the site's forward rules and refuses the rest of what "
                  "these devices send; other hosts stay as they are"
                : "the chain stands before the site's forward rules and refuses nothing",
            "from memory of the vendor's manual, not run: place-before=0 in a script, Safe Mode around /import"});
    auto text = commented("#", header);
    for (const auto menu : {"/ip firewall filter", "/ip firewall address-list", "/ipv6 firewall filter",
             "/ipv6 firewall address-list", "/ip dns static"})
        text += fmt::format("{} remove [find comment~\"^egress:\"]\n", menu);
    text += forwarders(of, flows);
    for (const auto& [family, menu] : {std::pair{ip_family::v4, "/ip"}, {ip_family::v6, "/ipv6"}})
        if (has_devices(of, family)) text += mikrotik_lists(of, flows, family, menu) + filter(of, flows, family, menu);
    out.files.push_back({"egress-mikrotik.rsc", std::move(text)});
    return out;
}

} // namespace

format mikrotik_row() {
    return {"mikrotik", "MikroTik RouterOS 7 (script)", names_held::wildcard, proof_kind::model, true, true, false,
        true,
        "Wildcards need the router to be the devices' DNS server and the policy to have the address of a resolver; "
        "they have "
        "the domain itself with them.",
        "remove [find comment~\"^egress:\"] in ip and ipv6 firewall filter and address-list, and in ip dns static",
        carried_by_mikrotik, write_mikrotik, read_mikrotik};
}

} // namespace rules
