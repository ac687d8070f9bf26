// SPDX-License-Identifier: MIT
// Not compiled, only read by scripts/lint_coroutines, which must flag nothing here.
#include <optional>
#include <string>
#include <utility>

#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>
#include <asio/this_coro.hpp>

namespace {

struct note {
    std::string text;
    int number = 0;
};

asio::awaitable<int> take(note) { co_return 1; }
asio::awaitable<std::string> word() { co_return "word"; }
template <class F>
asio::awaitable<void> call(F f) {
    f();
    co_return;
}

} // namespace

asio::awaitable<note> the_same_with_names(std::string text, bool choose) {
    note named{"x", 1};
    co_await take(named);
    co_await take(std::move(named));
    co_await take(note());
    const auto by_value = [text] { return text.size(); };
    co_await call(by_value);
    co_await call([&text] { return text.size(); });
    co_await call([choose] { return choose; });
    std::string one = "plain";
    if (choose) one = co_await word();
    note filled;
    filled.text = co_await word();
    const auto ex = co_await asio::this_coro::executor;
    const auto job = [text]() -> asio::awaitable<void> { co_await word(); };
    asio::co_spawn(ex, job, asio::detached);
    co_return note{one, 2};
}

// The lambda's own co_await is not part of the expression that makes the lambda.
void outside_a_coroutine(asio::io_context& io, std::string text) {
    asio::co_spawn(
        io, [text]() -> asio::awaitable<void> { co_await word(); }, asio::detached);
}
