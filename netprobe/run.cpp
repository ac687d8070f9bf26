// SPDX-License-Identifier: MIT
#include "netprobe/run.hpp"

#include <algorithm>
#include <deque>

#include "netprobe/probe.hpp"
#include "netprobe/together.hpp"

namespace netprobe {
namespace {

// The list that the workers share.
struct work {
    const wire& on;
    std::vector<path_observation> results;
    std::deque<std::size_t> ready;
    run_events tell;
    std::size_t spare = 0; ///< workers that may still be added

    // The paths that waited for this one: on, with the host it named, or not at all. One that has a host already waited
    // for its turn only.
    void release(const path_observation& ended) {
        for (std::size_t i = 0; i < results.size(); ++i) {
            auto& waiting = results[i];
            if (waiting.to.after != ended.to.id || waiting.failed != failure::not_tried) continue;
            if (waiting.to.host.empty()) waiting.to.host = ended.next_host;
            if (!waiting.to.host.empty() || ended.failed == failure::interrupted) waiting.failed = failure::interrupted;
            if (!waiting.to.host.empty()) ready.push_back(i);
        }
    }
};

asio::awaitable<void> worker(work& shared) {
    while (!shared.ready.empty() && !shared.on.budget.over()) {
        const auto mine = shared.ready.front();
        shared.ready.pop_front();
        auto to = shared.results[mine].to;
        if (shared.tell.started) shared.tell.started(to);
        auto seen = co_await probe(shared.on, std::move(to));
        shared.results[mine] = std::move(seen);
        if (shared.tell.ended) shared.tell.ended(shared.results[mine]);
        // This worker goes on with what it released, so nobody needs to wait for an empty list to fill; where that
        // was more than one path, others help, or silent ones would cost a limit each.
        shared.release(shared.results[mine]);
        if (shared.ready.size() < 2 || shared.spare == 0) continue;
        const auto more = std::min(shared.ready.size() - 1, shared.spare);
        shared.spare -= more;
        std::vector<asio::awaitable<void>> all;
        for (std::size_t i = 0; i <= more; ++i) all.push_back(worker(shared));
        co_await together(std::move(all));
        shared.spare += more;
    }
}

} // namespace

asio::awaitable<run_observation> run(const wire& on, std::vector<target> targets, std::size_t width, run_events tell) {
    work shared{on, {}, {}, std::move(tell)};
    for (auto& to : targets) {
        path_observation waiting;
        waiting.failed = to.after.empty() ? failure::interrupted : failure::not_tried;
        waiting.to = std::move(to);
        if (waiting.to.after.empty()) shared.ready.push_back(shared.results.size());
        shared.results.push_back(std::move(waiting));
    }
    std::vector<asio::awaitable<void>> workers;
    for (std::size_t i = 0; i < std::min(width, shared.ready.size()); ++i) workers.push_back(worker(shared));
    shared.spare = width - workers.size();
    co_await together(std::move(workers));

    // What waited for a path that never began has been interrupted with it.
    for (auto& waiting : shared.results)
        for (const auto& first : shared.results)
            if (waiting.failed == failure::not_tried && waiting.to.after == first.to.id &&
                first.failed == failure::interrupted)
                waiting.failed = failure::interrupted;

    run_observation seen;
    seen.names = co_await on.names.finish();
    seen.interrupted = on.budget.over();
    seen.elapsed_ms = on.budget.now_ms();
    seen.paths = std::move(shared.results);
    co_return seen;
}

} // namespace netprobe
