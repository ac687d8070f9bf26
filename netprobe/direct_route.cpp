// SPDX-License-Identifier: MIT
#include <algorithm>
#include <optional>

#include "netprobe/open_direct.hpp"
#include "netprobe/route.hpp"

namespace netprobe {
namespace {

class direct_connection final : public connection {
public:
    /// Starts connecting to every address of `seen.resolve`.
    direct_connection(const wire& on, const path_observation& seen)
        : attempts_(on, seen.resolve.addresses, on.port_for(seen.to.port), seen.to.as) {}

    asio::awaitable<void> connect() { stream_ = co_await attempts_.first(); }

    stream* over() noexcept override { return stream_.get(); }
    asio::awaitable<void> give_up_others() override {
        attempts_.stop();
        co_await attempts_.rest();
    }
    asio::awaitable<void> end(path_observation& seen) override {
        stream_.reset();
        seen.used = attempts_.used();
        seen.connects = co_await attempts_.rest();
        if (!seen.used) seen.failed = failure_of(seen.connects);
    }

private:
    direct_attempts attempts_;
    std::unique_ptr<stream> stream_;
};

/// A name that has led to no address: there is nothing to connect to.
class no_connection final : public connection {
public:
    stream* over() noexcept override { return nullptr; }
    asio::awaitable<void> end(path_observation&) override { co_return; }
};

class direct final : public route {
public:
    asio::awaitable<std::unique_ptr<connection>> open(const wire& on, path_observation& seen) const override {
        const auto& fixed = seen.to.as.address;
        seen.resolve = co_await on.names.resolve(fixed.empty() ? seen.to.host : fixed);
        seen.failed = failure_of(seen.resolve);
        if (seen.failed != failure::none) co_return std::make_unique<no_connection>();
        auto made = std::make_unique<direct_connection>(on, seen);
        co_await made->connect();
        co_return made;
    }
};

} // namespace

const route& direct_route() noexcept {
    static const direct the_one;
    return the_one;
}

} // namespace netprobe
