// SPDX-License-Identifier: MIT
#include "rules/diagnose/icmp_reading.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "rules/diagnose/address.hpp"
#include "rules/diagnose/by_proxy.hpp"
#include "rules/diagnose/place_controls.hpp"

namespace rules::diagnosis {
namespace {

// Resolution of a neighbour takes three probes of a second each; a rule answers at once. Attempts
// that wait for the same neighbour share what is left of the three seconds.
constexpr double neighbour_ms = 500;

// Another than this device has sent a message of its own to this address of ours: the next hop from there is alive.
bool router_heard(const inquiry& in, std::string_view own_address) {
    for (const auto* list : {&in.of.paths, &in.of.controls})
        for (const auto& p : *list)
            for (const auto& c : attempts(p.seen))
                if (c.local_address == own_address && std::ranges::any_of(c.kernel.icmp, [&](const auto& e) {
                        return !e.offender.empty() && !in.is_own(e.offender);
                    }))
                    return true;
    return false;
}

reading own_rejection(const netprobe::icmp_error& e, std::string_view where, double silence_ms, const inquiry& in) {
    if (is_neighbour_failure(e)) {
        // Where others were reached the gateway is alive: it is this one neighbour that is missing.
        const auto address = plain_address(where);
        const bool elsewhere = in.answered_elsewhere(address) || router_heard(in, e.offender);
        if (elsewhere && (is_private(address) || in.on_link(plain_address(e.offender), address)))
            return {"tcp.icmp_unreachable", "", silence_ms >= neighbour_ms && is_private(address),
                fmt::format(
                    "{}: nobody on the local network answers for that address ({}, reported by this device itself)",
                    where, duration(silence_ms)),
                {}, "local_network"};
        // Who says so is this device; who is silent is the next hop, which the message does not name.
        if (elsewhere)
            return {"host.link_down", "", silence_ms >= neighbour_ms,
                fmt::format("{}: this device itself ({}) reported host unreachable after {}, and others are reached: "
                            "its route to that address names a next hop that does not answer",
                    where, e.offender, duration(silence_ms))};
        return {"host.link_down", is_ipv6(address) ? std::string() : silent_gateway(in.of), silence_ms >= neighbour_ms,
            fmt::format("{}: this device itself ({}) reported host unreachable after {}: the next hop does not answer",
                where, e.offender, duration(silence_ms))};
    }
    return {"host.local_firewall", e.offender, true,
        fmt::format("{}: rejected by ICMP {} from {}, which is this device itself", where, icmp_words(e), e.offender)};
}

} // namespace

bool is_neighbour_failure(const netprobe::icmp_error& e) noexcept {
    return e.version == 6 ? e.type == 1 && e.code == 3 : e.type == 3 && e.code == 1;
}

rejection rejection_of(const netprobe::icmp_error& e) noexcept {
    if (e.version == 6) {
        if (e.type == 3) return rejection::looped;
        if (e.type != 1) return rejection::none;
        return e.code == 1 || e.code == 5 || e.code == 6 ? rejection::prohibited : rejection::unreachable;
    }
    if (e.type == 11) return rejection::looped;
    if (e.type != 3 || e.code == 4) return rejection::none;
    return e.code == 9 || e.code == 10 || e.code == 13 ? rejection::prohibited : rejection::unreachable;
}

bool rejected_by_rule(const netprobe::connect_observation& c) noexcept {
    return !c.ok() && std::ranges::any_of(c.kernel.icmp, [](const auto& e) {
        const bool closed = e.version == 6 ? e.type == 1 && e.code == 4 : e.type == 3 && e.code == 3;
        return closed || rejection_of(e) == rejection::prohibited;
    });
}

std::string_view icmp_words(const netprobe::icmp_error& e) noexcept {
    if (e.version == 6) {
        if (e.type == 3) return "time exceeded";
        switch (e.code) {
        case 0: return "no route";
        case 1: return "administratively prohibited";
        case 2: return "beyond scope of source address";
        case 3: return "address unreachable";
        case 4: return "port unreachable";
        case 5: return "source policy failed";
        case 6: return "reject route";
        default: return "unreachable";
        }
    }
    if (e.type == 11) return "time exceeded";
    switch (e.code) {
    case 0: return "network unreachable";
    case 1: return "host unreachable";
    case 2: return "protocol unreachable";
    case 3: return "port unreachable";
    case 9: return "network administratively prohibited";
    case 10: return "host administratively prohibited";
    case 13: return "administratively prohibited";
    default: return "unreachable";
    }
}

reading read_icmp(
    const std::vector<netprobe::icmp_error>& icmp, std::string_view where, double silence_ms, const inquiry& in) {
    for (const auto& e : icmp) {
        const auto what = rejection_of(e);
        if (what == rejection::none) continue;
        if (what != rejection::looped && !e.offender.empty() && in.is_own(e.offender))
            return own_rejection(e, where, silence_ms, in);
        const auto box = e.offender.empty() ? std::string("an unnamed box") : e.offender;
        if (e.version == 6 && e.type == 1 && e.code == 2) // RFC 4443 §3.1: the sender's address is link-local
            return {"host.no_route", "", true,
                fmt::format("{}: {} reports that this device's own address does not reach that far: it has no IPv6 "
                            "address but a link-local one",
                    where, box)};
        if (what == rejection::looped)
            return {"tcp.icmp_unreachable", e.offender, true,
                fmt::format("{}: {} reported time exceeded: packets circle there, its route is a loop", where, box)};
        reading told{what == rejection::prohibited ? "tcp.admin_prohibited" : "tcp.icmp_unreachable", e.offender, true,
            fmt::format("{}: {} answered ICMP {} (type {} code {}) after {}", where, box, icmp_words(e), e.type, e.code,
                duration(silence_ms))};
        // The host there itself, or who translates its address and speaks in its name.
        if (!e.offender.empty() && e.offender == plain_address(where)) told.where = "unknown";
        return told;
    }
    return {};
}

} // namespace rules::diagnosis
