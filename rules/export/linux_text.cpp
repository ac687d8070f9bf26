// SPDX-License-Identifier: MIT
#include "rules/export/linux_text.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

namespace rules {

std::vector<ip_family> families_of(const policy& of) {
    const bool anybody = of.hook == hook::host || of.devices.empty();
    std::vector<ip_family> out;
    if (anybody || !of.devices.v4.empty()) out.push_back(ip_family::v4);
    if (anybody || !of.devices.v6.empty()) out.push_back(ip_family::v6);
    return out;
}

bool has_family(const ip_set& all, ip_family family) noexcept {
    return family == ip_family::v4 ? !all.v4.empty() : !all.v6.empty();
}

std::string ipset_name(hook h, ip_family family, std::string_view rest) {
    return fmt::format("e{}{}{}", h == hook::host ? 'h' : 'g', family == ip_family::v4 ? 4 : 6, rest);
}

std::string_view suffix_of(ip_family family) noexcept { return family == ip_family::v4 ? "v4" : "v6"; }

std::string label_of(const flow& f) { return f.why.empty() ? f.id : fmt::format("{}: {}", f.id, f.why); }

std::string summary_of(const policy& of, std::size_t most) {
    auto out = fmt::format("egress policy {}", of.id.empty() ? "-" : of.id);
    if (!of.expires.empty()) out += ", expires " + of.expires;
    if (!of.owner.empty()) out += ", owner " + of.owner;
    return out.size() <= most ? out : out.substr(0, most - 3) + "...";
}

std::vector<std::vector<std::uint16_t>> port_groups(const std::vector<std::uint16_t>& ports, std::size_t most) {
    std::vector<std::vector<std::uint16_t>> out;
    for (const auto port : ports) {
        if (out.empty() || out.back().size() == most) out.emplace_back();
        out.back().push_back(port);
    }
    return out;
}

std::string joined_ports(const std::vector<std::uint16_t>& ports, std::string_view between) {
    return fmt::format("{}", fmt::join(ports, between));
}

std::vector<ip_prefix> hash_prefixes(const ip_set& all, ip_family family) {
    auto out = prefixes_of(all, family);
    if (out.size() != 1 || out.front().length != 0) return out;
    const auto half = uint128{1} << (bits_of(family) - 1);
    return {{{family, 0}, 1}, {{family, half}, 1}};
}

void add_comments(std::string& to, std::string_view sign, const std::vector<std::string>& lines) {
    for (const auto& line : lines) fmt::format_to(std::back_inserter(to), "{}{}\n", sign, line);
}

std::vector<std::string> scope_of(const policy& of) {
    std::vector<std::string> out;
    if (of.hook == hook::host) {
        out.emplace_back("These rules decide what programs of this device send. What containers send on a bridge is");
        out.emplace_back(
            "forwarded, not sent: for that load the gateway form as well, with the bridge's network as devices.");
        out.emplace_back("Answers come in only where INPUT accepts established,related.");
        if (of.stance == stance::default_deny)
            out.emplace_back("DHCP and DHCPv6 renewals over UDP are refused unless the policy names them.");
    } else if (of.stance == stance::default_deny) {
        out.emplace_back(
            "These rules decide everything that this machine forwards: of other networks behind it, too, and");
        out.emplace_back("what comes in from outside.");
    }
    return out;
}

} // namespace rules
