// SPDX-License-Identifier: MIT
//
// What a report of egress-check says of the ways out of a site, as far as rules ask: without a proxy and by one are
// two things, as only some of a device's programs use a proxy.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace rules {

/// How a way came out. unknown: it was not tried, or not to its end.
enum class way_seen : std::uint8_t { unknown, fails, works };

/// One protocol to one service.
struct ways_seen {
    way_seen direct = way_seen::unknown, by_proxy = way_seen::unknown;

    bool direct_works() const noexcept { return direct == way_seen::works; }
    /// Only the proxy gets it out.
    bool needs_proxy() const noexcept { return direct == way_seen::fails && by_proxy == way_seen::works; }
    /// It gets out by no way that was tried.
    bool blocked() const noexcept { return direct == way_seen::fails && by_proxy != way_seen::works; }
};

/// Of a site. Empty where no report was given.
struct site_ways {
    std::map<std::string, ways_seen, std::less<>> hub; ///< by the name of UpstreamProtocol, and "https": to the hub, or
                                                       ///< to the parent of a nested device
    ways_seen dps;                                     ///< HTTPS
    ways_seen registry;                                ///< those that images come from: works where all of them do
    std::string proxy; ///< that the report was made with, without its password; empty: none

    /// Of one protocol; unknown where it was not tried. AMQP and MQTT without WebSocket never use a proxy
    /// (facts/azure.md §0.3), so for them only the direct way counts.
    ways_seen to_hub(std::string_view protocol) const;
    /// 5671 and 8883 are closed, and WebSocket gets out on 443; all without a proxy.
    bool only_443() const;
    /// The first protocol, in the order in which they are worth to be used, that gets out directly; with `proxied`,
    /// else the first that does by the proxy. Empty: none does.
    std::string_view first_working(bool proxied) const;
};

} // namespace rules
