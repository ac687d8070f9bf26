// SPDX-License-Identifier: MIT
#include "netprobe/time_budget.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace netprobe {

time_budget::time_budget(asio::any_io_executor ex, milliseconds step, milliseconds run)
    : ex_(std::move(ex)), step_(step), begin_(clock::now()), deadline_(begin_ + run) {}

double time_budget::now_ms() const noexcept {
    return std::chrono::duration<double, std::milli>(clock::now() - begin_).count();
}

bool time_budget::over() const noexcept { return interrupted_ || clock::now() >= deadline_; }

void time_budget::interrupt() {
    interrupted_ = true;
    // expire() runs other people's code, which may end further steps.
    const std::vector<watchdog*> now(awake_.begin(), awake_.end());
    for (auto* dog : now)
        if (awake_.contains(dog)) dog->expire(failure::interrupted);
}

// Shared with the timer's handler: the timer may already have expired, its handler queued with
// success, when the watchdog is destroyed. Cancelling cannot call that handler back.
struct watchdog::state {
    std::function<void()> on_expiry;
    failure expired = failure::none;
    bool gone = false;
};

watchdog::watchdog(time_budget& budget, std::function<void()> on_expiry, milliseconds limit)
    : budget_(budget), timer_(budget.ex_), state_(std::make_shared<state>()) {
    state_->on_expiry = std::move(on_expiry);
    budget_.awake_.insert(this);
    const auto own = clock::now() + (limit.count() ? limit : budget.step_);
    const auto why = own <= budget.deadline_ ? failure::timed_out : failure::interrupted;
    timer_.expires_at(budget.interrupted_ ? clock::now() : std::min(own, budget.deadline_));
    timer_.async_wait([this, why, st = state_](std::error_code ec) {
        if (ec || st->gone) return;
        expire(budget_.interrupted_ ? failure::interrupted : why);
    });
}

watchdog::~watchdog() {
    state_->gone = true;
    budget_.awake_.erase(this);
}

failure watchdog::expired() const noexcept { return state_->expired; }

void watchdog::expire(failure why) {
    if (state_->expired != failure::none) return;
    state_->expired = why;
    const auto keep = state_; // the call may destroy *this
    if (keep->on_expiry) keep->on_expiry();
}

} // namespace netprobe
