// SPDX-License-Identifier: MIT
//
// Which of a site's flows go out by a proxy: what a firewall then has to let out is the way to the proxy.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "rules/site.hpp"

namespace rules {

/// One path that a check tried, and whether it worked.
struct tried_way {
    std::string service, host, protocol; ///< "iot_hub", "contoso.azure-devices.net", "amqp_ws"
    bool by_proxy = false, works = false;
};

/// What is known of a site's proxies.
struct proxy_knowledge {
    std::string site_proxy;        ///< the one that a check went by, as reports show it; empty: none
    std::string only;              ///< everything that can goes by this one, whatever else is known; empty: no such
    std::vector<proxy_user> users; ///< how the parts of the device are set
    std::vector<tried_way> tried;  ///< by a check; empty: there was none
};

/// Where one thing is reached.
struct way_there {
    bool direct = true;
    std::set<std::string> proxies; ///< as reports show them: "http://proxy.corp.example:3128"
    bool spare = false;            ///< all that go there are set to a proxy, and direct is for when that is lost
};

/// The way to one protocol of one host.
///
/// DNS, NTP, a parent, and AMQP and MQTT without WebSocket go out directly: no part of IoT Edge sends them by a proxy
/// (facts/azure.md §0.3). Else what a check found to work decides; where it found nothing, or nothing that works, how
/// the part of the device is set that goes there; where that is not known, what works for the rest of the site. A part
/// that is set to another proxy than the one that a check went by goes to its own.
///
/// What works both ways keeps both where a part is set to the proxy: as it is set it works, and so it does if the
/// setting is lost, as a deployment's often is.
way_there way_to(
    const proxy_knowledge& known, std::string_view service, std::string_view host, std::string_view protocol);

} // namespace rules
