// SPDX-License-Identifier: MIT
#include "rules/diagnose.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "rules/diagnose/by_proxy.hpp"

namespace rules {
namespace {

using netprobe::failure;

void run_layers(diagnosis::inquiry& in) {
    diagnosis::diagnose_host(in);
    diagnosis::diagnose_wrong_address(in);
    diagnosis::diagnose_dns(in);
    diagnosis::diagnose_proxy(in);
    diagnosis::diagnose_clock(in);
    diagnosis::diagnose_held_up(in);
    diagnosis::diagnose_tcp(in);
    diagnosis::diagnose_trust(in);
    diagnosis::diagnose_inside_tunnel(in);
    diagnosis::diagnose_handshake(in);
    diagnosis::diagnose_protocol(in);
    diagnosis::diagnose_resolvers(in);
    diagnosis::diagnose_addresses(in);
    diagnosis::diagnose_quality(in);
    diagnosis::diagnose_slow_port(in);
    diagnosis::diagnose_slow_link(in);
    diagnosis::diagnose_idle(in);
    diagnosis::diagnose_pac(in);
    diagnosis::diagnose_proxy_quality(in);
    diagnosis::diagnose_proxy_settings(in);
}

// The path that it waited for works, and did not tell it where to go: nobody knows whether this one works.
diagnosis::suspicion untold(const diagnosis::inquiry& in, std::size_t waiting, std::size_t asked) {
    auto s = in.about("http.unexpected", waiting);
    const auto& seen = in.path(asked).seen;
    const auto said =
        seen.hellos.empty() ? std::string("nothing") : seen.hellos.back().asked + ": " + seen.hellos.back().said;
    s.evidence.push_back(seen.to.host + " works, but did not name the host that serves its layers (" + said + "); " +
                         in.id(waiting) + " was not tried");
    s.touches = std::exchange(s.breaks, {}); // not known to be broken
    // Where it was tried again, alone, it did name it; there was no time to go there.
    s.severity = in.replaced(waiting) || in.passes_alone(in.path(asked)) ? severity::note : severity::warning;
    s.advice =
        "Pull an image once ('docker pull'): where that works the registry sends its layers itself, and where it "
        "does not, its log names the host that must open as well.";
    return s;
}

// A path that waited for another one's answer is broken by what broke that one.
void add_waiting(diagnosis::inquiry& in) {
    std::map<std::string, std::size_t> by_id;
    for (std::size_t i = 0; i < in.size(); ++i) by_id.emplace(in.id(i), i);
    for (std::size_t i = 0; i < in.size(); ++i) {
        if (in.path(i).seen.failed != failure::not_tried || in.works(i) || in.open(i)) continue;
        // A chain of waiting paths ends at one that was tried; no chain is longer than the list.
        auto at = i;
        for (std::size_t steps = 0; steps < in.size() && in.path(at).seen.failed == failure::not_tried; ++steps) {
            const auto next = by_id.find(in.path(at).seen.to.after);
            if (next == by_id.end()) break;
            at = next->second;
        }
        if (at == i) continue;
        if (in.works(at)) in.suspect(untold(in, i, at));
        for (auto& s : in.found)
            if (std::find(s.breaks.begin(), s.breaks.end(), at) != s.breaks.end()) s.breaks.push_back(i);
    }
}

// What only paths tell that nothing of the device takes is said as that, and once.
void set_apart_informative(diagnosis::inquiry& in) {
    std::set<std::string> shared; // causes that others suffer from, too
    for (const auto& s : in.found)
        if (!diagnosis::only_informative(in, s)) shared.insert(s.cause);
    for (auto& s : in.found) {
        if (shared.contains(s.cause) || !diagnosis::only_informative(in, s)) continue;
        s.keys = {"informative"};
        s.evidence.insert(s.evidence.begin() + (s.evidence.empty() ? 0 : 1),
            "nothing of this device depends on it: Amqp and Mqtt never use a proxy");
        s.advice = "Nothing to do for IoT Edge, which sends Amqp and Mqtt past the proxy: use AmqpWs or MqttWs, or let "
                   "TCP 5671 or 8883 out directly.";
    }
}

void fill_paths(report& of, const diagnosis::inquiry& in) {
    std::map<std::size_t, std::string> causes;
    std::set<std::size_t> degraded;
    for (const auto& s : in.found) {
        for (const auto i : s.breaks) causes.emplace(i, s.cause);
        if (s.severity && *s.severity == severity::warning) degraded.insert(s.touches.begin(), s.touches.end());
    }
    for (std::size_t i = 0; i < of.paths.size(); ++i) {
        of.paths[i].works = in.works(i);
        of.paths[i].degraded = in.works(i) && degraded.contains(i);
        of.paths[i].cause = in.works(i) || !causes.contains(i) ? std::string() : causes[i];
    }
}

verdict verdict_of(const report& of) {
    bool ready = true, degraded = false;
    for (const auto& what : needs_of(of)) {
        if (what.how == need::optional) continue;
        const bool works = met(what, of), not_known = unknown(what, of); // see untold()
        ready = ready && (works || not_known);
        const auto poor = [&](auto i) { return of.paths[i].degraded; };
        const auto good = [&](auto i) { return of.paths[i].works && !of.paths[i].degraded; };
        const bool another = what.how == need::required && met(what, good);
        degraded = degraded || not_known || (met(what, poor) && !another);
    }
    if (!ready) return verdict::blocked;
    return degraded ? verdict::degraded : verdict::ready;
}

} // namespace

void diagnose(report& of) {
    of.findings.clear();
    diagnosis::inquiry in(of);
    run_layers(in);
    add_waiting(in);
    set_apart_informative(in);
    auto findings = diagnosis::merge(in);
    fill_paths(of, in);
    of.findings = std::move(findings);
    of.verdict = verdict_of(of);
}

} // namespace rules
