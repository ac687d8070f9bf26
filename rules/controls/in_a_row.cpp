// SPDX-License-Identifier: MIT
//
// Controls of what is refused within one hop: what this device's interfaces count meanwhile tells its own rules from a
// box right beside it.
#include <algorithm>
#include <set>
#include <utility>

#include "rules/controls/direct_list.hpp"
#include "rules/diagnose/address.hpp"
#include "rules/diagnose/by_proxy.hpp"
#include "rules/diagnose/connect_reading.hpp"

namespace rules {
namespace {

constexpr std::size_t most_in_a_row = 12; // the places of a site, of one family

using netprobe::failure;

// No packet for one of these comes to a first hop.
bool stays_near(const diagnosis::inquiry& in, const netprobe::connect_observation& c) {
    return in.is_own(c.address) || in.on_link(c.local_address, c.address);
}

// Every refused attempt that counts.
std::vector<std::pair<std::string, const netprobe::connect_observation*>> refusals(const diagnosis::inquiry& in) {
    std::vector<std::pair<std::string, const netprobe::connect_observation*>> all;
    for (const auto& p : in.of.paths) {
        if (diagnosis::by_proxy(p.seen)) continue;
        const bool only4 = diagnosis::ipv4_decides(p.seen.connects, in);
        for (const auto& c : p.seen.connects)
            if (c.failed == failure::refused && c.kernel.icmp.empty() && !stays_near(in, c) &&
                !(only4 && diagnosis::is_ipv6(c.address)))
                all.emplace_back(p.seen.to.host, &c);
    }
    return all;
}

} // namespace

std::vector<planned_path> in_a_row_controls(const report& measured) {
    direct::direct_list wanted;
    const diagnosis::inquiry in(measured);
    const auto all = refusals(in);
    std::set<std::pair<int, bool>> near; // ports, by family: hops are asked about at a few addresses of each
    for (const auto& [host, c] : all)
        if (diagnosis::refused_within_one_hop(*c, in)) near.emplace(c->port, diagnosis::is_ipv6(c->address));
    netprobe::variation as;
    as.in_a_row = true;
    as.ttl = 1; // what comes from further is not meant
    std::size_t places = 0;
    for (const auto& [host, c] : all) {
        if (places == most_in_a_row || !near.contains({c->port, diagnosis::is_ipv6(c->address)})) continue;
        if (wanted.add("control_in_a_row", {host, c->address, c->port}, "tcp",
                "SYNs in a row that may go one hop, and what the interfaces count meanwhile", as))
            ++places;
    }
    return std::move(wanted).take();
}

alone_time time_for_in_a_row(std::size_t number) {
    constexpr double step_ms = 500, each_ms = 200; // eight round trips within a local network, and more
    return {step_ms, step_ms + each_ms * static_cast<double>(number), 0};
}

} // namespace rules
