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

constexpr std::array<std::pair<std::string_view, std::uint16_t>, 4> upstream_ways{
    {{"Mqtt", 8883}, {"Amqp", 5671}, {"MqttWs", 443}, {"AmqpWs", 443}}};

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

std::string service_name(const audited_service& s) {
    return fmt::format("{} {}", s.protocol == protocol_number::tcp ? "tcp" : "udp", s.port);
}

// A connection that was asked about before would be one that is known.
bool bench_passes(const bench& b, const probe& p) { return b.out({p}).front(); }

} // namespace

// A site can have both; whose rule it was shows in whose trace is not empty.
std::string bench::rule(const probe& p, bool passed) const {
    const auto again = [&] { out({p}); };
    auto said = iptables ? explainer(true).rule(p.what, passed, again) : std::string();
    return or_none(!said.empty() || !nft ? said : explainer(false).rule(p.what, passed, again), passed);
}

std::vector<audited_service> services_of(const policy& of) {
    std::vector<audited_service> out;
    for (const auto& f : of.flows)
        for (const auto over : f.over)
            for (const auto port : f.ports)
                out.push_back({&f, over == transport::tcp ? protocol_number::tcp : protocol_number::udp, port});
    return out;
}

std::vector<audited_service> upstream_services(const policy& of) {
    std::vector<audited_service> out;
    for (const auto& f : of.flows)
        if (f.id.starts_with("iot-hub") || f.id.starts_with("dps"))
            for (const auto& [name, port] : upstream_ways) out.push_back({&f, protocol_number::tcp, port});
    return out;
}

service_answers ask_service(const bench& b, const audited_service& s) {
    service_answers out{s, std::vector<sender_fate>(b.senders.size()), 0, 0, {}, {}};
    std::vector<probe> probes;
    std::vector<std::pair<std::size_t, std::size_t>> of; // of each probe its address and its sender
    const auto places = some_of(s.of->addresses);
    for (std::size_t at = 0; at < places.size(); ++at)
        for (std::size_t from = 0; from < b.senders.size(); ++from) {
            const packet p{places[at], s.protocol, s.port, {}, b.senders[from].address};
            if (p.from.family != p.to.family || p.from == p.to || !can_be_sent(p, b.w)) continue;
            probes.push_back({p});
            of.emplace_back(at, from);
        }
    const auto passed = b.out(probes);
    std::vector<bool> tried(places.size()), stopped(places.size());
    for (std::size_t i = 0; i < probes.size(); ++i) {
        auto& fate = out.fates[of[i].second];
        fate.asked = tried[of[i].first] = true;
        if (passed[i]) continue;
        fate.stopped = stopped[of[i].first] = true;
        if (out.rule.empty()) out.rule = fmt::format("{}: {}", text_of(probes[i].what), b.rule(probes[i], false));
    }
    for (std::size_t at = 0; at < places.size(); ++at) {
        if (tried[at]) ++out.tried;
        if (tried[at] && !stopped[at]) ++out.passed;
    }
    return out;
}

audited_flow flow_of(const bench& b, const service_answers& asked) {
    const auto& f = *asked.what.of;
    audited_flow out{f.id, service_name(asked.what), f.need == need::required, asked.tried, asked.passed, asked.rule};
    for (std::size_t i = 0; i < b.senders.size(); ++i)
        if (asked.fates[i].asked)
            (asked.fates[i].stopped ? out.stopped_from : out.passes_from).push_back(b.senders[i].who);
    out.no_answer = asked.no_answer;
    return out;
}

std::vector<std::string> upstream_of(const std::vector<service_answers>& asked) {
    std::vector<std::string> out;
    for (std::size_t way = 0; way < upstream_ways.size(); ++way) {
        bool any = false, all = true;
        for (std::size_t i = way; i < asked.size(); i += upstream_ways.size()) {
            any = any || asked[i].tried > 0;
            all = all && asked[i].passed == asked[i].tried && asked[i].no_answer.empty();
        }
        if (any && all) out.emplace_back(upstream_ways[way].first);
    }
    return out;
}

ip_set all_places(const policy& of) {
    std::vector<ip_range> asked;
    for (const auto& p : what_nobody_needs()) asked.push_back({p.to, p.to});
    auto out = set_of(asked);
    for (const auto& f : of.flows) out = unite(out, f.addresses);
    return out;
}

void ask_others(const bench& b, const policy& of, audit_outcome& out) {
    format any{};
    any.carries = by_address;
    const auto meant = intended(of, any);
    std::size_t explained = 0;
    for (const auto& p : what_nobody_needs()) {
        bool tried = false;
        for (const auto& from : b.senders) {
            probe one{p};
            one.what.from = from.address;
            if (from.address.family != p.to.family || from.address == p.to || wants(meant, one.what) != wanted::stop)
                continue;
            if (!std::exchange(tried, true)) ++out.others_tried;
            if (!bench_passes(b, one)) continue;
            out.others.push_back({one.what, true, explained++ < 10 ? b.rule(one, true) : ""});
            break; // from one sender is enough
        }
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
