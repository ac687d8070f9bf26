// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "netprobe/connect_gate.hpp"
#include "netprobe/dns/names.hpp"
#include "netprobe/local_end.hpp"
#include "netprobe/route.hpp"
#include "netprobe/time_budget.hpp"
#include "netprobe/trust.hpp"

namespace netprobe {

/// What the steps of one run share. Owned by the tool; outlives the run.
struct wire {
    time_budget& budget;
    dns::names& names;
    const trust& roots;
    connect_gate& gate;
    std::map<std::uint16_t, std::uint16_t> ports; ///< port to use instead (a stand-in without root)
    local_end local;
    const route* proxy = nullptr; ///< the way out through somebody else; null: there is none

    /// The way out of that name, "direct" or "proxy"; null where there is none.
    const route* way(std::string_view via) const noexcept { return via == "direct" ? &direct_route() : proxy; }

    std::uint16_t port_for(std::uint16_t standard) const {
        const auto mapped = ports.find(standard);
        return mapped == ports.end() ? standard : mapped->second;
    }
};

} // namespace netprobe
