// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>

#include "netprobe/run.hpp"

namespace tools {

/// One line on standard error that tells how far a run is, drawn again ten times a second and wiped at the
/// end. Does nothing unless `on`.
class live_progress {
public:
    live_progress(asio::io_context& loop, std::size_t total, bool on);

    /// To give to the run; this must outlive it.
    netprobe::run_events events();

    /// More to be done than was known at the start.
    void add(std::size_t more) noexcept { total_ += more; }

    /// Wipes the line. Call when the run has ended.
    void end();

private:
    void draw();
    void tick();

    asio::steady_timer timer_;
    std::size_t total_, done_ = 0;
    std::vector<std::string> running_;
    bool on_;
};

} // namespace tools
