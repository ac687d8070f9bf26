// SPDX-License-Identifier: MIT
#include "rules/diagnose/connect_reading.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "rules/diagnose/address.hpp"
#include "rules/diagnose/by_proxy.hpp"
#include "rules/diagnose/place_controls.hpp"

namespace rules::diagnosis {

using netprobe::failure;

namespace {

// A routing table answers at once; a router limits its messages and takes a round trip. Generous: our own loop may lag.
constexpr double local_ms = 250;

std::string place(const netprobe::connect_observation& c) {
    return is_ipv6(c.address) ? fmt::format("[{}]:{}", c.address, c.port) : fmt::format("{}:{}", c.address, c.port);
}

// Every repeated SYN that got no answer, of the whole run, is one that this device refused to send.
bool all_refused_here(const inquiry& in) {
    std::uint64_t repeats = 0;
    for (const auto* list : {&in.of.paths, &in.of.controls})
        for (const auto& p : *list)
            for (const auto& c : attempts(p.seen)) {
                if (list == &in.of.controls && !p.seen.to.service.starts_with("control_large_hello"))
                    continue; // asked later, when it is counted no more
                if (c.failed == failure::timed_out && c.kernel.icmp.empty() && c.kernel.tcp)
                    repeats += c.kernel.tcp->total_retrans;
            }
    return repeats > 0 && in.of.run.local_drops.value_or(0) >= repeats;
}

// Where a SYN without an answer was lost: the device itself, its first hop, or further out (facts/faults.md M3, B08,
// B09).
void place_silence(reading& told, const netprobe::connect_observation& c, const inquiry& in) {
    const auto trace = trace_of(in.of, c.address, c.port);
    const auto gateway = first_hop(in.of, c);
    const auto drops = in.of.run.local_drops.value_or(0);
    if (trace.heard == 0 && drops > 0 && (all_refused_here(in) || (trace.asked && !gateway.empty()))) {
        told.cause = "host.local_firewall";
        told.proved = false; // the counter is of all programs, and tells no port from another
        told.control = fmt::format("this device itself refused to send {} segments again during the run", drops);
        if (trace.asked && !gateway.empty())
            told.control +=
                fmt::format("; of a SYN that may go one hop nothing is heard, while {} reports others", gateway);
        return;
    }
    if (trace.heard > 0) {
        const auto said = fmt::format(
            "a SYN that may go {} hop{} is reported by {}", trace.heard, trace.heard == 1 ? "" : "s", trace.box);
        const auto further = trace.beyond ? heard_further(in, c.address, c.port, trace) : std::nullopt;
        if (further) {
            told.box = trace.box;
            told.placed = true;
            told.control =
                fmt::format("{}, one that may go further is not, while one to {}:{} is reported by {}, {} hops "
                            "away: it is lost at {} or between the two",
                    said, further->address, further->port, further->router, further->hops, trace.box);
        } else {
            told.control = said +
                           ", and of what may go further nothing is heard: it, or the answer, is lost there or further "
                           "out";
        }
    } else if (trace.asked && !gateway.empty()) {
        told.box = gateway;
        told.placed = true;
        told.control = fmt::format(
            "not even a SYN that may go one hop is heard of, while {} reports others: it is lost there, or before it",
            gateway);
    }
}

// A router rations its messages: where one of them has come for this place, or for another port of an address of which
// no port answers, silence beside it is the same rejection.
const netprobe::connect_observation* rejected_beside(const netprobe::connect_observation& c, const inquiry& in) {
    const auto rejected = [](const auto& e) {
        const auto what = rejection_of(e);
        return what == rejection::unreachable || what == rejection::prohibited;
    };
    for (const auto* list : {&in.of.paths, &in.of.controls})
        for (const auto& p : *list)
            for (const auto& other : attempts(p.seen))
                if (&other != &c && other.address == c.address &&
                    (other.port == c.port || !in.answered_other_port(c.address, c.port)) &&
                    std::ranges::any_of(other.kernel.icmp, rejected))
                    return &other;
    return nullptr;
}

// Of what was sent from the same address of ours nothing was answered, and of some of it this device itself says that
// no neighbour takes it: a network of its own that has the address, too (a bridge of containers). Its word comes late,
// or for the first that ask alone.
const netprobe::connect_observation* neighbour_missing(const netprobe::connect_observation& c, const inquiry& in) {
    const netprobe::connect_observation* missing = nullptr;
    if (c.local_address.empty() || !in.on_link(c.local_address, c.address)) return missing;
    for (const auto* list : {&in.of.paths, &in.of.controls})
        for (const auto& p : *list)
            for (const auto& other : attempts(p.seen)) {
                if (other.local_address != c.local_address) continue;
                if (other.ok() || other.failed == failure::refused) return nullptr;
                if (std::ranges::any_of(other.kernel.icmp, [&](const auto& e) {
                        return is_neighbour_failure(e) && !e.offender.empty() && in.is_own(e.offender);
                    }))
                    missing = &other;
            }
    return missing;
}

reading read_silence(const netprobe::connect_observation& c, const inquiry& in) {
    std::string evidence;
    if (const auto& tcp = c.kernel.tcp; tcp && tcp->total_retrans > 0)
        evidence = fmt::format("{}: {} SYNs to {} in {}, none answered", c.port, tcp->total_retrans + 1, c.address,
            duration(c.elapsed_ms));
    else
        evidence = fmt::format("{}: no answer from {} in {}", c.port, c.address, duration(c.elapsed_ms));
    if (const auto* other = rejected_beside(c, in))
        if (auto told = read_icmp(other->kernel.icmp, place(*other), other->elapsed_ms, in); !told.cause.empty()) {
            if (other->port == c.port) return told;
            told.proved = false;
            told.evidence = fmt::format("{}; {}", evidence, told.evidence);
            if (!told.cause.starts_with("host."))
                told.control =
                    fmt::format("of port {} itself no message came: boxes ration them, or it is dropped", c.port);
            return told;
        }
    const bool retried = c.kernel.tcp && c.kernel.tcp->total_retrans > 0;
    // The kernel's own word that it could not send comes late, or not at all where the asking for the gateway began
    // anew.
    if (const auto gateway = silent_gateway(in.of);
        !gateway.empty() && !is_ipv6(c.address) && !in.answered_elsewhere(c.address) && !is_private(c.address))
        return {"host.link_down", gateway, retried,
            fmt::format(
                "{}; nobody on the local network answers for {}, this device's default gateway", evidence, gateway)};
    if (const auto* other = neighbour_missing(c, in))
        return {"host.link_down", "", false,
            fmt::format("{}; sent from {}, as what goes to {}, for which nobody answers there", evidence,
                c.local_address, place(*other))};
    reading told{"tcp.drop", "", retried && in.answered_other_port(c.address, c.port), std::move(evidence)};
    place_silence(told, c, in);
    // A whole address that is silent may be a host that is not there, unless packets to it end nearer than others do.
    if (told.cause == "tcp.drop" && told.placed && retried && in.answered_elsewhere(c.address)) told.proved = true;
    return told;
}

// Of an address of which no control tells this device from a box near it: one that the same port was refused at, and of
// which another port does, or what the interfaces counted.
std::string looked_into(const netprobe::connect_observation& c, const inquiry& in) {
    const auto own = trace_of(in.of, c.address, c.port);
    if (own.asked && (own.answered != 1 || !nearer_answer(in, c.address, c.port).empty())) return c.address;
    for (const auto& control : in.of.controls) {
        const auto& to = control.seen.to;
        if (to.as.ttl != 1 || to.port != c.port || is_ipv6(to.as.address) != is_ipv6(c.address)) continue;
        if (control.seen.failed == failure::refused &&
            (!nearer_answer(in, to.as.address, to.port).empty() ||
                who_resets(in.of, to.as.address, to.port).who != resetter::unknown))
            return to.as.address;
    }
    return c.address;
}

// One hop away a SYN is refused already, and the address is further: this device, the first hop, or a box between them.
bool refused_nearer(const netprobe::connect_observation& c, const inquiry& in) {
    const auto there = looked_into(c, in);
    return trace_of(in.of, there, c.port).answered == 1 && !nearer_answer(in, there, c.port).empty() &&
           !first_hop(in.of, c).empty();
}

// One hop away a SYN is refused already, and nothing of the address tells whether it is further.
bool refused_at_one_hop(const netprobe::connect_observation& c, const inquiry& in) {
    return trace_of(in.of, looked_into(c, in), c.port).answered == 1 && !is_private(c.address) &&
           !in.takes_connections(c.address);
}

// What the counts of this device's interfaces say of a refusal within one hop.
void place_refusal(reading& told, const netprobe::connect_observation& c, const inquiry& in) {
    auto counts = who_resets(in.of, c.address, c.port);
    const bool counted = counts.who != resetter::unknown; // else by what was counted at another address of the port
    if (!counted) counts = who_resets(in.of, looked_into(c, in), c.port);
    const bool own_address = c.address == c.local_address || in.is_own(c.address); // no rule: nothing listens there
    if (counts.who == resetter::device && !own_address) {
        told.cause = "host.local_firewall";
        told.where = {};
        told.proved = counted;
        told.control = counts.why;
    } else if (counts.who == resetter::elsewhere && !in.on_link(c.local_address, c.address)) {
        const auto hop = first_hop(in.of, c);
        told.cause = "tcp.reset";
        told.where = "firewall";
        told.proved = counted;
        told.placed = true;
        told.box = hop;
        told.control = fmt::format("a SYN that may go one hop is refused as well, and {}: {}, or a box right before "
                                   "it, refuses them",
            counts.why, hop.empty() ? "the first hop" : hop);
    }
}

// A reset comes from the host itself, or from a box nearer than it (facts/faults.md M4, B01).
reading refused(const netprobe::connect_observation& c, const inquiry& in) {
    reading told{"tcp.reset", "", false,
        fmt::format("{}: refused by a reset after {}, no ICMP message", place(c), duration(c.elapsed_ms))};
    const auto d = distance_of(in.of, c.address, c.port);
    const auto own = trace_of(in.of, c.address, c.port);
    // From one link away, where a router reports that the address is further: that one. A router that translates
    // addresses speaks in the name of the address itself, and names nobody.
    const bool next_to_us = d.here && hops_gone(*d.here) == 0 && own.heard == 1 && own.box != c.address;
    if (refused_nearer(c, in)) {
        // Of a packet with one hop to go a router reports the end; it does not come to its rules, and not to a host
        // behind.
        told.cause = "host.local_firewall";
        told.proved = false;
        told.control =
            fmt::format("a SYN that may go one hop is refused as well, while {} reports others: the refusal comes from "
                        "this device, or from {} itself",
                first_hop(in.of, c), first_hop(in.of, c));
        place_refusal(told, c, in);
    } else if (d.nearer()) {
        told.proved = true;
        told.control = fmt::format(
            "the reset arrives with {} hops left, answers from another port of {} with {}: a box between sent it",
            *d.here, c.address, *d.there);
        told.where = "firewall";
        if (next_to_us) told.box = own.box;
    } else if (next_to_us && !d.there) {
        told.proved = true;
        told.control = fmt::format("the reset arrives with all its {} hops left, from one link away, where {} reports "
                                   "that {} is further: a box between sent it",
            *d.here, own.box, c.address);
        told.where = "firewall";
        told.box = own.box;
    } else if (refused_at_one_hop(c, in)) {
        // Nothing of the address is further away, that would tell this device's rules from a box's beside it.
        told.where = "unknown";
        told.control = "a SYN that may go one hop is refused as well: the refusal comes from this device's own "
                       "firewall, or from the first box on the way";
        place_refusal(told, c, in);
    } else if (d.here && d.there) {
        told.control = fmt::format("the reset comes from {} answers from another port of {}: of the host, or of a box "
                                   "right before it",
            d.same() ? "as far away as" : "further away than", c.address);
        told.where = "unknown";
    }
    return told;
}

// The more a reading tells, the lower: who rejected it and why before a bare refusal before silence.
int rank(const reading& r) noexcept {
    if (r.cause == "tcp.admin_prohibited") return 0;
    if (r.cause == "tcp.icmp_unreachable") return r.box.empty() ? 3 : 1;
    if (r.cause == "tcp.reset") return 2;
    return r.cause == "tcp.drop" ? 4 : 5;
}

// The same address and port took other connections of ours in the same run: nobody closed it, somebody counts.
std::string_view limited(const inquiry& in, const netprobe::connect_observation& c) {
    if (!in.answered(c.address, c.port)) return "";
    if (c.failed == failure::timed_out) return "net.rate_limit";
    const bool reset = c.failed == failure::refused && c.kernel.icmp.empty();
    return reset || rejected_by_rule(c) ? "net.connection_limit" : "";
}

} // namespace

reading read_connect(const netprobe::connect_observation& c, const inquiry& in) {
    const auto where = place(c);
    switch (c.failed) {
    case failure::none:
    case failure::not_tried:
    case failure::interrupted: return {};
    case failure::no_local_port:
        return {"host.port_exhaustion", "", true,
            fmt::format("{}: this device had no local port left ({})", where, c.code)};
    case failure::no_descriptor:
        return {"host.resource_limit", "", true,
            fmt::format("{}: this device could not open a socket ({})", where, c.code)};
    default: break;
    }
    if (auto told = read_icmp(c.kernel.icmp, where, c.elapsed_ms, in); !told.cause.empty()) return told;
    const bool at_once = c.elapsed_ms < local_ms;
    switch (c.failed) {
    case failure::not_permitted:
        return {"host.local_firewall", "", true,
            fmt::format("{}: this device itself refused to send ({}), no message came from outside", where, c.code)};
    case failure::net_unreachable:
    case failure::host_unreachable:
        if (at_once)
            return {"host.no_route", "", true,
                fmt::format("{}: {} after {}, and no message came from outside: this device has no route", where,
                    c.code, duration(c.elapsed_ms))};
        return {
            "tcp.icmp_unreachable", "", false, fmt::format("{}: {} after {}", where, c.code, duration(c.elapsed_ms))};
    case failure::refused: return refused(c, in);
    case failure::reset:
    case failure::closed:
        // A refused SYN is ECONNREFUSED: this one was accepted first (facts/faults.md B14).
        return {"tcp.closed_after_connect", "", false,
            fmt::format("{}: accepted, and reset at once, after {}", where, duration(c.elapsed_ms))};
    case failure::timed_out: return read_silence(c, in);
    default:
        return {"tcp.icmp_unreachable", "", false,
            fmt::format("{}: {} ({})", where, netprobe::to_string(c.failed), c.code)};
    }
}

bool refused_within_one_hop(const netprobe::connect_observation& c, const inquiry& in) {
    const bool reset = c.failed == failure::refused && c.kernel.icmp.empty();
    return reset && (refused_nearer(c, in) || refused_at_one_hop(c, in));
}

bool has_ipv6(const inquiry& in) {
    for (const auto& p : in.of.paths)
        for (const auto& c : attempts(p.seen))
            if (c.ok() && is_ipv6(c.address) && !is_loopback(c.address)) return true;
    for (const auto& name : in.of.run.names)
        for (const auto& a : name.answers)
            if (a.rcode && is_ipv6(plain_address(a.resolver)) && !is_loopback(plain_address(a.resolver))) return true;
    return false;
}

bool ipv4_decides(const std::vector<netprobe::connect_observation>& connects, const inquiry& in) {
    const auto tried = [](const auto& c) { return c.failed != failure::not_tried && c.failed != failure::interrupted; };
    const auto routed = [&](const auto& c) { return tried(c) && read_connect(c, in).cause != "host.no_route"; };
    const auto tried4 = [&](const auto& c) { return !is_ipv6(c.address) && tried(c); };
    const auto routed4 = [&](const auto& c) { return !is_ipv6(c.address) && routed(c); };
    const auto routed6 = [&](const auto& c) { return is_ipv6(c.address) && routed(c); };
    if (std::ranges::none_of(connects, tried4)) return false;
    return std::ranges::any_of(connects, routed4) || std::ranges::none_of(connects, routed6) || !has_ipv6(in);
}

std::optional<joint_reading> read_attempts(
    const std::vector<netprobe::connect_observation>& connects, const inquiry& in) {
    const bool only4 = ipv4_decides(connects, in), no_route4 = !only4 && has_ipv6(in);
    joint_reading all;
    std::vector<reading> readings;
    for (const auto& c : connects) {
        if (only4 && is_ipv6(c.address)) continue;
        auto r = read_connect(c, in);
        if (no_route4 && r.cause == "host.no_route") continue; // of the family that this device does not have
        all.addresses.push_back(c.address);
        if (r.cause.empty()) continue;
        if (const auto l = limited(in, c); !l.empty()) all.limit = l;
        all.evidence.push_back(r.evidence);
        readings.push_back(std::move(r));
    }
    if (readings.empty()) return std::nullopt;
    all.told = *std::min_element(
        readings.begin(), readings.end(), [](const auto& a, const auto& b) { return rank(a) < rank(b); });
    // An address rejected otherwise than the one that decides takes nothing away; one that decides must be proved.
    all.told.proved = std::all_of(
        readings.begin(), readings.end(), [&](const auto& r) { return r.cause != all.told.cause || r.proved; });
    return all;
}

} // namespace rules::diagnosis
