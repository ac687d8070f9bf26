// SPDX-License-Identifier: MIT
#pragma once

#include <exception>
#include <optional>
#include <utility>

#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>

/// Runs one coroutine to its end on a loop and returns what it returned.
template <class T>
T run(asio::io_context& io, asio::awaitable<T> task) {
    std::optional<T> out;
    std::exception_ptr thrown;
    asio::co_spawn(io, std::move(task), [&](std::exception_ptr e, T value) {
        thrown = e;
        out = std::move(value);
        io.stop(); // a fake server may still be listening
    });
    io.restart(); // run() may be called more than once on one loop
    io.run();
    if (thrown) std::rethrow_exception(thrown);
    return std::move(*out);
}
