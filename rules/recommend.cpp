// SPDX-License-Identifier: MIT
//
// Which UpstreamProtocol to set: the first row of an ordered table whose path works (facts/azure.md §0, §4.4).
#include "rules/diagnose.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <set>

#include "rules/needs.hpp"
#include "rules/proxy_shown.hpp"
#include "rules/settings.hpp"

namespace rules {
namespace {

struct row {
    std::string_view upstream_protocol;
    std::string_view protocol; ///< of the path
    std::string_view via;
    std::string_view because;
};

// Only the WebSocket protocols use a proxy (§0.3): a proxy's Amqp and Mqtt do not exist.
constexpr std::array<row, 6> prefer_amqp{{
    {"Amqp", "amqp", "direct",
        "AMQP on 5671 works end to end: it is the default, and one connection carries everything"},
    {"AmqpWs", "amqp_ws", "direct", "AMQP over WebSocket on 443 works end to end, with one connection for everything"},
    {"Mqtt", "mqtt", "direct", "MQTT on 8883 works end to end"},
    {"MqttWs", "mqtt_ws", "direct", "MQTT over WebSocket on 443 works end to end"},
    {"AmqpWs", "amqp_ws", "proxy",
        "AMQP over WebSocket works through the proxy, and only the WebSocket protocols use a proxy"},
    {"MqttWs", "mqtt_ws", "proxy",
        "MQTT over WebSocket works through the proxy, and only the WebSocket protocols use a proxy"},
}};
constexpr std::array<std::size_t, 6> amqp_first{0, 1, 2, 3, 4, 5};
constexpr std::array<std::size_t, 6> mqtt_first{2, 3, 0, 1, 5, 4};

const path_result* upstream_path(const report& of, const row& r, bool working) {
    for (const auto& p : of.paths)
        if (p.planned.need == need::alternative && p.planned.to.protocol == r.protocol && p.planned.to.via == r.via &&
            p.works == working)
            return &p;
    return nullptr;
}

std::string place(const path_result& p) {
    const auto& host = p.seen.to.host.empty() ? p.planned.to.host : p.seen.to.host;
    return fmt::format("{}:{}{}", host.empty() ? p.planned.to.service : host, p.planned.to.port,
        p.cause.empty() ? "" : fmt::format(" ({})", p.cause));
}

std::string why_not(const path_result& p) {
    return p.cause.empty() ? std::string(netprobe::to_string(p.seen.failed)) : p.cause;
}

// Behind a proxy the direct way is usually closed for all alike: one clause instead of four; empty: it is not so.
std::string directly_none(const report& of) {
    std::set<std::string> causes;
    for (const auto& p : of.paths) {
        if (p.planned.need != need::alternative || p.planned.to.via != "direct") continue;
        if (p.works) return {};
        causes.insert(why_not(p));
    }
    return causes.size() == 1 ? fmt::format("; directly none of them works ({})", *causes.begin()) : std::string();
}

// Better protocols that do not work, and why: the reader's first question.
std::string passed_over(const report& of, const std::array<std::size_t, 6>& order, const row& chosen) {
    std::string text = chosen.via == "proxy" ? directly_none(of) : "";
    const bool direct_said = !text.empty();
    for (const auto i : order) {
        const auto& better = prefer_amqp[i];
        if (&better == &chosen) break;
        if (direct_said && better.via == "direct") continue;
        const auto* p = upstream_path(of, better, false);
        if (p && !upstream_path(of, better, true))
            text += fmt::format("{}{}{} does not ({})", text.empty() ? "; " : ", ", better.upstream_protocol,
                better.via == "proxy" ? " through the proxy" : "", why_not(*p));
    }
    return text;
}

std::string still_required(const report& of) {
    std::set<std::string> places;
    for (const auto& one : needs_of(of)) {
        if (one.how != need::required || met(one, of)) continue;
        for (const auto i : one.paths)
            // A host that another path has yet to name cannot be opened by name; that other path is in the list.
            if (const auto& p = of.paths[i]; !p.seen.to.host.empty()) places.insert(place(p));
    }
    std::string text;
    for (const auto& p : places) text += (text.empty() ? "" : ", ") + p;
    return text;
}

// What the site needs and gets by the proxy only: hosts, in the order of the plan.
std::vector<std::string> only_by_proxy(const report& of) {
    std::vector<std::string> hosts;
    for (const auto& one : needs_of(of)) {
        if (one.how != need::required || !met(one, of)) continue;
        const auto& works = *std::find_if(one.paths.begin(), one.paths.end(), [&](auto i) { return of.paths[i].works; });
        const auto& host = of.paths[works].seen.to.host;
        const bool direct = std::any_of(one.paths.begin(), one.paths.end(),
            [&](auto i) { return of.paths[i].works && of.paths[i].planned.to.via == "direct"; });
        if (!direct && std::find(hosts.begin(), hosts.end(), host) == hosts.end()) hosts.push_back(host);
    }
    return hosts;
}

// TLS inspection of 443 that leaves the chosen port alone is a reason of its own (§4.4.4).
bool avoids_inspection(const report& of, const path_result& chosen) {
    const auto inspected = [](const finding& f) {
        return f.cause == "tls.intercepted_trusted" || f.cause == "tls.intercepted_untrusted";
    };
    bool any = false;
    for (const auto& f : of.findings) {
        if (!inspected(f)) continue;
        any = true;
        if (std::find(f.paths.begin(), f.paths.end(), chosen.planned.to.id) != f.paths.end()) return false;
    }
    return any && chosen.planned.to.port != 443;
}

// How many needs would be met if what this finding breaks worked.
std::size_t needs_met(const report& of, const finding& repaired) {
    const auto would_work = [&](std::size_t i) {
        const auto& p = of.paths[i];
        return p.works || std::find(repaired.paths.begin(), repaired.paths.end(), p.planned.to.id) != repaired.paths.end();
    };
    const auto all = needs_of(of);
    return static_cast<std::size_t>(std::count_if(all.begin(), all.end(),
        [&](const auto& one) { return one.how != need::optional && met(one, would_work); }));
}

std::string nothing_works(const report& of) {
    if (std::none_of(
            of.paths.begin(), of.paths.end(), [](const auto& p) { return p.planned.need == need::alternative; }))
        return "no upstream protocol was checked: give the IoT Hub's name with --hub";
    const finding* best = nullptr;
    for (const auto& f : of.findings)
        if (f.severity == severity::error && (!best || needs_met(of, f) > needs_met(of, *best))) best = &f;
    std::string text = "none of the upstream protocols works";
    if (best) text += fmt::format("; the one change that helps most ({}): {}", best->cause, best->advice);
    return text;
}

} // namespace

recommendation recommend(const report& of, std::string_view prefer) {
    recommendation r;
    const auto& order = prefer == "mqtt" ? mqtt_first : amqp_first;
    const path_result* path = nullptr;
    const row* chosen = nullptr;
    for (const auto i : order) {
        const auto& candidate = prefer_amqp[i];
        const auto* works = upstream_path(of, candidate, true);
        if (!works) continue;
        if (chosen) {
            r.alternatives.push_back({std::string(candidate.upstream_protocol), std::string(candidate.via)});
        } else {
            chosen = &candidate;
            path = works;
        }
    }
    if (!chosen) {
        r.because = nothing_works(of);
        return r;
    }
    r.upstream_protocol = chosen->upstream_protocol;
    r.via = chosen->via;
    r.because = std::string(chosen->because) + passed_over(of, order, *chosen) + ". ";
    if (avoids_inspection(of, *path)) r.because += "It also stays clear of the TLS inspection that other ports get. ";
    // edgeAgent alone falls back, and never tells edgeHub (§0.2).
    r.because += chosen->upstream_protocol == "Amqp"
                     ? "Set it on both edgeAgent and edgeHub all the same: it says what the firewall must keep open."
                     : "Set it on both edgeAgent and edgeHub: unset, edgeHub tries Amqp only and has no fallback.";
    const auto by_proxy = only_by_proxy(of);
    if (!by_proxy.empty() && r.via == "direct")
        r.because += fmt::format(" {} gets out by the proxy only, so set that as well where aziot-identityd and Docker read it.",
            by_proxy.size() == 1 ? by_proxy.front() : fmt::format("{} and {} more", by_proxy.front(), by_proxy.size() - 1));
    const bool set_proxy = (r.via == "proxy" || !by_proxy.empty()) && read_shown_proxy(of.site.proxy);
    r.settings = settings_for(r.upstream_protocol, set_proxy ? of.site.proxy : "");
    if (const auto missing = still_required(of); !missing.empty())
        r.because += fmt::format(" Not enough yet: {} must open as well.", missing);
    return r;
}

} // namespace rules
