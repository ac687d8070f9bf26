// SPDX-License-Identifier: MIT
//
// A proxy that lets everything through and takes its time: each answer late, or the tunnel itself (facts/faults.md
// D29). Never an error. What is far away is late too, but then so are the connection and the tunnel.
#include <algorithm>
#include <fmt/format.h>

#include "rules/diagnose/by_proxy.hpp"

namespace rules::diagnosis {
namespace {

constexpr double late_ms = 800;         // an answer that people wait for
constexpr double late_tunnel_ms = 2000; // a name and a connection take a second now and then
constexpr double far_longer = 5;

/// Times of what waits for one answer each, in a way that works.
struct pace {
    double tunnel_ms = 0;
    double quickest_ms = 0; ///< of the answers inside
    std::string quickest;
};

void count(pace& p, double ms, std::string_view what) {
    if (!p.quickest.empty() && p.quickest_ms <= ms) return;
    p.quickest_ms = ms;
    p.quickest = what;
}

pace pace_of(const netprobe::path_observation& seen) {
    pace p;
    if (seen.proxy)
        for (const auto& t : seen.proxy->tunnel) p.tunnel_ms += t.elapsed_ms;
    if (seen.tls) count(p, seen.tls->elapsed_ms, "TLS");
    if (seen.upgrade) count(p, seen.upgrade->elapsed_ms, "the WebSocket upgrade");
    for (const auto& h : seen.hellos) count(p, h.elapsed_ms, h.asked.empty() ? "the service's answer" : h.asked);
    return p;
}

} // namespace

void diagnose_proxy_quality(inquiry& in) {
    for (std::size_t i = 0; i < in.size(); ++i) {
        const auto& seen = in.path(i).seen;
        if (!in.works(i) || !tunnelled(seen) || !carrier(seen)) continue;
        const auto here = pace_of(seen);
        const auto* direct = direct_twin(in, i);
        const bool compared = direct && direct->seen.works();
        const auto there = compared ? pace_of(direct->seen) : pace{};
        const double opened_ms = carrier(seen)->elapsed_ms + here.tunnel_ms;
        const double usual_ms = compared ? there.quickest_ms : opened_ms;
        const bool answers =
            !here.quickest.empty() && here.quickest_ms >= late_ms && here.quickest_ms >= far_longer * usual_ms;
        const double connect_ms =
            compared && connection(direct->seen) ? connection(direct->seen)->elapsed_ms : carrier(seen)->elapsed_ms;
        const bool tunnel = here.tunnel_ms >= late_tunnel_ms && here.tunnel_ms >= far_longer * connect_ms;
        if (!answers && !tunnel) continue;
        auto s = about_proxy(in, "proxy.slow", i);
        s.severity = severity::warning;
        s.proved = compared;
        if (compared) s.control = "the direct way to the same host and port is quick";
        const auto beside = compared
                                ? duration(tunnel && !answers ? connect_ms : there.quickest_ms) + " by the direct way"
                                : fmt::format("while the way to it was open in {}", duration(opened_ms));
        s.evidence.push_back(
            answers
                ? fmt::format("{}:{}: no answer inside the tunnel took less than {} ({}), {}", seen.to.host,
                      seen.to.port, duration(here.quickest_ms), here.quickest, beside)
                : fmt::format("{}:{}: the tunnel was granted after {}, {}", seen.to.host, seen.to.port,
                      duration(here.tunnel_ms),
                      compared ? "a connection took " + beside : "connected to the proxy in " + duration(connect_ms)));
        in.suspect(std::move(s));
    }
}

} // namespace rules::diagnosis
