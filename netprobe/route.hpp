// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include <asio/awaitable.hpp>

#include "netprobe/observation.hpp"
#include "netprobe/stream.hpp"

namespace netprobe {

struct wire;

/// A way to one target, opened by a route.
class connection {
public:
    virtual ~connection() = default;

    /// What to speak over; null where the way did not open, and path_observation::failed says why.
    virtual stream* over() noexcept = 0;

    /// Gives up attempts at other addresses that are still under way: for those who want no evidence, instead of end().
    virtual asio::awaitable<void> give_up_others() { co_return; }

    /// Waits for the evidence still under way and notes it in `seen`. To be called once, when all has been said.
    virtual asio::awaitable<void> end(path_observation& seen) = 0;
};

/// A way out of the site. This library has one, direct_route(); who else gets out has another (proxy/tunnel.hpp).
class route {
public:
    virtual ~route() = default;

    /// Opens the way from the name to bytes that the target reads, and notes in `seen` every step and how it
    /// failed. Never null, never throws for the network. `on` must outlive the connection's end().
    virtual asio::awaitable<std::unique_ptr<connection>> open(const wire& on, path_observation& seen) const = 0;
};

/// Straight to the target's addresses, all at once (open_direct.hpp).
const route& direct_route() noexcept;

} // namespace netprobe
