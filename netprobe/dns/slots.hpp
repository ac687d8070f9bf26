// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <memory>

#include <asio/any_io_executor.hpp>
#include <asio/awaitable.hpp>
#include <asio/steady_timer.hpp>

#include "netprobe/time_budget.hpp"

namespace netprobe::dns {

/// Bounds how many questions one server has to bear at a time; who comes first goes first.
class slots : public std::enable_shared_from_this<slots> {
public:
    /// At least one slot.
    slots(const asio::any_io_executor& ex, std::size_t width);

    /// A slot that is given back when this dies, or earlier, once `at_most` has passed: a server
    /// that does not answer has no work with the question any more.
    class hold {
    public:
        hold(std::shared_ptr<slots> from, milliseconds at_most);
        ~hold();
        hold(const hold&) = delete;
        hold& operator=(const hold&) = delete;

    private:
        std::shared_ptr<bool> returned_ = std::make_shared<bool>(false);
        std::shared_ptr<slots> from_;
        asio::steady_timer early_;
    };

    /// Waits for a free slot. Bounded by those who hold one.
    asio::awaitable<std::unique_ptr<hold>> take(milliseconds at_most);

private:
    void give_back();

    std::size_t free_;
    asio::steady_timer waiting_;
};

} // namespace netprobe::dns
