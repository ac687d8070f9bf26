// SPDX-License-Identifier: MIT
#include "tools/survey.hpp"

#include <algorithm>
#include <iterator>
#include <stdexcept>
#include <utility>

#include "netprobe/local_drops.hpp"
#include "netprobe/own_networks.hpp"
#include "netprobe/probe.hpp"
#include "netprobe/run.hpp"
#include "netprobe/silent_gateway.hpp"
#include "netprobe/together.hpp"
#include "rules/controls.hpp"
#include "rules/diagnose.hpp"
#include "tools/clock.hpp"
#include "tools/live_progress.hpp"
#include "version.hpp"

namespace tools {
namespace {

std::vector<netprobe::target> targets_of(const std::vector<rules::planned_path>& paths) {
    std::vector<netprobe::target> targets;
    for (const auto& path : paths) targets.push_back(path.to);
    return targets;
}

// What was seen of the planned paths, in their order.
std::vector<rules::path_result> results(
    const std::vector<rules::planned_path>& planned, std::vector<netprobe::path_observation> seen) {
    std::vector<rules::path_result> all;
    for (std::size_t i = 0; i < planned.size(); ++i) {
        rules::path_result result;
        result.planned = planned[i];
        result.seen = std::move(seen[i]);
        all.push_back(std::move(result));
    }
    return all;
}

asio::awaitable<void> look_up(network& net, const std::string& host) {
    if (!host.empty()) co_await net.wire().names.resolve(host);
}

asio::awaitable<void> measure_paths(network& net, const std::vector<rules::planned_path>& paths, std::size_t width,
    live_progress& live, netprobe::run_observation& into) {
    into = co_await netprobe::run(net.wire(), targets_of(paths), width, live.events());
}

// A question to an address where no DNS server is. The last of all: there are boxes that shut out whoever sends to such
// an address.
asio::awaitable<void> ask_nowhere(network& net, rules::report& into) {
    auto asked = rules::dns_nowhere(into);
    if (!asked || net.budget().over()) co_return;
    const auto limit =
        netprobe::milliseconds(static_cast<netprobe::milliseconds::rep>(rules::time_for_nowhere_ms(into)));
    netprobe::time_budget short_one(
        net.loop().get_executor(), limit, 2 * limit); // silence is the step's, not the run's
    const netprobe::watchdog run_ends(
        net.budget(), [&] { short_one.interrupt(); }, 2 * limit);
    const auto& on = net.wire();
    const netprobe::wire with{short_one, on.names, on.roots, on.gate, {}, on.local};
    auto seen = co_await netprobe::probe(with, asked->to);
    auto& result = into.controls.emplace_back();
    result.planned = std::move(*asked);
    result.seen = std::move(seen);
}

// What the kernel says of the gateway when the paths have been tried; nothing where it answers.
void look_at_gateway(rules::report& into) {
    const auto address = netprobe::silent_gateway();
    if (address.empty()) return;
    auto& result = into.controls.emplace_back();
    result.planned = rules::gateway_control(address);
    result.seen.to = result.planned.to;
    result.seen.failed = netprobe::failure::host_unreachable;
}

asio::awaitable<void> measure_at_once(network& net, const std::vector<rules::planned_path>& paths, std::size_t width,
    live_progress& live, rules::report& into) {
    // By a proxy alone nobody here looks the hub up; its address is a control's.
    std::vector<asio::awaitable<void>> all;
    all.push_back(look_up(net, into.site.hub));
    all.push_back(measure_paths(net, paths, width, live, into.run));
    co_await netprobe::together(std::move(all));
}

// A path that had only waited for another one is tried for the first time here: what is seen is its own.
bool take_over(rules::path_result& tried, std::vector<rules::path_result>& paths) {
    using netprobe::failure;
    if (tried.seen.failed == failure::not_tried || tried.seen.failed == failure::interrupted) return false;
    const auto path = std::ranges::find_if(paths, [&](const auto& p) {
        return p.seen.failed == failure::not_tried && rules::alone_control_id(p.id()) == tried.planned.to.id;
    });
    if (path == paths.end()) return false;
    auto host = std::move(tried.seen.to.host);
    path->seen = std::move(tried.seen);
    path->seen.to = path->planned.to;
    path->seen.to.host = std::move(host);
    return true;
}

// These one after the other, and all in less time than this.
asio::awaitable<void> try_in_turn(network& net, const std::vector<rules::planned_path>& wanted, rules::alone_time time,
    live_progress& live, rules::report& into) {
    live.add(wanted.size());
    const auto limit = net.budget().step_limit();
    const auto milliseconds = [](double ms) {
        return netprobe::milliseconds(static_cast<netprobe::milliseconds::rep>(ms));
    };
    const auto in_all = milliseconds(time.all_ms) + std::min(limit, milliseconds(time.round_trips_ms));
    netprobe::time_budget short_one(net.loop().get_executor(), std::min(limit, milliseconds(time.step_ms)), in_all);
    const netprobe::watchdog run_ends(
        net.budget(), [&] { short_one.interrupt(); }, in_all + limit);
    const auto& on = net.wire();
    const netprobe::wire with{short_one, on.names, on.roots, on.gate, on.ports, on.local};
    auto seen = co_await netprobe::run(with, targets_of(wanted), 1, live.events());
    for (auto& one : results(wanted, std::move(seen.paths))) {
        using netprobe::failure;
        const auto before = std::ranges::find_if(into.controls, [&](const auto& c) { return c.id() == one.id(); });
        const bool ended = one.seen.failed != failure::interrupted && one.seen.failed != failure::not_tried;
        // What was seen then stands where nothing is now, or less.
        if (before != into.controls.end() && (!ended || (before->seen.works() && !one.seen.works()))) continue;
        if (before != into.controls.end()) into.controls.erase(before);
        if (!take_over(one, into.paths)) into.controls.push_back(std::move(one));
    }
}

// Once more after a rest, for as long as that lets more of them through: who counts may count slowly.
asio::awaitable<void> try_rested(network& net, live_progress& live, rules::report& into) {
    constexpr int most_rounds = 3;
    const auto passed = [&] {
        return std::ranges::count_if(into.controls, [](const auto& c) { return c.seen.works(); }) +
               std::ranges::count_if(into.paths, [](const auto& p) { return p.seen.works(); });
    };
    for (int round = 0; round < most_rounds && !net.budget().over(); ++round) {
        const auto rested = rules::rested_alone_controls(into);
        if (rested.empty()) co_return;
        const auto before = passed();
        co_await try_in_turn(net, rested, rules::time_for_rested(into, rested.size()), live, into);
        if (passed() == before && round > 0) co_return; // the first may have been full
    }
}

// What may have been our own doing once more, one after the other, in less time than a step may take: what is silent
// again is so after its second SYN. Far sites, and those that let few connections at once through, need some more; what
// is counted by the second needs a rest.
asio::awaitable<void> try_alone(network& net, live_progress& live, rules::report& into) {
    const auto wanted = rules::alone_controls(into);
    if (wanted.empty()) co_return;
    auto time = rules::time_for_alone(into, wanted.size());
    time.all_ms = std::min(time.all_ms, static_cast<double>(net.budget().step_limit().count()));
    // All paths before any pace, also those that wait for another one's answer: they would come after it.
    const auto first_paced = std::ranges::find_if(wanted, [](const auto& c) { return c.to.as.after_ms > 0; });
    const std::vector<rules::planned_path> paths(wanted.begin(), first_paced), paced(first_paced, wanted.end());
    co_await try_in_turn(net, paths, time, live, into);
    co_await try_rested(net, live, into);
    if (!paced.empty() && !net.budget().over()) co_await try_in_turn(net, paced, time, live, into);
}

asio::awaitable<void> try_controls(
    network& net, const controls_for& controls, std::size_t width, live_progress& live, rules::report& into) {
    if (net.budget().over()) co_return;
    co_await try_alone(net, live, into);
    auto wanted = controls(into);
    if (!net.on_the_internet())
        std::erase_if(wanted, [](const auto& c) { return c.to.as.address == rules::nowhere_address; });
    if (wanted.empty() || net.budget().over()) co_return;
    live.add(wanted.size());
    auto again = co_await netprobe::run(net.wire(), targets_of(wanted), width, live.events());
    for (auto& one : results(wanted, std::move(again.paths))) into.controls.push_back(std::move(one));
    into.run.names = std::move(again.names); // those of both
    into.run.elapsed_ms = again.elapsed_ms;
    into.run.interrupted = again.interrupted;
    // When nothing else is under way: what is counted is everybody's.
    const auto in_a_row = net.budget().over() ? std::vector<rules::planned_path>{} : rules::in_a_row_controls(into);
    if (!in_a_row.empty()) co_await try_in_turn(net, in_a_row, rules::time_for_in_a_row(in_a_row.size()), live, into);
}

// One run of the plan, and one of the controls that its results ask for.
asio::awaitable<void> measure(network& net, const rules::plan& plan, const controls_for& controls, std::size_t width,
    live_progress& live, rules::report& into) {
    auto at_once = plan.paths;
    const auto standing = controls ? rules::standing_controls(plan) : std::vector<rules::planned_path>{};
    at_once.insert(at_once.end(), standing.begin(), standing.end());
    const auto before = netprobe::failed_retransmissions();
    const auto started = now_utc();
    co_await measure_at_once(net, at_once, width, live, into);
    into.run.started = started;
    into.run.resolvers = net.resolvers();
    into.run.search = net.search();
    const auto after = netprobe::failed_retransmissions();
    if (before && after) into.run.local_drops = *after - *before;
    into.run.networks = netprobe::own_networks();
    if (controls) look_at_gateway(into);
    into.paths = results(at_once, std::move(into.run.paths));
    into.run.paths.clear();
    const auto first_standing = into.paths.begin() + static_cast<std::ptrdiff_t>(plan.paths.size());
    std::move(first_standing, into.paths.end(), std::back_inserter(into.controls));
    into.paths.erase(first_standing, into.paths.end());
    if (!controls) co_return;
    co_await try_controls(net, controls, width, live, into);
    if (net.on_the_internet()) co_await ask_nowhere(net, into);
}

} // namespace

rules::plan plan_for(const rules::site& site, const rules::catalog& catalog, const site_options& from, rules::ways by) {
    try {
        return rules::make_plan(site, catalog, from.only, from.skip, by);
    } catch (const std::invalid_argument& wrong) {
        throw usage_error(wrong.what());
    }
}

rules::report survey(network& net, const rules::site& site, const rules::plan& plan, const controls_for& controls,
    const survey_options& how) {
    rules::report report;
    report.tool_version = EGRESS_VERSION;
    report.site = site;
    report.assumptions = plan.assumptions;
    for (const auto& remark : net.remarks()) report.assumptions.push_back(remark);
    live_progress live(net.loop(), plan.paths.size(), how.progress);
    const auto task = [&]() -> asio::awaitable<void> {
        co_await measure(net, plan, controls, net.width(how.width), live, report);
        live.end();
    };
    net.run(task());
    rules::diagnose(report);
    return report;
}

} // namespace tools
