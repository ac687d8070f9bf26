// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include "netprobe/tcp_stream.hpp"
#include "netprobe/wire.hpp"

namespace netprobe {

/// Why a name gives nothing to connect to; none where it has an address.
failure failure_of(const resolve_observation& seen) noexcept;

/// Why none of the attempts was answered: the best-preferred address speaks for all, but not one of a family that
/// this device does not have. `seen` must not be empty.
failure failure_of(const std::vector<connect_observation>& seen) noexcept;

/// The connections to all addresses of a name, made at once. The first to be answered carries the path;
/// the others go on, because a dead one among them is a finding (facts/causes.md tcp.one_of_two_dead).
class direct_attempts {
public:
    /// Starts connecting to every address; `on` must outlive this and rest().
    direct_attempts(
        const wire& on, const std::vector<std::string>& addresses, std::uint16_t port, const variation& as = {});
    ~direct_attempts();

    /// The stream over the best address that answered, or null when none did. Waits a little for a better
    /// one in the order given, so that a run takes the same way each time.
    asio::awaitable<std::unique_ptr<tcp_stream>> first();

    /// Waits for the attempts still under way; what each saw, in the order of the addresses.
    asio::awaitable<std::vector<connect_observation>> rest();

    /// Gives up the attempts still under way, for those who need one stream and no evidence. Call rest() behind it all
    /// the same: an attempt holds on to `on` until it has ended.
    void stop();

    /// Index of the address that first() took.
    std::optional<std::size_t> used() const noexcept;

private:
    struct state;
    std::shared_ptr<state> state_;
};

} // namespace netprobe
