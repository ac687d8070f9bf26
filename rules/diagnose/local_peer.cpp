// SPDX-License-Identifier: MIT
#include "rules/diagnose/local_peer.hpp"

#include <fmt/format.h>

namespace rules::diagnosis {

std::string_view local_peer(const netprobe::path_observation& seen) {
    if (by_proxy(seen) || !seen.tls) return {};
    return seen.tls->kernel.local_peer;
}

bool ends_at_local_peer(const inquiry& in, std::size_t index) {
    const auto holder = local_peer(in.path(index).seen);
    if (holder.empty()) return false;
    for (std::size_t i = 0; i < in.size(); ++i)
        if (in.works(i) && local_peer(in.path(i).seen) == holder) return false;
    return true;
}

void place_at_local_peer(suspicion& s, const netprobe::path_observation& seen) {
    const auto holder = local_peer(seen);
    s.where = "device";
    s.who = "device owner";
    s.proved = true;
    s.control = fmt::format("the other end of the connection is {} on this device itself (/proc/net/tcp): its own "
                            "rules lead it there",
        holder);
    s.keys.push_back(fmt::format("local_peer:{}", holder));
    s.advice = fmt::format("Look at the program on this device that listens at {} (ss -ltnp; nft list ruleset, "
                           "iptables -t nat -S OUTPUT): repair it, or exempt {{openings}} from its redirect.",
        holder);
}

void mention_local_peer(suspicion& s, const netprobe::path_observation& seen) {
    const auto holder = local_peer(seen);
    if (holder.empty()) return;
    s.where = "unknown";
    s.evidence.push_back(fmt::format("{} on this device takes the connection (/proc/net/tcp): its own rules lead it "
                                     "there, and it may pass it on",
        holder));
    s.advice = fmt::format("Look first at the program on this device that listens at {} (ss -ltnp): what is seen here "
                           "it does itself, or who it passes connections on to. Exempt {{host}} there.",
        holder);
}

} // namespace rules::diagnosis
