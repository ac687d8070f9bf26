// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <vector>

#include "netprobe/wire.hpp"

namespace netprobe {

/// Called when a path starts and when it ends; for live progress.
struct run_events {
    std::function<void(const target&)> started;
    std::function<void(const path_observation&)> ended;
};

/// Probes all targets, at most `width` at once, and waits for the rest of the DNS evidence. A target with
/// `after` starts when that path has ended, over the host it named; one that has a host already, however it ended.
/// Results are in the order of `targets`; what could not start is not_tried (its predecessor failed) or interrupted
/// (the run ended first). Leaves run_observation's resolvers, search and started to the caller.
asio::awaitable<run_observation> run(const wire& on, std::vector<target> targets, std::size_t width, run_events tell);

} // namespace netprobe
