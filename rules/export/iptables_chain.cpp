// SPDX-License-Identifier: MIT
#include "rules/export/iptables_chain.hpp"

#include <fmt/format.h>

#include "rules/export/linux_text.hpp"

namespace rules {
namespace {

constexpr std::size_t most_multiports = 15; // of the multiport match

int number_of(ip_family family) { return family == ip_family::v4 ? 4 : 6; }

std::string multiports_of(const std::vector<std::uint16_t>& ports) {
    if (ports.size() == 1) return fmt::format("--dport {}", ports.front());
    return fmt::format("-m multiport --dports {}", joined_ports(ports));
}

void add_chain_flow(
    std::string& to, const policy& of, const flow& f, std::string_view chain, const address_matches& by) {
    for (const auto family : families_of(of))
        for (const auto& destination : by.destinations(of, f, family))
            for (const auto over : f.over)
                for (const auto& ports : port_groups(f.ports, most_multiports))
                    add(to, "-{} -A {} {} -p {} {} -m conntrack --ctstate NEW -m comment --comment \"{}\" -j ACCEPT\n",
                        number_of(family), chain, destination, to_string(over), multiports_of(ports), label_of(f));
}

// A gateway asks who sends before it asks for what.
void add_chain_source(
    std::string& to, const policy& of, std::string_view chain, std::string_view next, const address_matches& by) {
    std::string wires;
    if (!of.in_interface.empty()) wires += fmt::format(" -i {}", of.in_interface);
    if (!of.out_interface.empty()) wires += fmt::format(" -o {}", of.out_interface);
    if (of.devices.empty()) return add(to, "-A {}{} -j {}\n", chain, wires, next);
    for (const auto family : families_of(of))
        for (const auto& devices : by.devices(of, family))
            add(to, "-{} -A {}{} {} -j {}\n", number_of(family), chain, wires, devices, next);
}

void add_refusal(std::string& to, std::string_view chain) {
    add(to, "-A {} -p tcp -j REJECT --reject-with tcp-reset\n", chain);
    add(to, "-4 -A {} -j REJECT --reject-with icmp-admin-prohibited\n", chain);
    add(to, "-6 -A {} -j REJECT --reject-with icmp6-adm-prohibited\n", chain);
}

} // namespace

std::string_view iptables_chain_name(hook h) noexcept { return h == hook::host ? "EGRESS" : "EGRESS-GATEWAY"; }

void add_iptables_chain(std::string& to, const policy& of, const address_matches& by) {
    const auto chain = iptables_chain_name(of.hook);
    const bool host = of.hook == hook::host, alone = of.stance == stance::default_deny;
    const auto flows = host ? std::string(chain) : fmt::format("{}-TO", chain);
    add(to, "*filter\n:{} - [0:0]\n", chain);
    if (!host) add(to, ":{} - [0:0]\n", flows);
    add(to, "-A {} -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT\n", chain);
    if (host && alone) add(to, "-A {} -o lo -j ACCEPT\n", chain);
    if (!host) add_chain_source(to, of, chain, flows, by);
    for (const auto& f : of.flows) add_chain_flow(to, of, f, flows, by);
    if (host && alone) // without them IPv6 stops
        for (const auto* type : {"neighbour-solicitation", "neighbour-advertisement", "router-solicitation"})
            add(to, "-6 -A {} -p ipv6-icmp --icmpv6-type {} -j ACCEPT\n", chain, type);
    if (alone) add_refusal(to, chain);
    to += "COMMIT\n";
}

std::vector<std::string> how_to_restore(const policy& of, std::string_view file) {
    const auto chain = iptables_chain_name(of.hook);
    const std::string_view site = of.hook == hook::host ? "OUTPUT" : "FORWARD";
    return {
        fmt::format(
            "Load it: iptables-restore -n {0} and ip6tables-restore -n {0} (again: only this chain is replaced)", file),
        fmt::format("Once, for both commands: iptables -C {0} -j {1} || iptables -I {0} 1 -j {1}", site, chain),
        fmt::format("Take it back: iptables -D {0} -j {1}, then -F {1} and -X {1}", site, chain),
    };
}

} // namespace rules
