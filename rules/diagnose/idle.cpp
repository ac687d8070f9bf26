// SPDX-License-Identifier: MIT
//
// Idle connections that are cut: rungs of a ladder, each left alone for longer (facts/faults.md E01, E03, D30, M15).
#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "rules/diagnose/place_controls.hpp"
#include "rules/protocol_names.hpp"

namespace rules::diagnosis {
namespace {

using netprobe::failure;
using netprobe::path_observation;

// What became of a connection that was left alone.
enum class fate { stood, closed, reset, rejected, silent, unknown };

fate fate_of(const path_observation& seen) {
    if (!seen.hold || seen.hold->failed == failure::interrupted) return fate::unknown;
    // The far end took its leave: nobody cut it. Where TLS does not end at the service, that one is in the way.
    const bool inspected = seen.to.service_roots && seen.tls && !seen.tls->service_root;
    if (seen.hold->code == "close_notify" && !inspected) return fate::unknown;
    if (seen.hold->failed == failure::closed) return fate::closed;
    if (seen.hold->failed == failure::reset) return fate::reset;
    if (ended_by_icmp(seen.hold->failed)) return fate::rejected;
    if (seen.hellos.empty()) return fate::unknown;
    const auto& hello = seen.hellos.front();
    if (hello.http || hello.ok()) return fate::stood; // whatever it says, the far end said it
    if (hello.failed == failure::timed_out) return fate::silent;
    if (ended_by_icmp(hello.failed)) return fate::rejected;
    return hello.failed == failure::reset || hello.failed == failure::closed ? fate::reset : fate::unknown;
}

std::string fate_sentence(const path_observation& seen, fate what) {
    const auto idle = duration(seen.to.hold_ms);
    const auto name = seen.to.via == "proxy" ? "a tunnel" : "a connection";
    switch (what) {
    case fate::closed:
    case fate::reset:
        if (!seen.hold->ok())
            return fmt::format("{} to {}:{} that was left alone was {} after {}", name, seen.to.host, seen.to.port,
                what == fate::closed ? "closed" : "reset", duration(seen.hold->elapsed_ms));
        return fmt::format(
            "{} to {}:{} was reset when it was used again after {}", name, seen.to.host, seen.to.port, idle);
    case fate::rejected:
        return fmt::format("{} to {}:{} was rejected by an ICMP message when it was used again after {}", name,
            seen.to.host, seen.to.port, idle);
    case fate::silent:
        return fmt::format(
            "{} to {}:{} answered nothing any more after {} of silence", name, seen.to.host, seen.to.port, idle);
    default: return fmt::format("one left alone for {} still stood and was answered", idle);
    }
}

// When the silent connection was cut: not before `from`, not after `until`, milliseconds.
struct time_of_cut {
    double from = 0, until = 0;
};

enum class reason { silence, age, unknown };

// One in use all the time tells which: it stands longer than the others did, or ends when they end (facts/faults.md
// D31). A cut that is no later than its second word could be of either.
reason reason_of(const path_observation* used, const time_of_cut& cut) {
    if (!used || !used->hold || used->hold->failed == failure::interrupted) return reason::unknown;
    const double pause = used->to.as.use_every_ms, margin = pause + cut.until / 10;
    if (cut.from < 2 * pause || used->hold->code == "close_notify") return reason::unknown;
    const double stood = used->hold->elapsed_ms;
    if (stood > cut.until + margin || (used->hold->ok() && stood >= cut.until)) return reason::silence;
    return !used->hold->ok() && stood >= cut.from - margin ? reason::age : reason::unknown;
}

// Idle connections to this port are cut by this way, whatever is spoken: that is told already.
bool told_of_port(const inquiry& in, const netprobe::target& to) {
    return std::ranges::any_of(in.found, [&](const auto& s) {
        return (s.cause == "net.idle_timeout" || s.cause == "net.lifetime_limit") &&
               s.keys.front() == "idle:" + to.via && s.ports.contains(std::to_string(to.port));
    });
}

// The rungs of one way and port.
void diagnose_ladder(inquiry& in, std::vector<const path_observation*> rungs) {
    const path_observation* used = nullptr;
    for (const auto* one : rungs)
        if (one->to.as.use_every_ms > 0) used = one;
    std::erase(rungs, used);
    std::sort(rungs.begin(), rungs.end(), [](auto* a, auto* b) { return a->to.hold_ms < b->to.hold_ms; });
    // A close that the kernel has dated says more than a rung that was found dead.
    auto cut = std::find_if(
        rungs.begin(), rungs.end(), [](auto* seen) { return fate_of(*seen) != fate::unknown && !seen->hold->ok(); });
    if (cut == rungs.end())
        cut = std::find_if(rungs.begin(), rungs.end(), [](auto* seen) {
            const auto what = fate_of(*seen);
            return what == fate::reset || what == fate::rejected || what == fate::silent;
        });
    if (cut == rungs.end()) return;
    const auto what = fate_of(**cut);
    const bool shorter_stood = cut != rungs.begin() && fate_of(**(cut - 1)) == fate::stood;
    // Dated by the kernel, or bracketed by a rung that stood: else it may be that this way never answered.
    if (!shorter_stood && (*cut)->hold->ok()) return;
    const auto& to = (*cut)->to;
    const bool websocket = is_websocket(to.protocol);
    if (websocket && told_of_port(in, to)) return;
    const bool dated = !(*cut)->hold->ok();
    const auto why = reason_of(used,
        {dated ? (*cut)->hold->elapsed_ms : (*(cut - 1))->to.hold_ms, dated ? (*cut)->hold->elapsed_ms : to.hold_ms});
    suspicion s;
    s.cause = why == reason::age ? "net.lifetime_limit" : "net.idle_timeout";
    s.proved = why != reason::unknown;
    s.severity = severity::warning;
    s.hosts = {to.host};
    s.ports = {std::to_string(to.port)};
    s.evidence.push_back(fate_sentence(**cut, what));
    if (shorter_stood) s.evidence.push_back(fate_sentence(**(cut - 1), fate::stood));
    s.keys = {fmt::format("idle:{}{}", to.via, websocket ? " websocket" : "")};
    const auto in_use = used ? duration(used->hold ? used->hold->elapsed_ms : 0) : std::string();
    s.control = why == reason::age       ? fmt::format("one that was in use all the time ended after {}, too", in_use)
                : why == reason::silence ? fmt::format("one that was in use all the time stood for {}", in_use)
                : websocket              ? "it had no login: the service itself may close such a WebSocket"
                : used                   ? "a connection in use for as long would tell idleness from a limit of age"
                                         : "a connection in use for as long would tell idleness from a limit of age; "
                                           "without a login none can be kept in use at this port";
    if (why == reason::unknown && !websocket)
        s.advice =
            "Raise the idle timeout for TCP {port} above the keep-alive of the protocol; an hour is safe. It was "
            "not told apart from a limit of age: where connections in use end as early, raise or remove that.";
    if (to.via == "proxy" && what == fate::closed) {
        s.where = "proxy";
        s.who = "proxy admin";
    } else if (to.via == "proxy") {
        s.where = "unknown"; // a box before the proxy, the proxy, or one behind it
    }
    for (std::size_t i = 0; i < in.size(); ++i)
        if (const auto& one = in.path(i).planned.to;
            in.works(i) && one.host == to.host && one.via == to.via && one.port == to.port)
            s.touches.push_back(i);
    in.suspect(std::move(s));
}

} // namespace

void diagnose_idle(inquiry& in) {
    std::map<std::tuple<std::string, int, bool>, std::vector<const path_observation*>> ladders;
    for (const auto& control : in.of.controls) {
        const auto& to = control.seen.to;
        if (to.service == "control_hold")
            ladders[{to.via, to.port, is_websocket(to.protocol)}].push_back(&control.seen);
    }
    for (const auto& [at, rungs] : ladders) diagnose_ladder(in, rungs);
}

} // namespace rules::diagnosis
