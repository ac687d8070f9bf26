// SPDX-License-Identifier: MIT
#include "proxy/on_thread.hpp"

#include <array>
#include <cerrno>
#include <thread>
#include <utility>

#include <asio/redirect_error.hpp>
#include <asio/use_awaitable.hpp>
#include <fcntl.h>
#include <unistd.h>

namespace proxy {

asio::awaitable<void> run_on_thread(
    asio::posix::stream_descriptor& ended, std::function<void()> work, std::error_code& ec) {
    // The thread owns the pipe's writing end and closes it when it has ended: nothing to write, and no signal when
    // nobody reads any more.
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0) {
        ec.assign(errno, std::system_category());
        co_return;
    }
    ended.assign(ends[0], ec);
    if (ec) ::close(ends[0]);
    if (!ec) {
        try {
            std::thread([write_end = ends[1], work = std::move(work)]() mutable {
                work();
                work = nullptr; // what it owns goes before the word that it has ended
                ::close(write_end);
            }).detach();
        } catch (const std::system_error& e) {
            ec = e.code();
        }
    }
    if (ec) {
        ::close(ends[1]);
        std::error_code ignored;
        ended.close(ignored);
        co_return;
    }
    const auto readable = asio::posix::stream_descriptor::wait_read;
    co_await ended.async_wait(readable, asio::redirect_error(asio::use_awaitable, ec));
    std::error_code ignored;
    ended.close(ignored);
}

} // namespace proxy
