// SPDX-License-Identifier: MIT
#include "rules/hold.hpp"

#include <array>

#include <fmt/format.h>

namespace rules {

std::vector<planned_path> hold_ladder(const site& of, double seconds) {
    std::vector<planned_path> ladder;
    if (of.hub.empty() || seconds <= 0) return ladder;
    constexpr std::array parts{0.125, 0.25, 0.5, 1.0};
    for (const auto part : parts) {
        planned_path rung;
        rung.need = need::optional;
        rung.purpose = "how long an idle connection stands";
        auto& to = rung.to;
        to.service = "control_hold";
        to.host = of.hub;
        to.port = 443;
        to.protocol = "https";
        to.via = of.proxy.empty() ? "direct" : "proxy";
        to.service_roots = true;
        to.hold_ms = seconds * 1000 * part;
        to.id = fmt::format("control_hold/{:g}s/{}", to.hold_ms / 1000, to.via);
        ladder.push_back(std::move(rung));
    }
    return ladder;
}

} // namespace rules
