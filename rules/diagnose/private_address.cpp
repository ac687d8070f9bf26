// SPDX-License-Identifier: MIT
#include "rules/diagnose/private_address.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "rules/diagnose/address.hpp"
#include "rules/diagnose/answer_reading.hpp"
#include "rules/diagnose/icmp_reading.hpp"
#include "rules/diagnose/led_elsewhere.hpp"
#include "rules/diagnose/name_reading.hpp"

namespace rules::diagnosis {

using netprobe::failure;

namespace {

// The site itself: one of its resolvers, or this device.
bool of_the_site(const inquiry& in, const std::string& address) {
    return in.is_own(address) || std::ranges::any_of(in.of.run.resolvers,
                                     [&](const auto& resolver) { return plain_address(resolver) == address; });
}

} // namespace

void diagnose_private_endpoint(inquiry& in, std::size_t index) {
    const auto& name = in.name_of(index);
    const auto& p = in.path(index).seen;
    const bool aliased =
        std::any_of(name.answers.begin(), name.answers.end(), [](const auto& a) { return through_privatelink(a); });
    const bool tried_private = !p.connects.empty() && std::all_of(p.connects.begin(), p.connects.end(),
                                                          [](const auto& c) { return is_private(c.address); });
    if (!aliased || !tried_private) return;
    auto s = in.about("dns.private_endpoint", index);
    for (const auto& a : name.answers)
        if (through_privatelink(a)) fill_from_answers(s, {&a});
    if (in.works(index)) {
        s.severity = severity::note;
        s.proved = true;
        s.keys = {"private link"};
        s.evidence.push_back(fmt::format("{}:{} works through it", p.to.host, p.to.port));
        in.suspect(std::move(s));
        return;
    }
    const bool no_way = std::all_of(p.connects.begin(), p.connects.end(), [](const auto& c) {
        return (c.failed == failure::timed_out || c.failed == failure::host_unreachable ||
                   c.failed == failure::net_unreachable) &&
               std::none_of(c.kernel.icmp.begin(), c.kernel.icmp.end(),
                   [](const auto& e) { return e.version == 4 && e.code >= 9; });
    });
    if (!in.open(index) || !no_way) return;
    s.proved = in.answered_elsewhere(p.connects.front().address);
    for (const auto& c : p.connects)
        s.evidence.push_back(fmt::format(
            "{}:{}: {} after {}", c.address, c.port, netprobe::to_string(c.failed), duration(c.elapsed_ms)));
    s.keys = {"dead private link"};
    in.suspect(std::move(s));
}

bool dead_private_address(const inquiry& in, std::size_t index, const netprobe::connect_observation& c) {
    const auto& name = in.name_of(index);
    if (!public_name_of(in, index) || !from_dns(name)) return false;
    if (std::ranges::any_of(name.answers, [](const auto& a) { return through_privatelink(a); })) return false;
    const bool unreached = c.failed == failure::timed_out || c.failed == failure::refused ||
                           c.failed == failure::host_unreachable || c.failed == failure::net_unreachable;
    const bool prohibited = rejected_by_rule(c) && c.failed != failure::refused;
    const bool by_dns = std::ranges::any_of(name.answers, [&](const auto& said) {
        const auto all = addresses_of(said);
        return std::ranges::find(all, c.address) != all.end();
    });
    return by_dns && unreached && !prohibited && !in.takes_connections(c.address) &&
           (is_private(c.address) || of_the_site(in, c.address) || !led_elsewhere(in, index, c.address).empty());
}

std::string why_dead(const inquiry& in, std::size_t index, const std::string& address) {
    if (is_private(address))
        return "a service of the Internet has a private address by a private link alone, and there is none";
    if (of_the_site(in, address))
        return "a service of the Internet is not at the address of this device's own resolver";
    return led_elsewhere(in, index, address);
}

void diagnose_private_address(inquiry& in, std::size_t index) {
    const auto& name = in.name_of(index);
    const auto& p = in.path(index).seen;
    if (!in.open(index) || p.connects.empty()) return;
    if (!std::ranges::all_of(p.connects, [&](const auto& c) { return dead_private_address(in, index, c); })) return;
    auto s = in.about("dns.sinkhole", index);
    for (const auto& a : name.answers)
        if (!addresses_of(a).empty()) fill_from_answers(s, {&a});
    for (const auto& c : p.connects)
        s.evidence.push_back(fmt::format(
            "{}:{}: {} after {}", c.address, c.port, netprobe::to_string(c.failed), duration(c.elapsed_ms)));
    s.keys = {"resolver:" + s.box};
    s.control = why_dead(in, index, p.connects.front().address);
    in.suspect(std::move(s));
}

} // namespace rules::diagnosis
