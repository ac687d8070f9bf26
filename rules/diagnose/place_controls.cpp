// SPDX-License-Identifier: MIT
#include "rules/diagnose/place_controls.hpp"

#include <algorithm>
#include <cstdint>
#include <fmt/format.h>

#include "rules/controls.hpp"
#include "rules/diagnose/address.hpp"
#include "rules/diagnose/by_proxy.hpp"

namespace rules::diagnosis {
namespace {

using netprobe::failure;

constexpr std::string_view ttl_control = "control_ttl_";

const netprobe::icmp_error* time_exceeded(const std::vector<netprobe::icmp_error>& icmp) {
    const auto at =
        std::ranges::find_if(icmp, [](const auto& e) { return e.version == 6 ? e.type == 3 : e.type == 11; });
    return at == icmp.end() ? nullptr : &*at;
}

const netprobe::connect_observation* only_connect(const netprobe::path_observation* control) {
    return control && control->connects.size() == 1 ? &control->connects.front() : nullptr;
}

bool peer_answered(const netprobe::connect_observation& c) {
    return c.ok() || (c.failed == failure::refused && c.kernel.icmp.empty());
}

} // namespace

const netprobe::path_observation* control_at(
    const report& of, std::string_view service, std::string_view address, int port) {
    for (const auto& c : of.controls)
        if (c.seen.to.service == service && c.seen.to.as.address == address && c.seen.to.port == port) return &c.seen;
    return nullptr;
}

handshake_fate fate_of_handshake(const netprobe::path_observation* control) {
    if (!control || !control->tls) return handshake_fate::not_run;
    const auto& tls = *control->tls;
    if (tls.ok() || !tls.chain.empty() || tls.alert) return handshake_fate::answered;
    if (tls.failed == failure::interrupted) return handshake_fate::not_run;
    return tls.failed == failure::timed_out ? handshake_fate::silent : handshake_fate::cut;
}

bool ended_by_icmp(netprobe::failure on_connection) {
    using netprobe::failure;
    return on_connection == failure::host_unreachable || on_connection == failure::net_unreachable ||
           on_connection == failure::not_permitted || on_connection == failure::refused;
}

hop_trace trace_of(const report& of, std::string_view address, int port) {
    hop_trace trace;
    for (int hops = 1;; ++hops) {
        const auto* c = only_connect(control_at(of, fmt::format("{}{}", ttl_control, hops), address, port));
        if (!c) return trace;
        if (c->failed == failure::interrupted || c->failed == failure::not_tried) return trace;
        trace.asked = true;
        if (peer_answered(*c)) {
            if (trace.answered == 0) trace.answered = hops;
        } else if (const auto* e = time_exceeded(c->kernel.icmp)) {
            trace.heard = hops;
            trace.box = e->offender;
            trace.boxes.resize(static_cast<std::size_t>(hops));
            trace.boxes.back() = e->offender;
            trace.beyond = false;
        } else if (c->failed == failure::timed_out && c->kernel.icmp.empty()) {
            trace.beyond = true;
        }
    }
}

std::optional<further_hop> heard_further(const inquiry& in, std::string_view address, int port, const hop_trace& than) {
    const auto last = static_cast<std::size_t>(than.heard);
    for (const auto& control : in.of.controls) {
        const auto& to = control.seen.to;
        const bool silent_place = to.as.address == address && to.port == port;
        if (to.service != "control_ttl_1" || silent_place || is_ipv6(to.as.address) != is_ipv6(address)) continue;
        if (!in.answered(to.as.address, to.port)) continue;
        const auto there = trace_of(in.of, to.as.address, to.port);
        // The same way as far as that: a router that was not heard of there does not speak against it.
        if (there.boxes.size() <= last ||
            (last > 0 && !there.boxes[last - 1].empty() && there.boxes[last - 1] != than.box))
            continue;
        const auto next = std::find_if(there.boxes.begin() + static_cast<std::ptrdiff_t>(last), there.boxes.end(),
            [](const auto& box) { return !box.empty(); });
        return further_hop{to.as.address, to.port, *next, static_cast<int>(next - there.boxes.begin()) + 1};
    }
    return std::nullopt;
}

namespace {

// From which address of ours something to there went, whatever it was; empty where nothing tells.
std::string local_address_towards(const report& of, std::string_view address) {
    for (const auto* list : {&of.controls, &of.paths})
        for (const auto& p : *list)
            for (const auto& c : attempts(p.seen))
                if (c.address == address && !c.local_address.empty()) return c.local_address;
    return {};
}

} // namespace

std::string first_hop(const report& of, const netprobe::connect_observation& like) {
    for (const auto& control : of.controls) {
        const auto& to = control.seen.to;
        if (to.as.ttl != 1 || is_ipv6(to.as.address) != is_ipv6(like.address)) continue;
        const auto from = local_address_towards(of, to.as.address);
        if (!from.empty() && !like.local_address.empty() && from != like.local_address) continue;
        for (const auto& c : control.seen.connects)
            if (const auto* e = time_exceeded(c.kernel.icmp)) return e->offender;
        for (const auto& h : control.seen.hellos)
            if (const auto* e = time_exceeded(h.kernel.icmp)) return e->offender;
    }
    return {};
}

std::string silent_gateway(const report& of) {
    for (const auto& control : of.controls)
        if (control.seen.to.service == "control_gateway" && control.seen.failed == netprobe::failure::host_unreachable)
            return control.seen.to.host;
    return {};
}

int hops_gone(int left) noexcept { return (left <= 64 ? 64 : left <= 128 ? 128 : 255) - left; }

distance distance_of(const report& of, std::string_view address, int port) {
    distance all;
    for (const auto& control : of.controls) {
        const auto* c = only_connect(&control.seen);
        if (!c || !c->answer_ttl || control.seen.to.as.address != address) continue;
        if (control.seen.to.port == port)
            all.here = c->answer_ttl;
        else if (c->ok() && (!all.there || hops_gone(*c->answer_ttl) > hops_gone(*all.there)))
            all.there = c->answer_ttl; // a reset of another port may be the same box's
    }
    return all;
}

std::string nearer_answer(const inquiry& in, std::string_view address, int port) {
    const auto here = trace_of(in.of, address, port);
    if (const auto d = distance_of(in.of, address, port); d.nearer() && here.answered != 1)
        return fmt::format("answers from port {} arrive with {} hops left, those of another port of {} with {}", port,
            *d.here, address, *d.there);
    if (here.answered != 1) return {};
    for (const auto& control : in.of.controls) {
        const auto& to = control.seen.to;
        if (to.as.ttl != 1 || to.as.address != address || to.port == port) continue;
        const auto there = trace_of(in.of, address, to.port);
        if (there.heard == 1 && there.answered != 1)
            return fmt::format(
                "a SYN that may go one hop is answered from port {}, and for port {} of {} {} reports that "
                "it is further",
                port, to.port, address, there.box);
    }
    return {};
}

told_by_counts who_resets(const report& of, std::string_view address, int port) {
    const auto* c = only_connect(control_at(of, "control_in_a_row", address, port));
    if (!c || !c->in_a_row || c->in_a_row->refused <= 0) return {};
    const auto& seen = *c->in_a_row;
    const auto refused = static_cast<std::uint64_t>(seen.refused);
    const auto sent_out = seen.sent - std::min(seen.sent, seen.to_programs);
    // What this device refuses itself need not leave it; a count that is late says nothing of what left.
    if (seen.sent < refused && seen.counted_at_once)
        return {resetter::device, fmt::format("while {} SYNs in a row were refused this device sent {} packets by all "
                                              "its interfaces: the SYNs did not leave it",
                                      seen.refused, seen.sent)};
    if (seen.looped < refused && sent_out >= refused)
        return {resetter::elsewhere,
            fmt::format("while {} SYNs in a row were refused this device sent {} packets, and {} came by its "
                        "loopback, as each refusal of its own would: they are none of this device's",
                seen.refused, seen.sent, seen.looped)};
    return {};
}

bool answered_nowhere(const report& of, int port) {
    const auto* c = only_connect(control_at(of, "control_nowhere", nowhere_address, port));
    return c && c->ok();
}

} // namespace rules::diagnosis
