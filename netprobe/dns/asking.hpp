// SPDX-License-Identifier: MIT
#pragma once

#include <asio/ip/address.hpp>

#include "netprobe/local_end.hpp"
#include "netprobe/time_budget.hpp"
#include "netprobe/variation.hpp"

namespace netprobe::dns {

/// What a question is asked with: the time there is (must outlive it), and where our own end is to be.
struct asking {
    time_budget& budget;
    local_end local;
    variation as = {}; ///< of a control
};

/// Our own end towards one resolver: as wanted, but for a resolver on this device itself, and for one of another
/// family than the source, which could not be asked from there at all.
local_end end_towards(const asio::ip::address& server, const local_end& wanted);

} // namespace netprobe::dns
