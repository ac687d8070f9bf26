// SPDX-License-Identifier: MIT
#include "netprobe/dns/slots.hpp"

#include <algorithm>
#include <utility>

#include <asio/redirect_error.hpp>
#include <asio/use_awaitable.hpp>

namespace netprobe::dns {

slots::slots(const asio::any_io_executor& ex, std::size_t width)
    : free_(std::max<std::size_t>(width, 1)), waiting_(ex, asio::steady_timer::time_point::max()) {}

slots::hold::hold(std::shared_ptr<slots> from, milliseconds at_most)
    : from_(std::move(from)), early_(from_->waiting_.get_executor(), at_most) {
    early_.async_wait([returned = returned_, slots = from_](std::error_code ec) {
        if (ec || *returned) return; // the handler may have been queued when the hold died
        *returned = true;
        slots->give_back();
    });
}

slots::hold::~hold() {
    if (*returned_) return;
    *returned_ = true;
    from_->give_back();
}

void slots::give_back() {
    ++free_;
    waiting_.cancel_one();
}

asio::awaitable<std::unique_ptr<slots::hold>> slots::take(milliseconds at_most) {
    const auto alive = shared_from_this();
    while (free_ == 0) {
        std::error_code ignored;
        co_await waiting_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
    --free_;
    co_return std::make_unique<hold>(alive, at_most);
}

} // namespace netprobe::dns
