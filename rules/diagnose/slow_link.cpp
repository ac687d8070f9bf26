// SPDX-License-Identifier: MIT
//
// Handshakes that take long for their bytes although one round trip is short: the link, or a class of traffic on it, is
// slow (facts/faults.md F03, F04).
#include <algorithm>
#include <fmt/format.h>
#include <set>

#include "rules/diagnose/by_proxy.hpp"

namespace rules::diagnosis {
namespace {

constexpr double long_ms = 700;         // beyond what the round trips of a handshake take
constexpr double slow_bytes_a_ms = 8.0; // 64 kbit/s
constexpr double queue_ms = 50;
constexpr double trips = 3;          // of a handshake, and one for an answer in several segments
constexpr double least_bytes = 1000; // a certificate: less says nothing of a rate

struct handshake_pace {
    std::size_t path;
    double trip_ms, excess_ms, bytes;
    double queued_ms; ///< by how much round trips grew meanwhile, as the kernel saw it: of packets, not of programs
    bool slow() const { return excess_ms > long_ms && bytes / excess_ms < slow_bytes_a_ms && queued_ms > queue_ms; }
};

} // namespace

void diagnose_slow_link(inquiry& in) {
    std::vector<handshake_pace> all;
    for (std::size_t i = 0; i < in.size(); ++i) {
        const auto& seen = in.path(i).seen;
        const auto* c = by_proxy(seen) ? nullptr : connection(seen);
        if (!c || !in.works(i) || !seen.tls || !seen.tls->ok()) continue;
        const auto bytes = static_cast<double>(seen.tls->bytes_received);
        if (bytes < least_bytes || !c->kernel.tcp || c->kernel.tcp->total_retrans > 0) continue;
        const double trip = c->kernel.tcp->rtt_ms > 0 ? c->kernel.tcp->rtt_ms : c->elapsed_ms;
        const double after = seen.tls->kernel.tcp ? seen.tls->kernel.tcp->rtt_ms : trip;
        all.push_back({i, trip, seen.tls->elapsed_ms - trips * trip, bytes, after - trip});
    }
    std::vector<handshake_pace> slow;
    std::set<std::string> hosts;
    std::copy_if(all.begin(), all.end(), std::back_inserter(slow), [](const auto& p) { return p.slow(); });
    for (const auto& p : slow) hosts.insert(in.path(p.path).seen.to.host);
    // One host that is slow on every port may as well be a slow server.
    const bool beside_quick = std::ranges::any_of(slow, [&](const auto& p) {
        return std::ranges::any_of(all, [&](const auto& other) {
            return !other.slow() && in.path(other.path).seen.to.host == in.path(p.path).seen.to.host;
        });
    });
    if (slow.empty() || (hosts.size() < 2 && !beside_quick)) return;
    suspicion s;
    s.cause = "net.slow_link";
    s.keys = {"rate"};
    s.severity = severity::warning;
    for (const auto& p : slow) {
        const auto& to = in.path(p.path).seen.to;
        s.touches.push_back(p.path);
        s.hosts.insert(to.host);
        s.ports.insert(std::to_string(to.port));
        s.evidence.push_back(fmt::format("{}:{}: {:.0f} bytes of the handshake took {}, one round trip {}", to.host,
            to.port, p.bytes, duration(p.excess_ms + trips * p.trip_ms), duration(p.trip_ms)));
    }
    if (slow.size() < all.size())
        s.evidence.push_back(
            fmt::format("{} of {} handshakes of the same run were quick", all.size() - slow.size(), all.size()));
    for (auto& other : in.found)
        if (other.cause == "net.latency") { // our own connections wait for each other on such a link
            other.proved = false;
            other.control = "the link is slow: what we sent at once made round trips longer";
        }
    in.suspect(std::move(s));
}

} // namespace rules::diagnosis
