// SPDX-License-Identifier: MIT
//
// Cisco IOS-XE (facts/rules.md §2.11): names are regular expressions in an object-group fqdn, so dots are escaped and
// both ends anchored. As for the ASA, all names carry the policy's id, and an interface changes lists in one command.
#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "rules/export/appliance.hpp"
#include "rules/export/readers.hpp"
#include "rules/export/rows.hpp"

namespace rules {
namespace {

constexpr std::size_t longest_regex = 240;

std::string regex_of(std::string_view name) {
    std::string out = "^";
    if (name.starts_with("*.")) {
        out += ".*\\.";
        name.remove_prefix(2);
    }
    for (const char c : name) out += c == '.' ? "\\." : std::string(1, c);
    return out + "$";
}

carried carried_by_ios_xe(const policy& of, const flow& f) {
    const bool fits = std::all_of(
        f.names.begin(), f.names.end(), [](const auto& name) { return regex_of(name).size() <= longest_regex; });
    return fits && has_devices(of, ip_family::v4) ? by_any_name(of, f) : by_address(of, f);
}

std::string group_member(const ip_prefix& p) {
    return p.length == 32 ? fmt::format(" host {}\n", text_of(p.first))
                          : fmt::format(" {} {}\n", text_of(p.first), mask_of(p));
}

struct ios_xe_lists {
    std::string groups, v4, v6;
    int next4 = 10, next6 = 10;

    void entry4(const std::string& text) { v4 += fmt::format(" {} {}\n", std::exchange(next4, next4 + 10), text); }
    void entry6(const std::string& text) {
        v6 += fmt::format(" sequence {} {}\n", std::exchange(next6, next6 + 10), text);
    }
};

void add_v4(ios_xe_lists& to, const carried_flow& c, const std::string& base, std::string_view source) {
    if (c.v4.empty() && c.exact.empty() && c.below.empty()) return;
    const auto name = base + "-" + c.of->id;
    const bool named = c.v4.empty();
    to.groups += fmt::format("object-group {} {}\n", named ? "fqdn" : "network", name);
    for (const auto& n : c.exact) to.groups += fmt::format(" pattern {}\n", regex_of(n));
    for (const auto& n : c.below) to.groups += fmt::format(" pattern {}\n", regex_of("*." + n));
    for (const auto& p : c.v4) to.groups += group_member(p);
    to.groups += fmt::format("object-group service {}_s\n", name);
    for (const auto t : c.of->over)
        for (const auto port : c.of->ports) to.groups += fmt::format(" {} eq {}\n", to_string(t), port);
    if (!c.of->why.empty()) to.v4 += fmt::format(" remark {}\n", c.of->why);
    to.entry4(
        fmt::format("permit object-group {0}_s {1} {2} {0}", name, source, named ? "fqdn-group" : "object-group"));
}

// Object groups are for IPv4 only: an entry for each source, destination, protocol and port.
void add_v6(ios_xe_lists& to, const carried_flow& c, const policy& of) {
    std::vector<std::string> sources;
    for (const auto& p : prefixes_of(of.devices, ip_family::v6)) sources.push_back(text_of(p));
    if (sources.empty()) sources.emplace_back("any");
    for (const auto& source : sources)
        for (const auto& p : c.v6)
            for (const auto t : c.of->over)
                for (const auto port : c.of->ports)
                    to.entry6(fmt::format("permit {} {} {} eq {}", to_string(t), source, text_of(p), port));
}

ios_xe_lists lists_of(const policy& of, const std::vector<carried_flow>& flows, const std::string& base) {
    ios_xe_lists to;
    std::string source = "any";
    if (!of.devices.v4.empty()) {
        source = fmt::format("object-group {}_devices", base);
        to.groups += fmt::format("object-group network {}_devices\n", base);
        for (const auto& p : prefixes_of(of.devices, ip_family::v4)) to.groups += group_member(p);
    }
    // An explicit refusal comes before the ones that IPv6 cannot do without, which are implied at a list's end only.
    for (const auto kind : {"nd-ns", "nd-na", "router-solicitation"})
        to.entry6(fmt::format("permit icmp any any {}", kind));
    for (const auto& c : flows) {
        if (has_devices(of, ip_family::v4)) add_v4(to, c, base, source);
        add_v6(to, c, of);
    }
    if (of.stance == stance::default_deny) {
        to.entry4("deny ip any any");
        to.entry6("deny ipv6 any any");
    }
    return to;
}

std::vector<std::string> ios_xe_cannot(const policy& of, const std::vector<carried_flow>& flows) {
    auto out = left_out(cisco_ios_xe_row(), of);
    for (const auto& c : flows)
        if (!(c.exact.empty() && c.below.empty()) && has_devices(of, ip_family::v6))
            out.push_back(fmt::format("flow {}: over IPv4 only: IPv6 access lists hold no names", c.of->id));
    if (!of.out_interface.empty())
        out.push_back("the lists hold for whatever comes in, wherever it goes, not only towards " + of.out_interface);
    return out;
}

exported write_ios_xe(const policy& of) {
    exported out;
    const auto flows = carried_flows(of, cisco_ios_xe_row());
    out.cannot = ios_xe_cannot(of, flows);
    const auto base = versioned_name(of);
    const auto interface = of.in_interface.empty() ? std::string("Vlan1") : of.in_interface;
    auto header = header_of(of, cisco_ios_xe_row(), out.cannot);
    header.insert(header.end(),
        {"interface: --in-interface, Vlan1 where it is not given",
            of.stance == stance::default_deny
                ? "the last lines put these lists in place of those that the interface has now; what they do not "
                  "permit is "
                  "refused, to hosts that are no devices, too"
                : "an interface has one list a family: enter the permit lines into those it has, before what refuses",
            "ip name-server has to be the server that the devices ask, and their questions have to pass through the "
            "router",
            "from memory of the vendor's manual, not run: fqdn-group in an entry, anchors in a pattern"});
    const auto to = lists_of(of, flows, base);
    auto text = commented("!", header) + to.groups + fmt::format("ip access-list extended {}\n{}", base, to.v4);
    text += fmt::format("ipv6 access-list {}_v6\n{}", base, to.v6);
    if (of.stance == stance::default_deny)
        text +=
            fmt::format("interface {0}\n ip access-group {1} in\n ipv6 traffic-filter {1}_v6 in\n", interface, base);
    out.files.push_back({"egress-cisco-ios-xe.txt", std::move(text)});
    return out;
}

} // namespace

format cisco_ios_xe_row() {
    return {"cisco-ios-xe", "Cisco IOS-XE (configuration commands)", names_held::wildcard, proof_kind::model, true,
        true, false, true,
        "Names work over IPv4 only, are learned from DNS answers that pass through the router, and are held from "
        "release 17 "
        "on; object groups are IPv4 only.",
        "ip access-group and ipv6 traffic-filter of the former lists, then no access-list and no object-group for the "
        "names "
        "that begin with egress",
        carried_by_ios_xe, write_ios_xe, read_cisco_ios_xe, true, false};
}

} // namespace rules
