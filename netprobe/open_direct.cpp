// SPDX-License-Identifier: MIT
#include "netprobe/open_direct.hpp"

#include <algorithm>
#include <optional>

#include <asio/co_spawn.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>

#include "netprobe/connect.hpp"

namespace netprobe {
namespace {

constexpr milliseconds grace{50};
// Beside an address that answers, how long the others may be silent: their second SYN goes out after a second. Where
// the first took its time, they have more.
constexpr milliseconds patience{1500};
constexpr int times_as_long = 5;
constexpr milliseconds few_hops{2000}; // what expires near by is reported soon

} // namespace

failure failure_of(const resolve_observation& seen) noexcept {
    return seen.ok() && seen.addresses.empty() ? failure::no_address : seen.failed;
}

failure failure_of(const std::vector<connect_observation>& seen) noexcept {
    const auto speaks =
        std::find_if(seen.begin(), seen.end(), [](const auto& one) { return one.failed != failure::net_unreachable; });
    return (speaks == seen.end() ? seen.front() : *speaks).failed;
}

// Shared with the attempts, which may end after the path has given up on them.
struct direct_attempts::state {
    state(const wire& w, std::size_t count)
        : on(w), begin(clock::now()), seen(count), sockets(count), trying(count), left(count),
          change(w.budget.executor()) {}

    const wire& on;
    clock::time_point begin;
    std::vector<std::optional<connect_observation>> seen;
    std::vector<std::optional<asio::ip::tcp::socket>> sockets; ///< connected ones, until taken or closed
    std::vector<watchdog*> trying;                             ///< those under way; null before and after
    std::size_t left;
    asio::steady_timer change; ///< cancelled whenever an attempt ends
    std::optional<std::size_t> used;

    std::optional<std::size_t> best() const {
        for (std::size_t i = 0; i < sockets.size(); ++i)
            if (sockets[i]) return i;
        return std::nullopt;
    }
    // True if an address before `index` may still answer.
    bool better_may_come(std::size_t index) const {
        return std::any_of(
            seen.begin(), seen.begin() + static_cast<std::ptrdiff_t>(index), [](const auto& s) { return !s; });
    }
    // Ends the attempts under way; each keeps its evidence.
    void give_up() {
        for (auto* one : trying)
            if (one) one->give_up();
    }
    asio::awaitable<void> wait(clock::time_point until) {
        std::error_code ignored;
        change.expires_at(until);
        co_await change.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
};

namespace {

template <class State>
asio::awaitable<void> attempt(
    std::shared_ptr<State> all, std::size_t index, std::string address, std::uint16_t port, variation as) {
    asio::ip::tcp::socket socket(all->on.budget.executor());
    const auto limit = as.ttl > 0 ? std::min(few_hops, all->on.budget.step_limit()) : milliseconds::zero();
    auto seen = co_await connect(all->on, socket, address, port, as, limit, &all->trying[index]);
    // One address carries the path; the others were only to be asked.
    if (seen.ok() && !all->used) all->sockets[index] = std::move(socket);
    all->seen[index] = std::move(seen);
    --all->left;
    all->change.cancel();
}

} // namespace

direct_attempts::direct_attempts(
    const wire& on, const std::vector<std::string>& addresses, std::uint16_t port, const variation& as)
    : state_(std::make_shared<state>(on, addresses.size())) {
    for (std::size_t i = 0; i < addresses.size(); ++i)
        asio::co_spawn(on.budget.executor(), attempt(state_, i, addresses[i], port, as), [](std::exception_ptr e) {
            if (e) std::rethrow_exception(e);
        });
}

direct_attempts::~direct_attempts() = default;

asio::awaitable<std::unique_ptr<tcp_stream>> direct_attempts::first() {
    const auto s = state_;
    while (!s->best() && s->left > 0) co_await s->wait(clock::time_point::max());
    if (!s->best()) co_return nullptr;
    const auto until = clock::now() + grace;
    while (s->better_may_come(*s->best()) && clock::now() < until) co_await s->wait(until);
    s->used = s->best();
    auto stream = std::make_unique<tcp_stream>(std::move(*s->sockets[*s->used]));
    for (auto& socket : s->sockets) socket.reset();
    co_return stream;
}

asio::awaitable<std::vector<connect_observation>> direct_attempts::rest() {
    const auto s = state_;
    if (s->used && s->seen[*s->used]) {
        const milliseconds taken(static_cast<milliseconds::rep>(s->seen[*s->used]->elapsed_ms));
        const auto until = s->begin + std::max(patience, taken * times_as_long);
        while (s->left > 0 && clock::now() < until) co_await s->wait(until);
        s->give_up();
    }
    while (s->left > 0) co_await s->wait(clock::time_point::max());
    std::vector<connect_observation> all;
    for (auto& one : s->seen) all.push_back(std::move(*one));
    co_return all;
}

void direct_attempts::stop() { state_->give_up(); }

std::optional<std::size_t> direct_attempts::used() const noexcept { return state_->used; }

} // namespace netprobe
