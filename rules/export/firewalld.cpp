// SPDX-License-Identifier: MIT
//
// firewalld: a policy object (HOST to ANY, of a gateway ANY to ANY) and ipsets. Its comments are <description>, as
// XML's own may not hold the two hyphens of a punycode name.
#include <utility>

#include <fmt/format.h>

#include "rules/export/linux_text.hpp"
#include "rules/export/rows.hpp"

namespace rules {
namespace {

constexpr std::string_view xml_declaration = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";

std::string_view policy_name(hook h) { return h == hook::host ? "egress" : "egress-gateway"; } // at most 18 characters
std::string_view word_of(ip_family family) { return family == ip_family::v4 ? "ipv4" : "ipv6"; }

void add_firewalld_set(exported& to, const policy& of, const std::string& name, const ip_set& all, ip_family family) {
    if (!has_family(all, family)) return;
    std::string text(xml_declaration);
    add(text,
        "<ipset type=\"hash:net\">\n  <short>{}</short>\n  <description>egress-rules firewalld, policy "
        "{}</description>\n",
        name, of.id);
    add(text, "  <option name=\"family\" value=\"{}\"/>\n  <option name=\"maxelem\" value=\"1048576\"/>\n",
        family == ip_family::v4 ? "inet" : "inet6");
    for (const auto& p : hash_prefixes(all, family)) add(text, "  <entry>{}</entry>\n", text_of(p));
    text += "</ipset>\n";
    to.files.push_back({fmt::format("ipsets/{}.xml", name), std::move(text)});
}

// One rule holds one port.
void add_firewalld_flow(std::string& to, const policy& of, const flow& f) {
    for (const auto family : families_of(of)) {
        if (!has_family(f.addresses, family)) continue;
        std::string source;
        if (of.hook == hook::gateway && !of.devices.empty())
            source = fmt::format("<source ipset=\"{}\"/>", ipset_name(of.hook, family, ".devices"));
        for (const auto over : f.over)
            for (const auto port : f.ports)
                add(to,
                    "  <rule family=\"{}\">{}<destination ipset=\"{}\"/><port port=\"{}\" "
                    "protocol=\"{}\"/><accept/></rule>\n",
                    word_of(family), source, ipset_name(of.hook, family, "-" + f.id), port, to_string(over));
    }
}

std::vector<std::string> left_out_of_firewalld(const policy& of) {
    auto out = not_carried(firewalld_row(), of);
    if (of.hook == hook::gateway && (!of.in_interface.empty() || !of.out_interface.empty()))
        out.push_back(fmt::format(
            "the interfaces ({} to {}) are missing: firewalld knows zones; put their zones in place of ANY "
            "in policies/egress-gateway.xml",
            of.in_interface.empty() ? "any" : of.in_interface, of.out_interface.empty() ? "any" : of.out_interface));
    return out;
}

std::string policy_xml(const policy& of, const std::vector<std::string>& cannot) {
    const bool host = of.hook == hook::host, alone = of.stance == stance::default_deny;
    std::string text(xml_declaration);
    add(text, "<policy priority=\"-10\" target=\"{}\">\n  <short>{}</short>\n  <description>\n",
        alone ? "REJECT" : "CONTINUE", policy_name(of.hook));
    add_comments(text, "", header_of(of, firewalld_row(), cannot));
    add_comments(text, "", scope_of(of));
    text +=
        "Load it: copy ipsets and policies into /etc/firewalld, firewall-cmd --check-config, firewall-cmd --reload\n";
    text += "  </description>\n";
    add(text, "  <ingress-zone name=\"{}\"/>\n  <egress-zone name=\"ANY\"/>\n", host ? "HOST" : "ANY");
    for (const auto& f : of.flows) add_firewalld_flow(text, of, f);
    if (host && alone) // without them IPv6 stops
        for (const auto* type : {"neighbour-solicitation", "neighbour-advertisement", "router-solicitation"})
            add(text, "  <rule family=\"ipv6\"><icmp-type name=\"{}\"/><accept/></rule>\n", type);
    text += "</policy>\n";
    return text;
}

exported write_firewalld(const policy& of) {
    exported out;
    out.cannot = left_out_of_firewalld(of);
    out.files.push_back({fmt::format("policies/{}.xml", policy_name(of.hook)), policy_xml(of, out.cannot)});
    for (const auto family : families_of(of)) {
        if (of.hook == hook::gateway)
            add_firewalld_set(out, of, ipset_name(of.hook, family, ".devices"), of.devices, family);
        for (const auto& f : of.flows)
            add_firewalld_set(out, of, ipset_name(of.hook, family, "-" + f.id), f.addresses, family);
    }
    return out;
}

} // namespace

format firewalld_row() {
    return {.name = "firewalld",
        .title = "firewalld (policy object and ipsets)",
        .names = names_held::none,
        .proof = proof_kind::kernel,
        .limits =
            "Addresses only; firewalld 0.9 or later. Interfaces are zones there: of a gateway's policy, put the zones "
            "in place of ANY. What containers send on a bridge is forwarded: for it load the gateway form as well.",
        .undo = "remove policies/egress.xml and ipsets/eh*.xml (of a gateway: egress-gateway.xml, eg*.xml) from "
                "/etc/firewalld, then firewall-cmd --reload",
        .carries = by_address,
        .write = write_firewalld,
        .validator = "firewall-offline-cmd --check-config"};
}

} // namespace rules
