// SPDX-License-Identifier: MIT
//
// Controls that must go alone, one after the other: what failed may have been that we were too many at once.
#include <algorithm>
#include <fmt/format.h>
#include <set>

#include "rules/controls/measurements.hpp"
#include "rules/diagnose/alone.hpp"
#include "rules/diagnose/by_proxy.hpp"
#include "rules/diagnose/icmp_reading.hpp"

namespace rules {
namespace {

using namespace direct;
using netprobe::failure;
using netprobe::variation;

constexpr int paced = 4;
constexpr double pace_ms = 250;
constexpr std::size_t most_alone = 32;
constexpr double rest_ms = 1000; // a limit of so many a second has forgotten then what went before
constexpr double slow_pace_ms = 400;
constexpr std::size_t most_rested = 14;

// A limit rejects as a closed port does: by a reset, or in the words of a rule.
bool rejected(const netprobe::connect_observation& c) {
    return (c.failed == failure::refused && c.kernel.icmp.empty()) || diagnosis::rejected_by_rule(c);
}

/// A path that failed where others were let through: what was wrong may be how many we were, or that a packet was lost.
bool may_be_our_own_doing(const path_result& p, const measurements& seen) {
    const auto& all = p.seen;
    if (diagnosis::by_proxy(all) || all.works() || all.connects.empty()) return false;
    // A port that both takes connections and is silent at one place may be limited at all of them together.
    const auto limited = [&](const auto& c) {
        return std::ranges::any_of(seen.all, [&](const auto& other) {
            return other.at.port == c.port && is_silence(*other.seen) && seen.accepted(other.at);
        });
    };
    if (all.failed == failure::timed_out)
        return seen.lossy() || (!all.used && std::ranges::any_of(all.connects, limited));
    return seen.any_accepted() && std::ranges::all_of(all.connects, rejected);
}

/// Connections were taken only after the first SYN had been lost, or not at all beside others: of loss, or of a limit
/// that our burst met.
void ask_about_pace(direct_list& to, const measurements& seen, bool after_others) {
    const auto repeated = [&](const auto& a) {
        return seen.lost_a_syn(a) || (is_silence(*a.seen) && seen.accepted(a.at)); // or sent again until the end
    };
    if (std::ranges::count_if(seen.all, repeated) < 2) return;
    for (const auto& at : seen.places(repeated, 1))
        for (int i = 0; i < paced; ++i) {
            variation as;
            as.after_ms = i == 0 && after_others ? rest_ms : pace_ms;
            to.add(fmt::format("control_paced_{}", i + 1), at, "tcp", "a connection alone, in its turn", as);
        }
}

// Those that work alone and are to be asked once more, as they name where to go to a path that was not tried for want
// of time.
std::set<std::string> named_nothing_yet(const report& measured) {
    std::set<std::string> ids;
    for (const auto& p : measured.paths)
        if (p.seen.failed == failure::not_tried && !p.planned.to.after.empty() &&
            !diagnosis::to_its_end(diagnosis::alone(measured, p.id())))
            ids.insert(p.planned.to.after);
    return ids;
}

} // namespace

std::vector<planned_path> alone_controls(const report& measured) {
    direct_list wanted;
    const measurements seen(measured);
    std::set<std::string> asked;
    for (const auto& p : measured.paths) {
        if (asked.size() == most_alone) break;
        const bool waited = p.seen.failed == failure::not_tried && asked.contains(p.planned.to.after);
        if (!waited && !may_be_our_own_doing(p, seen)) continue;
        asked.insert(p.planned.to.id);
        wanted.again(p);
    }
    ask_about_pace(wanted, seen, !asked.empty());
    return std::move(wanted).take();
}

std::vector<planned_path> rested_alone_controls(const report& measured) {
    const measurements seen(measured);
    const auto counted = [&](const auto& c) { return rejected(c) && diagnosis::taken_in_run(measured, c); };
    const auto shut = [](const auto& c) { return rejected(c) || c.failed == failure::timed_out; };
    const auto wanted_once_more = named_nothing_yet(measured);
    direct_list wanted;
    std::set<std::string> asked;
    bool limited = false;
    int late = 0; // dropped at first and let in alone: of one it may have been loss
    for (const auto& p : measured.paths) {
        const auto* again = diagnosis::alone(measured, p.id());
        // A path that waited for another was tried for the first time among those that are alone.
        const auto& last = diagnosis::to_its_end(again) ? *again : p.seen;
        const auto& tried = last.connects;
        const bool all_shut = !tried.empty() && std::ranges::all_of(tried, shut);
        if (again && again->works() && std::ranges::any_of(p.seen.connects, rejected)) limited = true;
        if (again && again->works() && p.seen.failed == failure::timed_out && ++late == 2) limited = true;
        if (asked.size() == most_rested || diagnosis::by_proxy(last)) continue;
        const bool once_more = again && again->works() && wanted_once_more.contains(p.id());
        if (!once_more && (last.works() || (diagnosis::to_its_end(again) && again->to.as.after_ms > 0))) continue;
        const bool waited = last.failed == failure::not_tried && asked.contains(p.planned.to.after);
        if (!once_more && !waited && (!all_shut || (!diagnosis::to_its_end(again) && !may_be_our_own_doing(p, seen))))
            continue;
        limited = limited || std::ranges::any_of(tried, counted);
        wanted.again(p, asked.empty() ? rest_ms : slow_pace_ms);
        asked.insert(p.planned.to.id);
    }
    return limited ? std::move(wanted).take() : std::vector<planned_path>{};
}

std::string alone_control_id(std::string_view path_id) { return fmt::format("control_alone/{}", path_id); }

alone_time time_for_alone(const report& measured, std::size_t number) {
    constexpr double second_syn_ms = 1100, of_near_ones_ms = 4000, round_trips = 6; // TCP, TLS, and the application
    const double trip = diagnosis::middle_round_trip(measured);
    return {second_syn_ms + 2 * trip, of_near_ones_ms, round_trips * trip * static_cast<double>(number)};
}

alone_time time_for_rested(const report& measured, std::size_t number) {
    auto time = time_for_alone(measured, number);
    time.all_ms = rest_ms + slow_pace_ms * static_cast<double>(number);
    time.round_trips_ms += time.step_ms; // the last one may be silent
    return time;
}

} // namespace rules
