// SPDX-License-Identifier: MIT
#include "tools/survey.hpp"

#include <stdexcept>

#include "netprobe/run.hpp"
#include "netprobe/together.hpp"
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

asio::awaitable<void> measure_paths(
    network& net, const rules::plan& plan, std::size_t width, live_progress& live, netprobe::run_observation& into) {
    into = co_await netprobe::run(net.wire(), targets_of(plan.paths), width, live.events());
}

// One run of the plan, and one of the controls that its results ask for.
asio::awaitable<void> measure(network& net, const rules::plan& plan, const controls_for& controls, std::size_t width,
    live_progress& live, rules::report& into) {
    // By a proxy alone nobody here looks the hub up; its address is a control's.
    std::vector<asio::awaitable<void>> all;
    all.push_back(look_up(net, into.site.hub));
    all.push_back(measure_paths(net, plan, width, live, into.run));
    co_await netprobe::together(std::move(all));
    into.paths = results(plan.paths, std::move(into.run.paths));
    into.run.paths.clear();
    const auto wanted = controls ? controls(into) : std::vector<rules::planned_path>{};
    if (wanted.empty() || net.budget().over()) co_return;
    live.add(wanted.size());
    auto again = co_await netprobe::run(net.wire(), targets_of(wanted), width, live.events());
    into.controls = results(wanted, std::move(again.paths));
    again.paths.clear();
    into.run = std::move(again); // its names are those of both
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
    const auto started = now_utc();
    live_progress live(net.loop(), plan.paths.size(), how.progress);
    const auto task = [&]() -> asio::awaitable<void> {
        co_await measure(net, plan, controls, how.width, live, report);
        live.end();
    };
    net.run(task());
    report.run.started = started;
    report.run.resolvers = net.resolvers();
    report.run.search = net.search();
    rules::diagnose(report);
    return report;
}

} // namespace tools
