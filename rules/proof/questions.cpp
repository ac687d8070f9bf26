// SPDX-License-Identifier: MIT
#include "rules/proof/questions.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>
#include <utility>

#include "rules/proof/prober.hpp"

namespace rules::proof {

ip_set own_network(const ip_set& devices) {
    std::vector<ip_prefix> out;
    for (const auto family : {ip_family::v4, ip_family::v6})
        for (const auto& block : prefixes_of(devices, family))
            if (block.length > 0) out.push_back(block);
    return set_of(out);
}

namespace {

constexpr std::array<std::string_view, 6> canaries{
    "1.1.1.1", "169.254.169.254", "10.0.0.1", "2606:4700:4700::1111", "fd00::1", "64:ff9b::a9fe:a9fe"};
constexpr std::array<std::uint16_t, 5> answering_ports{20, 53, 80, 123, 443};
// Of no connection.
constexpr std::array<std::uint8_t, 8> segment_flags{tcp_flag::ack, tcp_flag::rst, tcp_flag::rst | tcp_flag::ack,
    tcp_flag::syn | tcp_flag::ack, tcp_flag::fin | tcp_flag::ack, tcp_flag::push | tcp_flag::ack, tcp_flag::fin, 0};

ip_address own(const wires& w, ip_family family) { return family == ip_family::v4 ? w.own4 : w.own6; }

// The first device of a family; nothing: it has none.
std::vector<ip_address> a_device(const ip_set& devices, ip_family family) {
    const auto all = prefixes_of(devices, family);
    if (all.empty()) return {};
    const auto last = last_of(all.front());
    return {{family, all.front().first.value + (last.value - all.front().first.value) / 2}};
}

std::vector<ip_address> senders(const wires& w, hook where, const ip_set& devices, ip_family family) {
    if (where == hook::host) return {own(w, family)};
    return a_device(devices.empty() ? any_device() : devices, family);
}

std::set<std::uint16_t> ports_of(const intent& of) {
    std::set<std::uint16_t> out{53, 443, 50000};
    for (const auto& rule : of.most.rules)
        for (const auto& [first, last] : rule.ports) out.insert({first, last});
    return out;
}

void add_stopped(std::vector<question>& to, const intent& of, probe p) {
    if (wants(of, p.what) == wanted::stop) to.push_back({p, wanted::stop});
}

void add_forged(std::vector<question>& to, const intent& of, const packet& what) {
    for (const auto flags : segment_flags) add_stopped(to, of, {what, usual_source_port, flags});
}

// What the rules are there for is asked whole, however thin a sample of the grid is.
void add_required(std::vector<question>& to, const intent& of, const wires& w, const grid_wish& wish,
    const std::vector<ip_address>& anybody) {
    using key = std::tuple<ip_address, ip_address, int, std::uint16_t>;
    const auto key_of = [](const packet& p) { return key{p.to, p.from, p.protocol, p.port}; };
    std::set<key> there;
    for (const auto& q : to)
        if (q.want == wanted::pass) there.insert(key_of(q.sent.what));
    for (auto p : packets_of(of.least)) {
        if (!p.name.empty()) continue; // a kernel knows no names
        if (wish.where == hook::host)
            p.from = own(w, p.to.family);
        else if (p.from == ip_address{} || p.from.family != p.to.family)
            p.from = anybody[p.to.family == ip_family::v4 ? 0 : 1];
        if (!can_be_sent(p, w) || wants(of, p) != wanted::pass || contains(wish.devices, p.to)) continue;
        if (wish.where == hook::gateway && !can_be_sent({p.from, p.protocol, p.port, {}, {}}, w)) continue;
        if (there.insert(key_of(p)).second) to.push_back({{p}, wanted::pass});
    }
}

} // namespace

std::vector<question> packet_questions(const intent& of, const std::vector<packet>& packets, const wires& w,
    const grid_wish& wish, std::size_t& cells_of_segments) {
    const bool host = wish.where == hook::host;
    const auto anybody = any_device();
    std::vector<question> out;
    out.reserve(packets.size());
    intent_decider wanted_of(of);
    const auto add = [&](const probe& p) {
        auto want = wanted_of(p.what);
        if (host && want == wanted::pass && p.what.from != own(w, p.what.to.family)) want = wanted::either;
        if (!host && want != wanted::stop && contains(wish.devices, p.what.to)) return;
        out.push_back({p, want});
    };
    for (const auto& p : packets) {
        probe one{p};
        if (p.from.value == 0) one.what.from = host ? own(w, p.to.family) : a_device(anybody, p.to.family).front();
        if (!(host ? can_be_sent_by_host(p, w) : can_be_sent(p, w))) continue;
        // A router believes no such sender.
        if (!host && !can_be_sent({one.what.from, p.protocol, p.port, {}, {}}, w)) continue;
        add(one);
        if (!wish.segments || p.protocol != protocol_number::tcp) continue;
        for (const auto flags : segment_flags) {
            one.flags = flags;
            if (wanted_of(one.what) == wanted::stop) add(one);
        }
        cells_of_segments += segment_flags.size();
    }
    return out;
}

asked_grid grid_questions(const intent& of, const cuts& at, const wires& w, const grid_wish& wish) {
    auto cut = at;
    cut.of_host = wish.where == hook::host;
    if (cut.of_host && !cut.sources.empty()) cut.sources.insert({w.own4, w.own6});
    const auto share = wish.segments ? wish.most / (segment_flags.size() + 1) : wish.most;
    const auto tried = wish.fewest ? fewest_cells(cut, share) : cells(cut, share);
    asked_grid out;
    out.complete = tried.complete;
    out.cells = tried.cells;
    out.all = packet_questions(of, tried.packets, w, wish, out.cells);
    out.tried = out.all.size();
    if (!wish.fewest) {
        const auto anybody = any_device();
        add_required(
            out.all, of, w, wish, {a_device(anybody, ip_family::v4).front(), a_device(anybody, ip_family::v6).front()});
    }
    return out;
}

std::vector<question> elsewhere_questions(std::vector<question> all, bool free) {
    for (auto& q : all)
        if (q.want != wanted::stop) q.want = free ? wanted::either : wanted::stop;
    return all;
}

std::vector<question> forged_questions(const intent& of, const wires& w, hook where, const ip_set& devices) {
    std::vector<question> out;
    const auto ports = ports_of(of);
    std::set<std::uint16_t> from(answering_ports.begin(), answering_ports.end());
    from.insert(ports.begin(), ports.end());
    for (const auto text : canaries) {
        const auto to = *read_address(text);
        for (const auto& sender : senders(w, where, devices, to.family)) {
            for (const auto port : ports) add_forged(out, of, {to, protocol_number::tcp, port, {}, sender});
            for (const auto port : from)
                for (const auto protocol : {protocol_number::tcp, protocol_number::udp})
                    for (const auto dport : {std::uint16_t{443}, std::uint16_t{50000}})
                        add_stopped(out, of, {{to, protocol, dport, {}, sender}, port, tcp_flag::syn});
        }
    }
    return out;
}

std::vector<question> inbound_questions(const std::vector<question>& required, const wires& w, const ip_set& devices) {
    std::vector<question> out;
    const auto add = [&](const ip_address& from, const ip_address& to, int protocol, std::uint16_t port,
                         std::uint16_t from_port, std::uint8_t flags) {
        out.push_back({{{to, protocol, port, {}, from}, from_port, flags}, wanted::stop});
    };
    std::vector<std::pair<ip_address, std::uint16_t>> outside;
    for (const auto text : canaries) outside.emplace_back(*read_address(text), std::uint16_t{443});
    for (const auto& q : sample(required, 24)) outside.emplace_back(q.sent.what.to, q.sent.what.port);
    for (const auto& [from, from_port] : outside)
        for (const auto& to : senders(w, hook::gateway, devices, from.family)) {
            // A device as the sender: what devices send to each other does not cross the router.
            if (from == to || contains(own_network(devices), from)) continue;
            for (const std::uint16_t port :
                {std::uint16_t{22}, std::uint16_t{443}, std::uint16_t{8883}, usual_source_port})
                for (const auto protocol : {protocol_number::tcp, protocol_number::udp})
                    add(from, to, protocol, port, from_port, tcp_flag::syn);
            add(from, to, protocol_number::tcp, usual_source_port, from_port, tcp_flag::syn | tcp_flag::ack);
            add(from, to, protocol_number::tcp, usual_source_port, from_port, tcp_flag::ack);
            const bool four = from.family == ip_family::v4;
            add(from, to, four ? protocol_number::icmp : protocol_number::icmpv6, four ? 8 : 128, 0, 0);
        }
    return out;
}

std::vector<question> required_of(const std::vector<question>& all) {
    std::vector<question> out;
    std::copy_if(
        all.begin(), all.end(), std::back_inserter(out), [](const question& q) { return q.want == wanted::pass; });
    return out;
}

std::vector<question> sample(const std::vector<question>& all, std::size_t most) {
    std::map<std::pair<ip_family, int>, std::vector<const question*>> kinds;
    for (const auto& q : all) kinds[{q.sent.what.to.family, q.sent.what.protocol}].push_back(&q);
    std::vector<question> out;
    for (std::size_t i = 0; out.size() < std::min(most, all.size()); ++i) {
        bool any = false;
        for (const auto& [kind, list] : kinds)
            if (i < list.size() && out.size() < most) {
                // From both ends and what is between: not only the first address.
                out.push_back(*list[(i * 7919) % list.size()]);
                any = true;
            }
        if (!any) break;
    }
    return out;
}

ip_set any_device() {
    return set_of(std::vector<ip_prefix>{{*read_address("198.19.0.0"), 24}, {*read_address("2001:2:0:ffff::"), 64}});
}

probe answer_to(const probe& p) {
    probe out = p;
    std::swap(out.what.to, out.what.from);
    std::swap(out.what.port, out.from_port);
    out.flags = tcp_flag::syn | tcp_flag::ack;
    return out;
}

} // namespace rules::proof
