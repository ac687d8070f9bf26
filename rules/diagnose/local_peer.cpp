// SPDX-License-Identifier: MIT
#include "rules/diagnose/local_peer.hpp"

#include <fmt/format.h>

namespace rules::diagnosis {

std::string_view local_peer(const netprobe::path_observation& seen) {
    if (by_proxy(seen) || !seen.tls) return {};
    return seen.tls->kernel.local_peer;
}

void place_at_local_peer(suspicion& s, const netprobe::path_observation& seen) {
    const auto holder = local_peer(seen);
    if (holder.empty()) return;
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

} // namespace rules::diagnosis
