// SPDX-License-Identifier: MIT
#include "rules/diagnose/alone.hpp"

#include <algorithm>

#include "rules/controls.hpp"
#include "rules/diagnose/by_proxy.hpp"

namespace rules::diagnosis {
using netprobe::failure;

bool to_its_end(const netprobe::path_observation* again) {
    return again && again->failed != failure::interrupted && again->failed != failure::not_tried;
}

const netprobe::path_observation* alone(const report& of, std::string_view path_id) {
    const auto id = alone_control_id(path_id);
    const auto again = std::ranges::find_if(
        of.controls, [&](const auto& c) { return c.seen.to.service == "control_alone" && c.seen.to.id == id; });
    return again == of.controls.end() ? nullptr : &again->seen;
}

bool taken_in_run(const report& of, const netprobe::connect_observation& like) {
    const auto taken = [&](const path_result& p) {
        return std::ranges::any_of(p.seen.connects,
            [&](const auto& there) { return there.ok() && there.address == like.address && there.port == like.port; });
    };
    return std::ranges::any_of(of.paths, taken) || std::ranges::any_of(of.controls, [&](const path_result& c) {
        return c.seen.to.service == "control_alone" && taken(c);
    });
}

bool undecided(const report& of, const path_result& p) {
    const auto& seen = p.seen;
    if (by_proxy(seen) || seen.connects.empty() || seen.used) return false;
    if (std::ranges::any_of(seen.connects, [](const auto& c) { return !c.kernel.icmp.empty(); })) return false;
    const auto* again = alone(of, p.id());
    // A refusal is always worth a second try, and where that is refused, one after a rest; silence only where something
    // spoke for it. Who refuses again at a place that takes others counts them, and two tries may both be too many.
    const bool counted = std::ranges::any_of(
        seen.connects, [&](const auto& c) { return c.failed == failure::refused && taken_in_run(of, c); });
    const bool refused_at_once = again && again->failed == failure::refused && again->to.as.after_ms == 0;
    if (to_its_end(again) && (again->works() || (!counted && !refused_at_once))) return false;
    if (!again && seen.failed != failure::refused) return false;
    if (seen.failed != failure::refused && seen.failed != failure::timed_out) return false;
    return std::ranges::any_of(of.paths, [&](const path_result& other) {
        const auto* there = other.seen.failed == seen.failed ? alone(of, other.id()) : nullptr;
        return there && there->works();
    });
}

} // namespace rules::diagnosis
