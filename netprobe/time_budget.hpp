// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <set>

#include <asio/any_io_executor.hpp>
#include <asio/steady_timer.hpp>

#include "netprobe/failure.hpp"

namespace netprobe {

using clock = std::chrono::steady_clock;
using milliseconds = std::chrono::milliseconds;

/// How much time a run has: a limit for each step, a deadline for all, and the switch that ends
/// everything early (Ctrl-C). Every wait of the library goes through a watchdog on one of these,
/// so nothing can outlast it. Must outlive the run.
class time_budget {
public:
    /// `step` bounds each step, `run` the whole; a step near the deadline gets what is left.
    time_budget(asio::any_io_executor ex, milliseconds step, milliseconds run);
    time_budget(const time_budget&) = delete;
    time_budget& operator=(const time_budget&) = delete;

    asio::any_io_executor executor() const { return ex_; }
    milliseconds step_limit() const noexcept { return step_; }

    /// Milliseconds since the budget was made: the zero of outcome::started_ms.
    double now_ms() const noexcept;

    /// True once interrupt() was called or the deadline has passed: start nothing new.
    bool over() const noexcept;

    /// Ends every step under way, now; each reports failure::interrupted.
    void interrupt();

private:
    friend class watchdog;
    asio::any_io_executor ex_;
    milliseconds step_;
    clock::time_point begin_, deadline_;
    bool interrupted_ = false;
    std::set<class watchdog*> awake_;
};

/// Calls `on_expiry` once if a step uses up its time, or the run ends, while this lives. Its work
/// is to keep the evidence and then close the socket: closing, not cancelling, because between
/// two reads there is nothing to cancel.
class watchdog {
public:
    /// A limit of zero means the budget's own step limit.
    watchdog(time_budget& budget, std::function<void()> on_expiry, milliseconds limit = {});
    ~watchdog();
    watchdog(const watchdog&) = delete;
    watchdog& operator=(const watchdog&) = delete;

    /// Ends the step now as if its own limit had passed.
    void give_up() { expire(failure::timed_out); }

    /// none while time is left; else timed_out (its own limit) or interrupted (the run's end).
    failure expired() const noexcept;

private:
    friend class time_budget;
    struct state;
    void expire(failure why);
    time_budget& budget_;
    asio::steady_timer timer_;
    std::shared_ptr<state> state_;
};

} // namespace netprobe
