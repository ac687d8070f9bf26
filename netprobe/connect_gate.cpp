// SPDX-License-Identifier: MIT
#include "netprobe/connect_gate.hpp"

#include <utility>

#include <asio/redirect_error.hpp>
#include <asio/use_awaitable.hpp>

namespace netprobe {
namespace {

constexpr milliseconds young{250};

} // namespace

/// The connects under way to one address, and those that wait.
struct connect_gate::queue {
    std::size_t inside = 0;
    std::deque<std::shared_ptr<asio::steady_timer>> waiting;

    void leave() {
        --inside;
        if (waiting.empty()) return;
        waiting.front()->cancel();
        waiting.pop_front();
    }
};

asio::awaitable<connect_gate::place> connect_gate::enter(std::string address) {
    auto& slot = queues_[address];
    if (!slot) slot = std::make_shared<queue>();
    const auto line = slot;
    while (line->inside >= at_once_ && !budget_.over()) {
        auto turn = std::make_shared<asio::steady_timer>(budget_.executor(), asio::steady_timer::time_point::max());
        line->waiting.push_back(turn);
        const watchdog guard(budget_, [turn] { turn->cancel(); });
        std::error_code ignored;
        co_await turn->async_wait(asio::redirect_error(asio::use_awaitable, ignored));
        if (guard.expired() != failure::none) {
            std::erase(line->waiting, turn);
            break;
        }
    }
    ++line->inside;
    // Left by whichever comes first: the place's destruction, or the timer.
    struct ticket {
        std::shared_ptr<queue> line;
        asio::steady_timer timer;
        bool left = false;
        void leave() {
            if (!std::exchange(left, true)) line->leave();
        }
    };
    const auto held = std::make_shared<ticket>(ticket{line, asio::steady_timer(budget_.executor(), young)});
    held->timer.async_wait([held](std::error_code) { held->leave(); });
    std::shared_ptr<void> on_end(nullptr, [weak = std::weak_ptr(held)](void*) {
        if (const auto still = weak.lock()) still->timer.cancel();
    });
    co_return place(std::move(on_end));
}

} // namespace netprobe
