// SPDX-License-Identifier: MIT
#include "rules/diagnose/slow_port.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "rules/diagnose/by_proxy.hpp"
#include "rules/diagnose/place_controls.hpp"

namespace rules::diagnosis {
namespace {

constexpr double late_answer_ms = 1500, much_quicker = 4, quicker = 2;

double answer_ms(const netprobe::path_observation& seen) {
    double all = seen.tls ? seen.tls->elapsed_ms : 0;
    if (seen.upgrade) all += seen.upgrade->elapsed_ms;
    for (const auto& h : seen.hellos) all += h.elapsed_ms;
    return all;
}

bool works_directly(const netprobe::path_observation& seen) {
    return !by_proxy(seen) && seen.works() && !untrusted(seen);
}

} // namespace

std::optional<lateness> late_beside_other_ports(const report& of, const path_result& p) {
    const auto& seen = p.seen;
    lateness all{answer_ms(seen)};
    if (!works_directly(seen) || all.here_ms < late_answer_ms) return std::nullopt;
    for (const auto& other : of.paths) {
        if (&other == &p || !works_directly(other.seen) || other.seen.to.host != seen.to.host) continue;
        const double theirs = answer_ms(other.seen);
        if (other.seen.to.port != seen.to.port)
            all.others_ms = std::max(all.others_ms, theirs);
        else if (theirs * quicker < all.here_ms)
            return std::nullopt;
    }
    if (all.others_ms == 0 || all.others_ms * much_quicker > all.here_ms) return std::nullopt;
    return all;
}

void diagnose_slow_port(inquiry& in) {
    for (std::size_t i = 0; i < in.size(); ++i) {
        const auto& seen = in.path(i).seen;
        const auto late = in.works(i) ? late_beside_other_ports(in.of, in.path(i)) : std::nullopt;
        const auto* used = late ? connection(seen) : nullptr;
        if (!used) continue;
        const auto* again = control_at(in.of, "control_path_again", used->address, used->port);
        const bool asked = again && again->works() && again->to.host == seen.to.host &&
                           again->to.protocol == seen.to.protocol; // of hosts that share an address, this one
        if (asked && answer_ms(*again) * quicker < late->here_ms) continue;
        auto s = in.about("net.slow_link", i);
        s.severity = severity::warning;
        s.keys = {"rate"};
        s.evidence.push_back(
            fmt::format("{}:{} needed {} for its handshake and first answer, other ports of the same host at "
                        "most {}",
                seen.to.host, seen.to.port, duration(late->here_ms), duration(late->others_ms)));
        s.control = asked ? fmt::format("tried again, it needed {}", duration(answer_ms(*again)))
                          : "other ports of the same host in the same run";
        in.suspect(std::move(s));
    }
}

} // namespace rules::diagnosis
