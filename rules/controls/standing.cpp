// SPDX-License-Identifier: MIT
//
// Controls that nobody asks for: what they find, no path that fails would show.
#include <algorithm>
#include <fmt/format.h>

#include "rules/controls.hpp"
#include "rules/diagnose.hpp"

namespace rules {
namespace {

constexpr int below_any_tunnel = 1200; // bytes in a segment

} // namespace

std::optional<planned_path> dns_nowhere(const report& measured) {
    auto read = measured;
    diagnose(read);
    if (std::ranges::none_of(
            read.findings, [](const auto& f) { return f.cause.starts_with("dns.") && f.severity != severity::note; }))
        return std::nullopt;
    planned_path c;
    c.to.service = "control_dns_nowhere";
    c.to.host = nowhere_address;
    c.to.port = 53;
    c.to.protocol = "dns";
    c.to.resource = measured.site.hub;
    c.to.id = fmt::format("{}@{}:{}/dns/direct", c.to.service, c.to.host, c.to.port);
    c.need = need::optional;
    c.purpose = "a question to an address where no DNS server is";
    return c;
}

double time_for_nowhere_ms(const report& measured) {
    double slowest = 100;
    for (const auto& name : measured.run.names)
        for (const auto& a : name.answers)
            if (a.rcode) slowest = std::max(slowest, a.elapsed_ms);
    return std::min(2 * slowest, 1000.0);
}

planned_path gateway_control(const std::string& address) {
    planned_path c;
    c.to.service = "control_gateway";
    c.to.host = address;
    c.to.protocol = "arp";
    c.to.id = fmt::format("{}@{}/arp/direct", c.to.service, address);
    c.need = need::optional;
    c.purpose = "this device's default gateway, as the kernel knows it";
    return c;
}

std::vector<planned_path> standing_controls(const plan& of) {
    const auto chosen = std::find_if(of.paths.begin(), of.paths.end(), [](const planned_path& p) {
        const auto& to = p.to;
        return to.via == "direct" && to.service_roots && to.port == 443 && !to.host.empty();
    });
    if (chosen == of.paths.end()) return {};
    std::vector<planned_path> all;
    for (const auto segment : {0, below_any_tunnel}) {
        planned_path c;
        c.to.service = segment ? "control_large_hello_small_segments" : "control_large_hello";
        c.to.host = chosen->to.host;
        c.to.port = chosen->to.port;
        c.to.protocol = "tls";
        c.to.service_roots = true;
        c.to.as.hello = "large";
        c.to.as.max_segment = segment;
        c.to.id = fmt::format("{}@{}:{}/tls/direct", c.to.service, c.to.host, c.to.port);
        c.need = need::optional;
        c.purpose = segment ? "a hello of two segments, in smaller ones" : "a hello of two segments";
        all.push_back(std::move(c));
    }
    return all;
}

} // namespace rules
