// SPDX-License-Identifier: MIT
//
// What works and yet is slow or lossy (facts/faults.md F01, F02, M17). Never an error.
#include <algorithm>
#include <fmt/format.h>

#include "rules/diagnose/by_proxy.hpp"

namespace rules::diagnosis {
namespace {

// A round trip from anywhere to the nearest region is below the first, a geostationary satellite's is above 500 ms.
constexpr double far_ms = 250, very_far_ms = 1000;

void diagnose_loss(inquiry& in) {
    suspicion s;
    s.cause = "net.loss";
    s.keys = {"loss"};
    std::size_t connected = 0, lossy = 0;
    for (std::size_t i = 0; i < in.size(); ++i)
        for (const auto& c : attempts(in.path(i).seen)) {
            if (!c.ok()) continue;
            ++connected;
            if (!c.kernel.tcp || c.kernel.tcp->total_retrans == 0) continue;
            ++lossy;
            s.touches.push_back(i);
            s.evidence.push_back(fmt::format("{}:{} answered only after {} SYNs, in {}", c.address, c.port,
                c.kernel.tcp->total_retrans + 1, duration(c.elapsed_ms)));
        }
    if (lossy == 0) return;
    // One lost packet is any network's right.
    s.severity = lossy >= 2 && lossy * 10 >= connected ? severity::warning : severity::note;
    s.evidence.insert(
        s.evidence.begin(), fmt::format("{} of {} connections lost their first SYN or its answer", lossy, connected));
    in.suspect(std::move(s));
}

void diagnose_latency(inquiry& in) {
    std::vector<double> times;
    std::vector<std::size_t> paths;
    for (std::size_t i = 0; i < in.size(); ++i) {
        const auto* c = connection(in.path(i).seen);
        if (!c || (c->kernel.tcp && c->kernel.tcp->total_retrans > 0)) continue;
        times.push_back(c->kernel.tcp && c->kernel.tcp->rtt_ms > 0 ? c->kernel.tcp->rtt_ms : c->elapsed_ms);
        paths.push_back(i);
    }
    if (times.empty()) return;
    std::sort(times.begin(), times.end());
    const double middle = times[times.size() / 2];
    if (middle < far_ms) return;
    suspicion s;
    s.cause = "net.latency";
    s.keys = {"latency"};
    s.touches = std::move(paths);
    s.severity = middle >= very_far_ms ? severity::warning : severity::note;
    s.proved = true;
    s.evidence.push_back(
        fmt::format("half of {} connections took {} or more for one round trip", times.size(), duration(middle)));
    in.suspect(std::move(s));
}

} // namespace

void diagnose_quality(inquiry& in) {
    diagnose_loss(in);
    diagnose_latency(in);
}

} // namespace rules::diagnosis
