// SPDX-License-Identifier: MIT
// Not compiled, only read by scripts/lint_coroutines, which must flag every line that ends in "flagged" and no other.
#include <string>
#include <utility>

#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/this_coro.hpp>

namespace {

struct note {
    std::string text;
    int number = 0;
};
struct two {
    std::string a, b;
};

asio::awaitable<int> take(note) { co_return 1; }
asio::awaitable<int> take_or_default(int n, note = {}) { co_return n; }
asio::awaitable<std::string> word() { co_return "word"; }
std::string plain() { return "plain"; }
template <class F>
asio::awaitable<void> call(F f) {
    f();
    co_return;
}

} // namespace

asio::awaitable<void> every_shape_that_breaks(std::string text, bool choose) {
    co_await take(note{"x", 1});                         // flagged
    co_await take({});                                   // flagged
    co_await take({.text = "x"});                        // flagged
    co_await take_or_default(1);                         // flagged
    co_await call([text] { return text.size(); });       // flagged
    co_await call([own = text] { return own.size(); });  // flagged
    const auto one = choose ? co_await word() : plain(); // flagged
    const two both{co_await word(), co_await word()};    // flagged
    asio::co_spawn(                                      // flagged
        co_await asio::this_coro::executor, [text]() -> asio::awaitable<void> { co_await word(); }, asio::detached);
    const auto unused = std::pair(one.size(), both.a.size());
    static_cast<void>(unused);
}
