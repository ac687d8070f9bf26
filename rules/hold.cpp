// SPDX-License-Identifier: MIT
#include "rules/hold.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "rules/diagnose/by_proxy.hpp"
#include "rules/protocol_names.hpp"

namespace rules {
namespace {

// What is spoken after the idleness tells whether the way still stands. WebSocket's port is that of https, and what
// reads HTTP on the way has another limit for it: one of the two WebSockets stands for both.
bool spoken_on_a_rung(std::string_view protocol) {
    return protocol == "https" || protocol == "amqp" || protocol == "mqtt" || is_websocket(protocol);
}

// A few dozen requests in all: often enough that no limit of silence worth finding is shorter.
constexpr double least_pause_ms = 250, words_in_all = 40;

planned_path rung_of(const netprobe::target& to, double seconds) {
    planned_path rung;
    rung.to = to;
    rung.to.service = "control_hold";
    rung.to.hold_ms = seconds * 1000;
    rung.to.id = fmt::format("control_hold/{:g}s/{}/{}", seconds, to.protocol, to.via);
    rung.need = need::optional;
    rung.purpose = "how long an idle connection stands";
    return rung;
}

} // namespace

std::vector<planned_path> hold_ladder(const report& measured, double seconds) {
    std::vector<planned_path> ladder;
    if (seconds <= 0) return ladder;
    constexpr std::array parts{0.125, 0.25, 0.5, 1.0};
    std::set<std::tuple<std::string, int, bool>> asked;
    for (const auto& p : measured.paths) {
        const auto& to = p.seen.to;
        if (to.service != "iot_hub" || !spoken_on_a_rung(to.protocol) || diagnosis::informative(p)) continue;
        const bool websocket = is_websocket(to.protocol);
        if (websocket && (!p.seen.upgrade || !p.seen.upgrade->ok())) continue;
        if (!p.seen.tls || !p.seen.tls->ok() || !asked.emplace(to.via, to.port, websocket).second) continue;
        for (const auto part : parts) ladder.push_back(rung_of(to, seconds * part));
        // Without a login only HTTP has a word that may be said again and again.
        if (to.protocol != "https") continue;
        auto used = rung_of(to, seconds);
        used.to.as.use_every_ms = std::max(least_pause_ms, used.to.hold_ms / words_in_all);
        used.to.id = fmt::format("control_hold/used/{}/{}", to.protocol, to.via);
        used.purpose = "whether a connection in use stands longer than an idle one";
        ladder.push_back(std::move(used));
    }
    return ladder;
}

} // namespace rules
