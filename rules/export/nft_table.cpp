// SPDX-License-Identifier: MIT
#include "rules/export/nft_table.hpp"

#include <fmt/format.h>

#include "rules/export/linux_text.hpp"

namespace rules {
namespace {

constexpr std::size_t longest_nft_comment = 128;

/// How the flows' addresses are written: in sets with names, or where they are used.
struct shape {
    filled_later later;
    bool named;
};

std::string_view ip_word(ip_family family) { return family == ip_family::v4 ? "ip" : "ip6"; }
std::string_view type_word(ip_family family) { return family == ip_family::v4 ? "ipv4_addr" : "ipv6_addr"; }

void add_elements(std::string& to, const ip_set& all, ip_family family, std::string_view indent) {
    const auto prefixes = prefixes_of(all, family);
    to += '{';
    for (std::size_t i = 0; i < prefixes.size(); ++i) {
        if (prefixes.size() > 1)
            (to += i == 0 ? "\n" : ",\n") += indent;
        else
            to += ' ';
        to += text_of(prefixes[i]);
    }
    to += " }";
}

void add_nft_set(std::string& to, std::string_view name, const ip_set& all, ip_family family, bool later) {
    add(to, "\tset {} {{\n\t\ttype {}\n", name, type_word(family));
    if (!later) {
        to += "\t\tflags interval\n\t\telements = ";
        add_elements(to, all, family, "\t\t\t");
        to += '\n';
    }
    to += "\t}\n";
}

std::string nft_ports_of(const flow& f) {
    const auto list = f.ports.size() == 1 ? std::to_string(f.ports.front()) : "{ " + joined_ports(f.ports, ", ") + " }";
    if (f.over.size() == 1) return fmt::format("{} dport {}", to_string(f.over.front()), list);
    return fmt::format("meta l4proto {{ tcp, udp }} th dport {}", list);
}

// Who may send, and between which interfaces.
void add_nft_source(std::string& to, const policy& of, ip_family family, const shape& s) {
    if (of.hook != hook::gateway) return;
    if (!of.in_interface.empty()) add(to, "iifname \"{}\" ", of.in_interface);
    if (!of.out_interface.empty()) add(to, "oifname \"{}\" ", of.out_interface);
    if (of.devices.empty()) return;
    add(to, "{} saddr ", ip_word(family));
    if (s.named)
        add(to, "@devices_{}", suffix_of(family));
    else
        add_elements(to, of.devices, family, "\t\t\t");
    to += ' ';
}

void add_nft_flow(std::string& to, const policy& of, const flow& f, const shape& s) {
    const bool later = s.later(f);
    for (const auto family : families_of(of)) {
        if (!later && !has_family(f.addresses, family)) continue;
        to += "\t\t";
        add_nft_source(to, of, family, s);
        add(to, "{} daddr ", ip_word(family));
        if (s.named || later)
            add(to, "@{}", nft_set_name(f, family));
        else
            add_elements(to, f.addresses, family, "\t\t\t");
        add(to, " {} ct state new counter accept comment \"{}\"\n", nft_ports_of(f), label_of(f));
    }
}

void add_sets(std::string& to, const policy& of, const shape& s) {
    for (const auto family : families_of(of)) {
        if (s.named && has_family(of.devices, family) && of.hook == hook::gateway)
            add_nft_set(to, fmt::format("devices_{}", suffix_of(family)), of.devices, family, false);
        for (const auto& f : of.flows)
            if (s.later(f) || (s.named && has_family(f.addresses, family)))
                add_nft_set(to, nft_set_name(f, family), f.addresses, family, s.later(f));
    }
}

// TCP is told by a reset: IPv6 programs wait for their time limit after an ICMP error of their own machine.
constexpr std::string_view refuse_chain = "\tchain refuse {\n"
                                          "\t\tmeta l4proto tcp counter reject with tcp reset\n"
                                          "\t\tcounter reject with icmpx type admin-prohibited\n"
                                          "\t}\n";
constexpr std::string_view neighbours =
    "\t\ticmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, nd-router-solicit } accept\n";

} // namespace

std::string_view nft_name(hook h) noexcept { return h == hook::host ? "egress" : "egress_gateway"; }

std::string nft_set_name(const flow& f, ip_family family) { return fmt::format("f_{}_{}", f.id, suffix_of(family)); }

bool never_later(const flow&) noexcept { return false; }

void add_nft_table(std::string& to, const policy& of, filled_later later) {
    const auto name = nft_name(of.hook);
    const shape s{later, true};
    // The first line makes the second one possible; all of the file is one transaction.
    add(to, "table inet {0}\ndelete table inet {0}\ntable inet {0} {{\n\tcomment \"{1}\"\n", name,
        summary_of(of, longest_nft_comment));
    add_sets(to, of, s);
    to += refuse_chain;
    add(to, "\tchain {} {{\n\t\ttype filter hook {} priority filter; policy drop;\n", name,
        of.hook == hook::host ? "output" : "forward");
    to += "\t\tct state established,related accept\n";
    if (of.hook == hook::host) to += "\t\toifname \"lo\" accept\n";
    for (const auto& f : of.flows) add_nft_flow(to, of, f, s);
    if (of.hook == hook::host) to += neighbours;
    to += "\t\tjump refuse\n\t}\n}\n";
}

void add_nft_chain(std::string& to, const policy& of, std::string_view site_table, filled_later later) {
    const auto name = nft_name(of.hook);
    const shape s{later, false};
    add(to, "table inet {0} {{\n\tchain {1} {{\n\t}}\n}}\nflush chain inet {0} {1}\ntable inet {0} {{\n", site_table,
        name);
    add_sets(to, of, s);
    add(to, "\tchain {} {{\n\t\tct state established,related accept\n", name);
    for (const auto& f : of.flows) add_nft_flow(to, of, f, s);
    to += "\t}\n}\n";
}

std::vector<std::string> how_to_jump(const policy& of, std::string_view file) {
    const std::string_view site = of.hook == hook::host ? "output" : "forward";
    return {
        "An accept in a table of our own cannot take back a drop of the site's table: so this is a chain in the site's",
        fmt::format(
            "table, here inet {}. It does nothing until the site's own chain jumps to it, before its refusal, once:",
            usual_site_table),
        fmt::format("  nft insert rule inet {} {} jump {}", usual_site_table, site, nft_name(of.hook)),
        fmt::format("Where the site's table has another name: sed 's/inet {}/inet NAME/' {}", usual_site_table, file),
    };
}

} // namespace rules
