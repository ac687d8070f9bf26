// SPDX-License-Identifier: MIT
//
// Connections that fail: dropped, reset, rejected by name of the box (facts/faults.md section B).
#include <algorithm>
#include <fmt/format.h>
#include <set>

#include "rules/diagnose/address.hpp"
#include "rules/diagnose/answer_reading.hpp"
#include "rules/diagnose/by_proxy.hpp"
#include "rules/diagnose/connect_reading.hpp"
#include "rules/diagnose/name_reading.hpp"
#include "rules/diagnose/place_controls.hpp"
#include "rules/diagnose/private_address.hpp"

namespace rules::diagnosis {

using netprobe::failure;

namespace {

// Connections that came about only after a SYN was repeated: packets are lost or rationed, and silence proves little.
bool lossy(const inquiry& in) {
    for (std::size_t i = 0; i < in.size(); ++i)
        for (const auto& c : attempts(in.path(i).seen))
            if (lost_a_syn(in.of, c)) return true;
    return false;
}

// The service has an address of a network that this device is in itself, such as a bridge of containers: packets to it
// never come to a router.
void blame_own_network(const inquiry& in, const netprobe::connect_observation& c, suspicion& s) {
    const auto network =
        std::ranges::find_if(in.of.run.networks, [&](const auto& n) { return n.starts_with(c.local_address + '/'); });
    if (c.local_address.empty() || network == in.of.run.networks.end() || !in.on_link(c.local_address, c.address))
        return;
    s.where = "device";
    s.evidence.push_back(fmt::format("{} is in {}, a network of this device itself", c.address, *network));
    s.advice = fmt::format("Give that network of this device another range: {} holds the service's address {} "
                           "(ip route get {}; docker: default-address-pools in daemon.json).",
        *network, c.address, c.address);
}

void diagnose_path(inquiry& in, std::size_t index) {
    const auto& connects = in.path(index).seen.connects;
    auto read = read_attempts(connects, in);
    if (!read) return;
    auto s = in.about(read->limit.empty() ? read->told.cause : read->limit, index);
    s.box = read->told.box;
    s.proved = read->limit.empty() && read->told.proved;
    s.where = read->told.where;
    s.evidence = std::move(read->evidence);
    for (const auto& address : read->addresses) {
        s.addresses.insert(address);
        s.keys.push_back("address:" + address);
    }
    const auto& to = in.path(index).seen.to;
    s.keys.push_back("host:" + to.host);
    s.keys.push_back(fmt::format("port:{}", to.port));
    if (!s.box.empty()) s.keys.push_back("box:" + s.box);
    if (s.cause == "tcp.drop" && s.proved && lossy(in)) {
        s.proved = false;
        s.control = "other connections needed several SYNs: loss or a limit of new connections would look the same";
    } else if (s.cause == "tcp.drop") {
        const auto& c = connects.front();
        if (in.answered_other_port(c.address, c.port))
            s.control = "another port of the same address answered";
        else if (in.answered_elsewhere(c.address))
            s.control = s.proved ? "another host answered in the same run"
                                 : "another host answered in the same run; one that is down would be as silent as this";
    }
    if (read->limit.empty() && !read->told.control.empty())
        s.control = s.control.empty() ? read->told.control : s.control + "; " + read->told.control;
    // Silence alone, with nothing that answers beside it, may as well be a host that is not there; and what listens
    // at an endpoint of the user's own is not known.
    if (s.cause == "tcp.drop" && read->told.placed) // nothing speaks for this device itself, and hops do for there
        s.advice = "Allow outgoing {openings} in the firewall at {box}: the attempts are dropped there silently, or "
                   "right behind it.";
    if (s.cause == "tcp.reset" && read->told.placed)
        s.advice =
            fmt::format("Allow outgoing {{openings}} in the firewall at {}; where it leads them to a proxy of its "
                        "own, look whether that one runs.",
                s.box.empty() ? "the first hop" : "{box}");
    const auto& first = connects.front();
    const bool only_silence = !read->told.placed && !in.answered_other_port(first.address, first.port);
    if (s.where == "local_network")
        s.advice =
            "Check that {address} is switched on and has that address: nobody on the local network answers for it.";
    if (s.cause == "host.local_firewall" && !s.proved)
        s.advice = fmt::format("Look at this device's own rules first (nft list ruleset, iptables -S OUTPUT): let "
                               "{{openings}} out. Where they hold nothing of it, {} answers in the place of the "
                               "service: look for a redirect there.",
            first_hop(in.of, first));
    if (s.cause == "host.link_down" && public_service(to)) blame_own_network(in, first, s);
    const bool own_service = s.cause == "tcp.reset" && s.where.empty() && !public_service(to);
    if (own_service || (s.cause == "tcp.drop" && only_silence)) s.where = "unknown";
    in.suspect(std::move(s));
}

} // namespace

void diagnose_tcp(inquiry& in) {
    for (std::size_t i = 0; i < in.size(); ++i)
        if (in.open(i) && !in.path(i).seen.connects.empty() && !connection(in.path(i).seen)) diagnose_path(in, i);
}

namespace {

struct side {
    std::vector<const netprobe::connect_observation*> alive, dead;
};

// A control was let in there later; one that may go one hop only is let in by whoever stands that near.
bool answered_later(const inquiry& in, const netprobe::connect_observation& c) {
    return std::ranges::any_of(in.of.controls, [&](const auto& control) {
        return control.seen.to.as.ttl != 1 && std::ranges::any_of(attempts(control.seen), [&](const auto& other) {
            return other.ok() && other.address == c.address && other.port == c.port;
        });
    });
}

// A family that this device does not have is no dead address, nor is a limit of its own.
bool tells_of_the_way(std::string_view cause) {
    return !cause.starts_with("host.") || cause == "host.local_firewall" || cause == "host.link_down";
}

void add(side& to, const netprobe::connect_observation& c, const inquiry& in) {
    if (c.ok())
        to.alive.push_back(&c);
    else if (const auto r = read_connect(c, in);
             !r.cause.empty() && tells_of_the_way(r.cause) && !in.answered(c.address, c.port) && !answered_later(in, c))
        to.dead.push_back(&c);
}

void diagnose_dead(inquiry& in, std::size_t index, std::string_view cause, const side& seen,
    const std::vector<const netprobe::connect_observation*>& alive) {
    std::vector<reading> readings;
    for (const auto* c : seen.dead) readings.push_back(read_connect(*c, in));
    const bool own_rule = std::ranges::all_of(readings, [](const auto& r) { return r.cause == "host.local_firewall"; });
    const bool led_away =
        std::ranges::all_of(seen.dead, [&](const auto* c) { return dead_private_address(in, index, *c); });
    auto s = in.about(own_rule ? "host.local_firewall" : led_away ? "dns.sinkhole" : cause, index);
    // The path went on over another address: nothing is broken by this one.
    s.breaks.clear();
    s.touches = {index};
    bool silent = false;
    for (const auto* c : seen.dead) {
        s.addresses.insert(c->address);
        s.keys.push_back("address:" + c->address);
        silent = silent || c->failed == failure::timed_out;
    }
    for (const auto& r : readings) s.evidence.push_back(r.evidence);
    const auto* other = alive.front();
    s.evidence.push_back(fmt::format("{}:{} answered", other->address, other->port));
    // Who takes connections and resets them is there; the other address may have been about to do the same.
    const bool taken =
        std::ranges::any_of(readings, [](const auto& r) { return r.cause == "tcp.closed_after_connect"; });
    s.proved = !taken && (!silent || !lossy(in));
    s.control = s.proved ? "another address of the same name answered"
                : taken  ? "it took the connection, and reset it at once: the other address may do so a moment later"
                         : "other connections needed several SYNs: loss or a limit would look the same";
    // Programs wait for a silent address; a refusal costs them nothing.
    s.severity = (silent && s.proved) || led_away ? severity::warning : severity::note; // containers have IPv4 alone
    const auto* first = seen.dead.front();
    if (in.answered_other_port(first->address, first->port) && !led_away)
        s.advice = "Allow TCP {port} to {address} as well, in every family: other ports of that address answer.";
    if (cause == "net.ipv6_broken") s.keys = {"ipv6"};
    if (led_away) { // who gave it may be right for the site: likely
        s.proved = false;
        s.control = why_dead(in, index, seen.dead.front()->address);
        for (const auto& a : in.name_of(index).answers)
            if (!addresses_of(a).empty() && seen.dead.front()->address == addresses_of(a).front())
                fill_from_answers(s, {&a});
    }
    if (own_rule) {
        s.proved = std::ranges::all_of(readings, [](const auto& r) { return r.proved; });
        s.control = readings.front().control;
        s.keys = {"device"};
    }
    in.suspect(std::move(s));
}

} // namespace

void diagnose_addresses(inquiry& in) {
    // Connections that failed only because we were so many at once say nothing of their addresses.
    std::set<failure> of_our_burst;
    for (const auto& p : in.of.paths)
        if (in.passes_alone(p)) {
            of_our_burst.insert(p.seen.failed);
            for (const auto& c : p.seen.connects) of_our_burst.insert(c.failed);
        }
    bool ipv6_works = false;
    for (const auto& p : in.of.paths)
        for (const auto& c : p.seen.connects) ipv6_works = ipv6_works || (c.ok() && is_ipv6(c.address));
    for (std::size_t i = 0; i < in.size(); ++i) {
        const auto& seen = in.path(i).seen;
        if (!connection(seen)) continue;
        const auto& system = in.name_of(i).system;
        const auto by_hosts_file = [&](const auto& address) {
            return system &&
                   std::find(system->hosts_file.begin(), system->hosts_file.end(), address) != system->hosts_file.end();
        };
        // DNS led programs to this one alone: that is told already.
        const auto misled_to = [&](const auto& address) {
            return std::ranges::any_of(in.found, [&](const auto& s) {
                return s.cause.starts_with("dns.") && s.addresses.contains(address) &&
                       std::ranges::find(s.breaks, i) != s.breaks.end();
            });
        };
        side v4, v6;
        for (const auto& c : seen.connects)
            if (!by_hosts_file(c.address) && !misled_to(c.address) &&
                !of_our_burst.contains(c.failed)) // that is the hosts file's fault
                add(is_ipv6(c.address) ? v6 : v4, c, in);
        const bool no_ipv6 = !ipv6_works && v6.alive.empty() && !v6.dead.empty() && !v4.alive.empty();
        if (no_ipv6) diagnose_dead(in, i, "net.ipv6_broken", v6, v4.alive);
        if (!no_ipv6 && !v6.dead.empty())
            diagnose_dead(in, i, "tcp.one_of_two_dead", v6, v6.alive.empty() ? v4.alive : v6.alive);
        if (!v4.dead.empty()) diagnose_dead(in, i, "tcp.one_of_two_dead", v4, v4.alive.empty() ? v6.alive : v4.alive);
    }
}

} // namespace rules::diagnosis
