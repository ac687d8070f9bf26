// SPDX-License-Identifier: MIT
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <string>

#include <asio/awaitable.hpp>
#include <asio/steady_timer.hpp>

#include "netprobe/time_budget.hpp"

namespace netprobe {

/// Caps the burst of SYNs to one address: a firewall that limits new connections would otherwise
/// be blamed for what we did ourselves (facts/faults.md V18: 3 SYN/s turned 12 good endpoints into
/// 3 s connects). At most `at_once` connects to an address are young; a connect is young until it
/// is answered, and for 250 ms at most, so that a silent address costs its paths one limit, not one each.
class connect_gate {
public:
    connect_gate(time_budget& budget, std::size_t at_once) : budget_(budget), at_once_(at_once) {}

    /// A place at an address; given back when destroyed, or after 250 ms.
    class place {
    public:
        place() = default;
        explicit place(std::shared_ptr<void> held) : held_(std::move(held)) {}

    private:
        std::shared_ptr<void> held_;
    };

    /// Waits for a place; returns at once when the run is over.
    asio::awaitable<place> enter(std::string address);

private:
    struct queue;
    time_budget& budget_;
    std::size_t at_once_;
    std::map<std::string, std::shared_ptr<queue>> queues_;
};

} // namespace netprobe
