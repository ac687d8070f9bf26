// SPDX-License-Identifier: MIT
//
// Cisco ASA (facts/rules.md §2.11). All names carry the policy's id: the new access list is complete before
// access-group takes it in place of the old one in one command, so that there is no moment without rules, and the same
// file again changes nothing.
#include <fmt/format.h>

#include "rules/export/appliance.hpp"
#include "rules/export/readers.hpp"
#include "rules/export/rows.hpp"

namespace rules {
namespace {

std::string network_object(const ip_prefix& p) {
    if (p.length == bits_of(p.first.family)) return fmt::format(" network-object host {}\n", text_of(p.first));
    if (p.first.family == ip_family::v6) return fmt::format(" network-object {}\n", text_of(p));
    return fmt::format(" network-object {} {}\n", text_of(p.first), mask_of(p));
}

std::string group(std::string_view name, const std::string& members) {
    return fmt::format("object-group network {}\n{}", name, members);
}

std::string asa_flow_text(const policy& of, const carried_flow& c, const std::string& base, const std::string& source) {
    const auto name = base + "-" + c.of->id;
    std::string objects, members;
    for (std::size_t i = 0; i < c.exact.size(); ++i)
        for (const auto family : {ip_family::v4, ip_family::v6}) {
            if (!has_devices(of, family)) continue;
            const auto version = family == ip_family::v4 ? "v4" : "v6";
            const auto object = fmt::format("{}_n{}_{}", name, i + 1, version);
            objects += fmt::format("object network {}\n fqdn {} {}\n", object, version, c.exact[i]);
            members += fmt::format(" network-object object {}\n", object);
        }
    for (const auto& p : c.v4) members += network_object(p);
    for (const auto& p : c.v6) members += network_object(p);
    auto out = objects + group(name, members) + fmt::format("object-group service {}_s\n", name);
    for (const auto t : c.of->over)
        for (const auto port : c.of->ports)
            out += fmt::format(" service-object {} destination eq {}\n", to_string(t), port);
    if (!c.of->why.empty()) out += fmt::format("access-list {} remark {}\n", base, c.of->why);
    return out +
           fmt::format("access-list {0} extended permit object-group {1}_s {2} object-group {1}\n", base, name, source);
}

std::vector<std::string> steps(const policy& of, const std::string& base, const std::string& interface) {
    std::vector<std::string> out{
        "dns domain-lookup and a dns server-group have to be set: the server that the devices ask",
        "from memory of the vendor's manual, not run: fqdn v6, and both families in one object-group (ASA 9.0)"};
    if (of.stance == stance::default_deny) {
        out.push_back(
            fmt::format("the last line puts {} in place of the access list that interface {} has now; what the list "
                        "does not permit is refused, to hosts that are no devices, too",
                base, interface));
        out.push_back("other rules that the interface needs: add them to this list first");
    } else {
        out.push_back("an interface has one access list: enter the access-list lines into the one it has, before what "
                      "refuses, under its name");
    }
    if (!of.out_interface.empty())
        out.push_back(
            "CANNOT: the list holds for whatever comes in, wherever it goes, not only towards " + of.out_interface);
    return out;
}

exported write_cisco_asa(const policy& of) {
    exported out;
    out.cannot = left_out(cisco_asa_row(), of);
    const auto base = versioned_name(of);
    const auto interface = of.in_interface.empty() ? std::string("inside") : of.in_interface;
    auto header = header_of(of, cisco_asa_row(), out.cannot);
    for (auto& line : steps(of, base, interface)) header.push_back(std::move(line));
    if (!of.out_interface.empty()) out.cannot.push_back(header.back().substr(std::string_view("CANNOT: ").size()));
    auto text = commented("!", header);
    std::string source = "any";
    if (!of.devices.empty()) {
        source = fmt::format("object-group {}_devices", base);
        std::string members;
        for (const auto& p : prefixes_of(of.devices)) members += network_object(p);
        text += group(base + "_devices", members);
    }
    for (const auto& c : carried_flows(of, cisco_asa_row())) text += asa_flow_text(of, c, base, source);
    if (of.stance == stance::default_deny) {
        text += fmt::format("access-list {} extended deny ip any any\n", base);
        text += fmt::format("access-group {} in interface {}\n", base, interface);
    }
    out.files.push_back({"egress-cisco-asa.txt", std::move(text)});
    return out;
}

} // namespace

format cisco_asa_row() {
    return {"cisco-asa", "Cisco ASA (configuration commands)", names_held::exact, proof_kind::model, true, true, false,
        true,
        "No wildcards; a name is asked for every 4 hours or when its answer expires, at a server that has to be the "
        "devices'.",
        "access-group of the former list, then clear configure access-list and no object-group, no object for the "
        "names that "
        "begin with egress",
        by_exact_name, write_cisco_asa, read_cisco_asa};
}

} // namespace rules
