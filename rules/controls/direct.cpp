// SPDX-License-Identifier: MIT
//
// Controls of what goes directly: which of the measurements of facts/faults.md §1 would separate what is still
// possible.
#include <algorithm>
#include <fmt/format.h>

#include "rules/controls/measurements.hpp"
#include "rules/diagnose/by_proxy.hpp"
#include "rules/diagnose/slow_port.hpp"

namespace rules {
namespace {

using namespace direct;
using netprobe::failure;
using netprobe::variation;

constexpr int furthest_hop = 6; // a site's own boxes are nearer
constexpr std::size_t most_silent = 3, most_refused = 4, most_stalled = 3, most_unheard = 3, most_late = 3;
constexpr int small_segment = 536;

/// As long as the host's own, so that the hello is as large. Of RFC 6761 §6.5: no filter is about it.
std::string foreign_name(const std::string& host) {
    const std::string_view end = ".example.com";
    const auto room = host.size() > end.size() + 1 ? std::min<std::size_t>(host.size() - end.size(), 60) : 3;
    return std::string(room, 'w').append(end);
}

void ask_ttl(direct_list& to, const place& at, int hops) {
    variation as;
    as.ttl = hops;
    to.add(fmt::format("control_ttl_{}", hops), at, "tcp",
        hops == 1 ? "a SYN that may go one hop" : fmt::format("a SYN that may go {} hops", hops), as);
}

void ask_distance(direct_list& to, const place& at) {
    variation as;
    as.answer_ttl = true;
    to.add("control_answer_ttl", at, "tcp", "how far away the one is who answers", as);
}

/// Who drops a SYN, and whether it left the device at all.
void ask_about_silence(direct_list& to, const measurements& seen) {
    const auto silent =
        seen.places([&](const auto& a) { return is_silence(*a.seen) && !seen.accepted(a.at); }, most_silent);
    if (silent.empty()) return;
    for (const auto& at : silent)
        for (int hops = 1; hops <= furthest_hop; ++hops) ask_ttl(to, at, hops);
    // What is heard of the way to a place that answers tells whether it would have been heard of here. One such place:
    // a router sends six such messages at once to one host, and then one a second.
    const auto* beside = seen.other_port(silent.front());
    const auto accepted = seen.places([&](const auto& a) { return a.seen->ok(); }, 1);
    if (beside || !accepted.empty())
        for (int hops = 1; hops <= furthest_hop; ++hops) ask_ttl(to, beside ? *beside : accepted.front(), hops);
    variation one_hop;
    one_hop.ttl = 1;
    to.add("control_first_hop", {silent.front().host, silent.front().address, 123}, "ntp", "UDP that may go one hop",
        one_hop);
}

/// Whether the host itself refuses, or somebody nearer.
void ask_about_refusals(direct_list& to, const measurements& seen) {
    const auto refused = seen.places(
        [&](const auto& a) {
            return (a.seen->failed == failure::refused || a.seen->failed == failure::reset) &&
                   a.seen->kernel.icmp.empty() && !diagnosis::is_loopback(a.at.address) && !seen.accepted(a.at);
        },
        most_refused);
    for (const auto& at : refused) {
        ask_distance(to, at);
        ask_ttl(to, at, 1);
        if (const auto* other = seen.other_port(at)) ask_distance(to, *other), ask_ttl(to, *other, 1);
    }
}

/// Another host of the run that got a certificate: at this port, or where none did, at any. A list of allowed names is
/// one for all the ports that it is about.
std::string name_that_passes(const report& of, const place& at) {
    std::string elsewhere;
    for (const auto& p : of.paths) {
        const auto& seen = p.seen;
        if (diagnosis::by_proxy(seen) || seen.to.host == at.host || !seen.tls || !seen.tls->ok()) continue;
        if (seen.to.port == at.port) return seen.to.host;
        if (elsewhere.empty()) elsewhere = seen.to.host;
    }
    return elsewhere;
}

/// The connection stands, and the handshake gets no certificate.
void ask_about_handshake(direct_list& to, const report& of, const path_result& p, const measurements& seen) {
    const auto& tls = *p.seen.tls;
    const auto& c = *diagnosis::connection(p.seen);
    const place at{p.seen.to.host, c.address, c.port};
    const auto form = [](std::string hello) {
        variation as;
        as.hello = std::move(hello);
        return as;
    };
    for (const auto* service : {"control_foreign_name", "control_foreign_name_2"})
        if (auto* added = to.add(service, at, "tls", "another server name at the same address and port"))
            added->server_name = foreign_name(at.host);
    if (const auto known = name_that_passes(of, at); !known.empty())
        if (auto* added =
                to.add("control_known_name", at, "tls", "a name that passes elsewhere, at the same address and port"))
            added->server_name = known;
    to.add("control_no_name", at, "tls", "no server name at the same address and port", form("no_name"));
    to.add("control_small_hello", at, "tls", "a smaller hello, TLS 1.2 only", form("small"));
    to.add("control_tls12", at, "tls", "a hello no smaller, TLS 1.2 only", form("tls12"));
    // Several, because one of two ways, or of two servers, may be taken each time.
    to.add("control_again", at, "tls", "the same handshake again");
    for (int i = 2; i <= 5; ++i) to.add(fmt::format("control_again_{}", i), at, "tls", "the same handshake again");
    if (tls.failed == failure::timed_out) {
        variation small;
        small.max_segment = small_segment;
        to.add("control_small_segments", at, "tls", "the same handshake in small segments", small);
    }
    for (const auto& other : of.paths) {
        const auto* there = diagnosis::connection(other.seen);
        if (!there || there->port != at.port || there->address == at.address || !other.seen.tls ||
            !other.seen.tls->ok())
            continue;
        if (auto* added = to.add("control_name_elsewhere", {at.host, there->address, at.port}, "tls",
                "the same server name at another address"))
            added->server_name = at.host;
        break;
    }
    ask_distance(to, at);
    ask_ttl(to, at, 1);
    if (const auto* other = seen.other_port(at)) ask_distance(to, *other), ask_ttl(to, *other, 1);
    if (!diagnosis::is_loopback(at.address))
        to.add("control_nowhere", {std::string(nowhere_address), std::string(nowhere_address), at.port}, "tcp",
            "the same port where nobody is");
}

/// A certificate for another name, or of nobody known, where another resolver gives another address: is it the address?
void ask_about_address(direct_list& to, const path_result& p) {
    const auto& seen = p.seen;
    if (!seen.tls || !seen.tls->ok() || !diagnosis::untrusted(seen)) return;
    const auto& used = *diagnosis::connection(seen);
    for (const auto& c : seen.connects)
        if (c.ok() && c.address != used.address && diagnosis::is_ipv6(c.address) == diagnosis::is_ipv6(used.address)) {
            to.at_another_address(p, c.address);
            return;
        }
}

bool application_cut(const path_result& p) {
    const auto& seen = p.seen;
    if (!seen.tls || !seen.tls->ok() || diagnosis::untrusted(seen)) return false;
    const auto cut = [](failure f) { return f == failure::timed_out || f == failure::reset || f == failure::closed; };
    return cut(seen.failed) && !(seen.hold && !seen.hold->ok());
}

void ask_about_application(direct_list& to, const path_result& p, bool in_small_segments) {
    const auto& c = *diagnosis::connection(p.seen);
    const place at{p.seen.to.host, c.address, c.port};
    const auto complete = [&](netprobe::target* added) { // before the next is added: the list may move
        if (!added) return;
        added->resource = p.seen.to.resource;
        added->server_name = p.seen.to.server_name;
        added->service_roots = p.seen.to.service_roots;
    };
    complete(to.add("control_path_again", at, p.seen.to.protocol, "the whole path again"));
    if (!in_small_segments) return;
    variation small;
    small.max_segment = small_segment;
    complete(to.add("control_path_small_segments", at, p.seen.to.protocol, "the whole path in small segments", small));
}

/// A portal that holds everybody up lets port 80 pass, to itself.
void ask_about_portal(direct_list& to, const report& of, const measurements& seen) {
    bool any = false;
    for (const auto& p : of.paths) {
        if (diagnosis::by_proxy(p.seen)) continue;
        if (p.seen.works() && !diagnosis::untrusted(p.seen) && p.seen.to.protocol != "ntp") return;
        any = any || (p.seen.failed != failure::interrupted && !p.seen.connects.empty());
    }
    const bool on_a_network =
        std::ranges::any_of(seen.all, [](const auto& a) { return !diagnosis::is_loopback(a.at.address); });
    if (any && on_a_network)
        to.add("control_portal", {of.site.hub, std::string(nowhere_address), 80}, "http",
            "HTTP at an address where nobody is");
}

} // namespace

std::vector<planned_path> direct_controls(const report& measured) {
    direct_list wanted;
    const measurements seen(measured);
    ask_about_silence(wanted, seen);
    ask_about_refusals(wanted, seen);
    ask_about_portal(wanted, measured, seen);
    std::vector<place> stalled;
    std::size_t unheard = 0, late = 0;
    for (const auto& p : measured.paths) {
        const auto* c = diagnosis::by_proxy(p.seen) ? nullptr : diagnosis::connection(p.seen);
        if (!c || p.seen.failed == failure::interrupted || passed_alone(measured, p)) continue;
        const place at{p.seen.to.host, c->address, c->port};
        if (p.seen.tls && !p.seen.tls->ok() && p.seen.tls->failed != failure::interrupted) {
            if (stalled.size() == most_stalled || std::find(stalled.begin(), stalled.end(), at) != stalled.end())
                continue;
            stalled.push_back(at);
            ask_about_handshake(wanted, measured, p, seen);
        } else if (p.seen.tls && diagnosis::untrusted(p.seen)) {
            ask_about_address(wanted, p);
        } else if (application_cut(p) && unheard < most_unheard) {
            ++unheard;
            ask_about_application(wanted, p, true);
        } else if (late < most_late && diagnosis::late_beside_other_ports(measured, p)) {
            ++late;
            ask_about_application(wanted, p, false);
        }
    }
    return std::move(wanted).take();
}

std::vector<planned_path> controls(const report& measured) {
    auto all = proxy_controls(measured);
    for (auto& one : direct_controls(measured)) all.push_back(std::move(one));
    return all;
}

} // namespace rules
