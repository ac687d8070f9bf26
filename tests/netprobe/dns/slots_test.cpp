// SPDX-License-Identifier: MIT
#include "netprobe/dns/slots.hpp"

#include <catch2/catch.hpp>

#include "netprobe/together.hpp"
#include "tests/run.hpp"

#include <asio/use_awaitable.hpp>

using namespace netprobe;
using namespace netprobe::dns;
using namespace std::chrono_literals;

namespace {

struct crowd {
    asio::io_context io;
    std::shared_ptr<slots> door;
    milliseconds at_most;
    int inside = 0, most = 0;
    std::vector<int> order;

    crowd(std::size_t width, milliseconds hold_at_most)
        : door(std::make_shared<slots>(io.get_executor(), width)), at_most(hold_at_most) {}

    asio::awaitable<void> one(int number, milliseconds stay) {
        const auto held = co_await door->take(at_most);
        order.push_back(number);
        most = std::max(most, ++inside);
        asio::steady_timer wait(io, stay);
        co_await wait.async_wait(asio::use_awaitable);
        --inside;
    }
    asio::awaitable<int> all(int count, milliseconds stay) {
        std::vector<asio::awaitable<void>> tasks;
        for (int i = 0; i < count; ++i) tasks.push_back(one(i, stay));
        co_await together(std::move(tasks));
        co_return most;
    }
    double took(int count, milliseconds stay) {
        const auto begin = std::chrono::steady_clock::now();
        run(io, all(count, stay));
        return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
    }
};

} // namespace

TEST_CASE("slots: never more than the width, first come first served") {
    crowd c(3, 5000ms);
    const double ms = c.took(12, 10ms);
    CHECK(c.most == 3);
    CHECK(ms >= 40);
    CHECK(std::is_sorted(c.order.begin(), c.order.end()));
    CHECK(c.order.size() == 12);
    CHECK(c.took(3, 5ms) < 1000); // all slots have come back
}

TEST_CASE("slots: who stays too long is not counted any more") {
    crowd c(1, 20ms);
    const double ms = c.took(5, 200ms);
    CHECK(c.most >= 4);
    CHECK(ms >= 4 * 20 + 200);
    CHECK(ms < 800);
    crowd again(1, 20ms); // given back once, not twice
    again.took(3, 60ms);
    again.most = 0;
    again.took(2, 5ms);
    CHECK(again.most == 1);
}

TEST_CASE("slots: a width of nothing is one") {
    crowd c(0, 5000ms);
    c.took(3, 1ms);
    CHECK(c.most == 1);
}
