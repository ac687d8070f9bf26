// SPDX-License-Identifier: MIT
#include "rules/hold.hpp"

#include <array>
#include <set>

#include <fmt/format.h>

#include "rules/diagnose/by_proxy.hpp"

namespace rules {
namespace {

// What is spoken after the idleness tells whether the way still stands; WebSocket's port is that of https.
bool spoken_on_a_rung(std::string_view protocol) {
    return protocol == "https" || protocol == "amqp" || protocol == "mqtt";
}

} // namespace

std::vector<planned_path> hold_ladder(const report& measured, double seconds) {
    std::vector<planned_path> ladder;
    if (seconds <= 0) return ladder;
    constexpr std::array parts{0.125, 0.25, 0.5, 1.0};
    std::set<std::pair<std::string, int>> asked;
    for (const auto& p : measured.paths) {
        const auto& to = p.seen.to;
        if (to.service != "iot_hub" || !spoken_on_a_rung(to.protocol) || diagnosis::informative(p)) continue;
        if (!p.seen.tls || !p.seen.tls->ok() || !asked.emplace(to.via, to.port).second) continue;
        for (const auto part : parts) {
            planned_path rung;
            rung.to = to;
            rung.to.service = "control_hold";
            rung.to.hold_ms = seconds * 1000 * part;
            rung.to.id = fmt::format("control_hold/{:g}s/{}/{}", rung.to.hold_ms / 1000, to.protocol, to.via);
            rung.need = need::optional;
            rung.purpose = "how long an idle connection stands";
            ladder.push_back(std::move(rung));
        }
    }
    return ladder;
}

} // namespace rules
