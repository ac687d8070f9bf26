// SPDX-License-Identifier: MIT
//
// What works and yet is slow or lossy (facts/faults.md F01, F02, M17). Never an error.
#include <algorithm>
#include <fmt/format.h>
#include <optional>
#include <utility>

#include "rules/diagnose/alone.hpp"
#include "rules/diagnose/by_proxy.hpp"
#include "rules/diagnose/icmp_reading.hpp"
#include "rules/diagnose/local_peer.hpp"
#include "rules/diagnose/place_controls.hpp"

namespace rules::diagnosis {
namespace {

// A round trip from anywhere to the nearest region is below the first, a geostationary satellite's is above 500 ms.
constexpr double far_ms = 250, very_far_ms = 1000;
constexpr double queue_grows_ms = 50;

// Connections one after the other, at a pace that no limit minds: none lost a SYN. Whole paths that were tried alone
// count where there was no time for more.
bool steady_when_paced(const inquiry& in) {
    std::size_t paced = 0, alone = 0;
    for (const auto& control : in.of.controls) {
        const auto& seen = control.seen;
        const bool pace = seen.to.service.starts_with("control_paced_");
        if (!pace && seen.to.service != "control_alone") continue;
        if (seen.failed == netprobe::failure::interrupted || seen.connects.empty()) continue;
        const auto* c = connection(seen);
        const bool steady = c && !lost_a_syn(in.of, *c);
        if (pace && !steady) return false;
        paced += pace;
        alone += !pace && steady;
    }
    return paced + alone >= 3;
}

// Handshakes that went through, and those of them in which something had to be sent again.
struct handshakes {
    std::size_t all = 0;
    std::vector<std::size_t> repeated;
};

handshakes handshakes_of(const inquiry& in) {
    handshakes seen_so_far;
    for (std::size_t i = 0; i < in.size(); ++i) {
        const auto& seen = in.path(i).seen;
        const auto* c = carrier(seen);
        if (!local_peer(seen).empty()) continue; // it never left this device
        if (!c || !c->kernel.tcp || !seen.tls || !seen.tls->ok() || !seen.tls->kernel.tcp) continue;
        ++seen_so_far.all;
        const auto &before = *c->kernel.tcp, &after = *seen.tls->kernel.tcp;
        if (after.total_retrans > before.total_retrans) seen_so_far.repeated.push_back(i);
    }
    return seen_so_far;
}

// Handshakes went through and not one of their packets had to be sent again: loss takes from every packet.
bool nothing_lost_after_syns(const inquiry& in) {
    const auto all = handshakes_of(in);
    return all.all >= 4 && all.repeated.empty();
}

// Of connections at once some need their SYN twice, and none a third time: places become free when others leave. Where
// so many a second are let through, some wait longer.
std::string_view kind_of_limit(const inquiry& in) {
    for (std::size_t i = 0; i < in.size(); ++i)
        for (const auto& c : attempts(in.path(i).seen))
            if (lost_a_syn(in.of, c) && c.kernel.tcp->total_retrans >= 2) return "net.rate_limit";
    return "net.connection_limit";
}

// One was rejected alone, too, and let in after a rest: it is counted by time.
std::string_view kind_of_rejecting_limit(const inquiry& in) {
    for (std::size_t i = 0; i < in.size(); ++i)
        if (const auto* again = alone(in.of, in.id(i)); again && again->works() && again->to.as.after_ms > 0)
            return "net.rate_limit";
    return "net.connection_limit";
}

// Others of the kind work alone, and there was no time left for this one.
void diagnose_undecided(inquiry& in, std::size_t index) {
    const auto& seen = in.path(index).seen;
    auto s = in.about("net.connection_limit", index);
    s.touches = std::exchange(s.breaks, {}); // not known to be broken
    s.severity = severity::warning;
    s.keys = {"undecided"};
    s.evidence.push_back(
        fmt::format("{}:{}: {} beside the other connections of this run, and there was no time to try it "
                    "alone, as others that failed so and work",
            seen.to.host, seen.to.port, netprobe::to_string(seen.failed)));
    s.advice = "Check again with more time (--limit, --deadline), or fewer paths at once (--only).";
    in.suspect(std::move(s));
}

// Paths that work when they are tried alone: what failed before was our own burst, or packets that were lost.
void diagnose_works_alone(inquiry& in) {
    for (std::size_t i = 0; i < in.size(); ++i) {
        const auto& p = in.path(i);
        if (p.seen.failed == netprobe::failure::not_tried) continue; // it only waited for another one
        if (undecided(in.of, p)) diagnose_undecided(in, i);
        if (!in.passes_alone(p)) continue;
        const bool refused = p.seen.failed == netprobe::failure::refused ||
                             std::ranges::any_of(p.seen.connects, [](const auto& c) { return rejected_by_rule(c); });
        const bool limited = !p.seen.used && (refused || (steady_when_paced(in) && nothing_lost_after_syns(in)));
        auto s = in.about(refused ? kind_of_rejecting_limit(in) : limited ? kind_of_limit(in) : "net.loss", i);
        s.severity = s.cause == "net.loss" ? severity::warning : severity::note;
        s.keys = {"alone"};
        // Not proved: how many at once and how many a second look alike from here.
        s.evidence.push_back(fmt::format("{}:{}: {} beside the other connections of this run, and it works alone",
            p.seen.to.host, p.seen.to.port, netprobe::to_string(p.seen.failed)));
        s.control = "the same path again, alone";
        in.suspect(std::move(s));
    }
}

bool in_found(const inquiry& in, std::string_view cause) {
    return std::ranges::any_of(in.found, [&](const auto& s) { return s.cause == cause; });
}

// Few SYNs were lost or none, and of the handshakes that followed so many repeated something that it is no chance.
void diagnose_loss_in_handshakes(inquiry& in) {
    auto [all, repeated] = handshakes_of(in);
    std::erase_if(repeated, [&](auto i) {
        const auto& seen = in.path(i).seen;
        return seen.tls->kernel.tcp->rtt_ms > carrier(seen)->kernel.tcp->rtt_ms + queue_grows_ms;
    });
    if (repeated.size() < 3 || repeated.size() * 3 < all) return;
    suspicion s;
    s.cause = "net.loss";
    s.keys = {"loss"};
    s.touches = repeated;
    s.severity = severity::warning;
    s.evidence.push_back(
        fmt::format("in {} of {} handshakes something had to be sent again, and round trips were as short as before",
            repeated.size(), all));
    in.suspect(std::move(s));
}

void diagnose_loss(inquiry& in) {
    suspicion s;
    s.cause = "net.loss";
    s.keys = {"loss"};
    std::size_t connected = 0, lossy = 0;
    for (std::size_t i = 0; i < in.size(); ++i)
        for (const auto& c : attempts(in.path(i).seen)) {
            if (!c.ok()) continue;
            ++connected;
            if (!lost_a_syn(in.of, c)) continue;
            ++lossy;
            s.touches.push_back(i);
            s.evidence.push_back(fmt::format("{}:{} answered only after {} SYNs, in {}", c.address, c.port,
                c.kernel.tcp->total_retrans + 1, duration(c.elapsed_ms)));
        }
    if (lossy == 0) return diagnose_loss_in_handshakes(in);
    const bool limit = in_found(in, "net.connection_limit") || in_found(in, "net.rate_limit");
    // Where fewer were, four at a pace that are not may be chance.
    const bool many = lossy >= 3 && lossy * 5 >= connected;
    if ((lossy >= 2 && limit) || (many && steady_when_paced(in) && nothing_lost_after_syns(in))) {
        // Only our burst met it: a device opens a few connections.
        s.cause = kind_of_limit(in);
        s.keys = {"alone"};
        s.severity = severity::note;
        s.evidence.insert(s.evidence.begin(),
            fmt::format("{} of {} connections at once were answered only at a second SYN", lossy, connected));
        s.control = "connections one after the other lost none, nor did the handshakes that followed";
        in.suspect(std::move(s));
        return;
    }
    // One lost packet is any network's right.
    s.severity = lossy >= 2 && lossy * 10 >= connected ? severity::warning : severity::note;
    if (s.severity == severity::note) diagnose_loss_in_handshakes(in);
    s.evidence.insert(
        s.evidence.begin(), fmt::format("{} of {} connections lost their first SYN or its answer", lossy, connected));
    in.suspect(std::move(s));
}

void diagnose_latency(inquiry& in) {
    std::vector<std::size_t> paths;
    for (std::size_t i = 0; i < in.size(); ++i)
        if (const auto* c = connection(in.path(i).seen); c && !lost_a_syn(in.of, *c)) paths.push_back(i);
    const double middle = middle_round_trip(in.of);
    if (middle < far_ms) return;
    suspicion s;
    s.cause = "net.latency";
    s.keys = {"latency"};
    s.touches = paths;
    s.severity = middle >= very_far_ms ? severity::warning : severity::note;
    s.proved = true;
    s.evidence.push_back(
        fmt::format("half of {} connections took {} or more for one round trip", paths.size(), duration(middle)));
    in.suspect(std::move(s));
}

// What is to come: hellos with post-quantum keys need two segments (facts/faults.md B24, C11). Today's pass.
void diagnose_large_hello(inquiry& in) {
    const netprobe::path_observation *large = nullptr, *in_small = nullptr;
    for (const auto& control : in.of.controls) {
        if (control.seen.to.service == "control_large_hello") large = &control.seen;
        if (control.seen.to.service == "control_large_hello_small_segments") in_small = &control.seen;
    }
    if (!large || !in_small || !large->tls || large->tls->failed == netprobe::failure::interrupted) return;
    if (fate_of_handshake(large) == handshake_fate::answered || fate_of_handshake(in_small) == handshake_fate::not_run)
        return;
    const auto* there = connection(*large);
    std::optional<std::size_t> usual;
    for (std::size_t i = 0; i < in.size(); ++i) {
        const auto* c = connection(in.path(i).seen);
        const auto& tls = in.path(i).seen.tls;
        // Under the same name: another one may be what is answered at that place.
        const bool same_name = tls && tls->server_name == large->tls->server_name;
        if (c && there && c->address == there->address && c->port == there->port && tls && tls->ok() && same_name)
            usual = i;
    }
    if (!usual) return;
    const bool by_size = fate_of_handshake(in_small) == handshake_fate::answered;
    const bool cut = fate_of_handshake(large) == handshake_fate::cut;
    if (by_size && cut) return; // a hole is silent; one reset may come for any reason
    // Where the way passes only so many bytes of a connection, whatever they are, a large hello is just more of them.
    const auto cut_after_data = [](const auto& s) { return s.cause == "net.cut_after_data"; };
    if (!by_size && std::ranges::any_of(in.found, cut_after_data)) return;
    auto s = in.about(by_size ? "net.mtu_blackhole" : "tls.large_client_hello", *usual);
    s.breaks.clear();
    s.touches = {*usual};
    // Nothing of IoT Edge sends such a hello today; large packets of its own it does send.
    s.severity = by_size ? severity::warning : severity::note;
    s.keys = {"way"};
    s.proved = true;
    const bool lossy = std::ranges::any_of(in.of.paths, [&](const auto& p) {
        return std::ranges::any_of(attempts(p.seen), [&](const auto& c) { return lost_a_syn(in.of, c); });
    });
    if (lossy) { // one hello of each kind: chance would do
        s.proved = false;
        s.severity = severity::note;
    }
    s.addresses.insert(there->address);
    s.evidence.push_back(
        fmt::format("{}:{}: a hello of {} bytes {} {} ({} bytes acknowledged), a usual one got its answer",
            large->to.host, large->to.port, large->tls->bytes_sent, cut ? "was cut off after" : "got no answer in",
            duration(large->tls->elapsed_ms), large->tls->kernel.tcp ? large->tls->kernel.tcp->bytes_acked : 0));
    s.control = by_size ? "the same large hello in segments of 1200 bytes was answered"
                        : "the same large hello in smaller segments was not answered either";
    in.suspect(std::move(s));
}

} // namespace

void diagnose_quality(inquiry& in) {
    diagnose_works_alone(in);
    diagnose_large_hello(in);
    diagnose_loss(in);
    diagnose_latency(in);
}

} // namespace rules::diagnosis
