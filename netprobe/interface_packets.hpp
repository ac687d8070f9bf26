// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

#include <asio/awaitable.hpp>

#include "netprobe/observation.hpp"
#include "netprobe/wire.hpp"

namespace netprobe {

/// What the interfaces of this device have carried since they came up. Linux: /proc/net/dev, readable by everybody, of
/// the network namespace; all programs together.
struct interface_counts {
    std::uint64_t looped = 0;      ///< packets received by the loopback interface
    std::uint64_t sent = 0;        ///< packets sent by all others
    std::uint64_t to_programs = 0; ///< those of them that went into a program of this device itself (tun, tap)
};

/// The counts as they are now; nothing where the system does not tell them.
std::optional<interface_counts> count_packets();

/// The same from the text of such a file. `of_program` says of an interface's name whether what it sends goes to a
/// program. Nothing where the loopback interface is not among them.
std::optional<interface_counts> packets_in(
    std::string_view dev, const std::function<bool(std::string_view)>& of_program);

/// Connects to the place of `first`, which was refused, several times more in the same way, which must outlive this,
/// one after the other, and reads what the
/// interfaces counted meanwhile: a refusal of this device's own rules comes by the loopback interface, and its SYN
/// never leaves (facts/faults.md B08). What else is sent meanwhile only adds. Where fewer packets left than SYNs were
/// refused, three datagrams with one hop to go tell whether this device counts what it sends at once: some network
/// cards are asked once a second. Milliseconds in all. Nothing where one of the connections was not refused.
asio::awaitable<std::optional<refused_in_a_row>> read_refusals(
    const wire& on, const connect_observation& first, const variation& as);

} // namespace netprobe
