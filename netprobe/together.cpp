// SPDX-License-Identifier: MIT
#include "netprobe/together.hpp"

#include <cstddef>
#include <exception>
#include <utility>

#include <asio/co_spawn.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>

namespace netprobe {

asio::awaitable<void> together(std::vector<asio::awaitable<void>> tasks) {
    const auto executor = co_await asio::this_coro::executor;
    std::size_t left = tasks.size();
    std::exception_ptr thrown;
    asio::steady_timer all_ended(executor, asio::steady_timer::time_point::max());
    for (auto& task : tasks)
        asio::co_spawn(executor, std::move(task), [&](std::exception_ptr e) {
            if (e && !thrown) thrown = e;
            if (--left == 0) all_ended.cancel();
        });
    std::error_code ignored;
    while (left > 0) // a first cancel() may come before the wait has begun
        co_await all_ended.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    if (thrown) std::rethrow_exception(thrown);
}

} // namespace netprobe
