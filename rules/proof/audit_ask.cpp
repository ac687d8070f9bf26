// SPDX-License-Identifier: MIT
#include "rules/proof/audit_ask.hpp"

#include <array>
#include <utility>

#include <fmt/format.h>

#include "rules/proof/explain.hpp"
#include "rules/proof/prober.hpp"
#include "rules/verdict/intent.hpp"

namespace rules::proof {
namespace {

audited_flow ask_flow(const bench& b, const flow& f, int protocol, std::uint16_t port) {
    audited_flow out{f.id, fmt::format("{} {}", protocol == protocol_number::tcp ? "tcp" : "udp", port),
        f.need == need::required, 0, 0, {}};
    for (const auto& to : some_of(f.addresses)) {
        const auto p = b.probe_of({to, protocol, port, {}, {}});
        if (!can_be_sent(p.what, b.w)) continue;
        ++out.tried;
        if (b.passes(p))
            ++out.passed;
        else if (out.rule.empty())
            out.rule = fmt::format("{}: {}", text_of(p.what), b.rule(p, false));
    }
    return out;
}

std::vector<packet> what_nobody_needs() {
    std::vector<packet> out;
    namespace number = protocol_number;
    constexpr std::array<std::uint16_t, 8> tcp_ports{22, 25, 53, 80, 443, 445, 8883, 50000};
    constexpr std::array<std::uint16_t, 4> udp_ports{53, 123, 443, 50000};
    for (const auto text :
        {"1.1.1.1", "93.184.216.34", "169.254.169.254", "10.0.0.1", "2606:4700:4700::1111", "fd00::1"}) {
        const auto to = *read_address(text);
        const bool four = to.family == ip_family::v4;
        for (const auto port : tcp_ports) out.push_back({to, number::tcp, port, {}, {}});
        for (const auto port : udp_ports) out.push_back({to, number::udp, port, {}, {}});
        out.push_back({to, four ? number::icmp : number::icmpv6, std::uint16_t(four ? 8 : 128), {}, {}});
        out.push_back({to, number::gre, 0, {}, {}});
        out.push_back({to, number::sctp, 443, {}, {}});
    }
    return out;
}

} // namespace

probe bench::probe_of(packet p) const {
    p.from = p.to.family == ip_family::v4 ? w.own4 : w.own6;
    if (gateway)
        for (const auto& r : ranges_of(devices))
            if (r.first.family == p.to.family)
                p.from = {r.first.family, r.first.value + (r.last.value - r.first.value) / 2};
    return {p};
}

// A site can have both; whose rule it was shows in whose trace is not empty.
std::string bench::rule(const probe& p, bool passed) const {
    const auto again = [&] { passes(p); };
    auto out = iptables ? explainer(true).rule(p.what, passed, again) : std::string();
    return or_none(!out.empty() || !nft ? out : explainer(false).rule(p.what, passed, again), passed);
}

void ask_flows(const bench& b, const policy& of, audit_outcome& out) {
    for (const auto& f : of.flows)
        for (const auto over : f.over)
            for (const auto port : f.ports)
                out.flows.push_back(
                    ask_flow(b, f, over == transport::tcp ? protocol_number::tcp : protocol_number::udp, port));
}

void ask_upstream(const bench& b, const policy& of, audit_outcome& out) {
    constexpr std::array<std::pair<std::string_view, std::uint16_t>, 4> ways{
        {{"Mqtt", 8883}, {"Amqp", 5671}, {"MqttWs", 443}, {"AmqpWs", 443}}};
    for (const auto& [name, port] : ways) {
        bool any = false, all = true;
        for (const auto& f : of.flows)
            if (f.id.starts_with("iot-hub") || f.id.starts_with("dps")) {
                const auto asked = ask_flow(b, f, protocol_number::tcp, port);
                any = any || asked.tried > 0;
                all = all && (asked.tried == 0 || asked.passes());
            }
        if (any && all) out.upstream.emplace_back(name);
    }
}

void ask_others(const bench& b, const policy& of, audit_outcome& out) {
    format any{};
    any.carries = by_address;
    const auto meant = intended(of, any);
    std::size_t explained = 0;
    for (const auto& p : what_nobody_needs()) {
        const auto one = b.probe_of(p);
        if (wants(meant, one.what) != wanted::stop) continue;
        ++out.others_tried;
        if (b.passes(one)) out.others.push_back({one.what, true, explained++ < 10 ? b.rule(one, true) : ""});
    }
    if (out.others.size() == out.others_tried)
        out.remarks.emplace_back("everything gets out: the site refuses nothing");
}

std::vector<ip_address> some_of(const ip_set& all, std::size_t most) {
    std::vector<ip_address> out;
    for (const auto family : {ip_family::v4, ip_family::v6}) {
        std::size_t taken = 0;
        for (const auto& r : ranges_of(all)) {
            if (r.first.family != family) continue;
            if (taken++ >= most) break;
            out.push_back(r.first);
            if (r.first == r.last || taken++ >= most) continue;
            out.push_back(r.last);
        }
    }
    return out;
}

} // namespace rules::proof
