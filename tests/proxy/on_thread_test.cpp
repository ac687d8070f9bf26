// SPDX-License-Identifier: MIT
#include "proxy/on_thread.hpp"

#include <atomic>
#include <memory>
#include <thread>

#include <asio/error.hpp>
#include <asio/steady_timer.hpp>
#include <catch2/catch.hpp>

#include "tests/run.hpp"

using namespace std::chrono_literals;

namespace {

asio::awaitable<std::error_code> work_for(asio::posix::stream_descriptor& ended, std::function<void()> work) {
    std::error_code ec;
    co_await proxy::run_on_thread(ended, std::move(work), ec);
    co_return ec;
}

} // namespace

TEST_CASE("on thread: waits without holding up the loop") {
    asio::io_context io;
    asio::posix::stream_descriptor ended(io);
    const auto loop = std::this_thread::get_id();
    std::thread::id worker;
    bool ticked = false;
    asio::steady_timer tick(io, 10ms);
    tick.async_wait([&](std::error_code) { ticked = true; });
    for (int round = 0; round < 2; ++round) { // the descriptor serves again
        const auto ec = run(io, work_for(ended, [&] {
            worker = std::this_thread::get_id();
            std::this_thread::sleep_for(40ms);
        }));
        CHECK_FALSE(ec);
        CHECK_FALSE(ended.is_open());
    }
    CHECK(ticked);
    CHECK(worker != loop);
}

TEST_CASE("on thread: whoever has no more time goes on, and the thread ends by itself") {
    const auto owned = std::make_shared<std::atomic<int>>(0);
    {
        asio::io_context io;
        asio::posix::stream_descriptor ended(io);
        asio::steady_timer soon(io, 20ms);
        soon.async_wait([&](std::error_code) { ended.close(); });
        const auto ec = run(io, work_for(ended, [owned] {
            std::this_thread::sleep_for(100ms);
            ++*owned;
        }));
        CHECK(ec == asio::error::operation_aborted);
        CHECK(*owned == 0);
    }
    for (int i = 0; i < 200 && owned.use_count() > 1; ++i) std::this_thread::sleep_for(10ms);
    CHECK(*owned == 1);
    CHECK(owned.use_count() == 1);
}
