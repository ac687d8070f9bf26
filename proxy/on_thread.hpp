// SPDX-License-Identifier: MIT
//
// Linux and other systems with threads and pipes.
#pragma once

#include <functional>
#include <system_error>

#include <asio/awaitable.hpp>
#include <asio/posix/stream_descriptor.hpp>

namespace proxy {

/// Runs what blocks and cannot be cancelled on a thread of its own, and waits until it has ended. Whoever has no more
/// time closes `ended` (open for this only while it waits): then `ec` is set, and the thread is left to itself, so it
/// must touch nothing but what `work` owns, and must not throw. `ec` is set too where the system has no thread to give.
asio::awaitable<void> run_on_thread(
    asio::posix::stream_descriptor& ended, std::function<void()> work, std::error_code& ec);

} // namespace proxy
