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

    // The paths that waited for this one: on, with the host it named, or not at all.
    void release(const path_observation& ended) {
        for (std::size_t i = 0; i < results.size(); ++i) {
            auto& waiting = results[i];
            if (waiting.to.after != ended.to.id || !waiting.to.host.empty()) continue;
            waiting.to.host = ended.next_host;
            if (!waiting.to.host.empty()) {
                waiting.failed = failure::interrupted;
                ready.push_back(i);
            }
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
        // This worker goes on with what it released, so nobody needs to wait for an empty list to fill.
        shared.release(shared.results[mine]);
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
    co_await together(std::move(workers));

    run_observation seen;
    seen.names = co_await on.names.finish();
    seen.interrupted = on.budget.over();
    seen.elapsed_ms = on.budget.now_ms();
    seen.paths = std::move(shared.results);
    co_return seen;
}

} // namespace netprobe
