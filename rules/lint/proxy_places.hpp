// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "rules/lint/ways_seen.hpp"
#include "rules/site/device.hpp"

namespace rules {

/// Somebody who should have the proxy's address, and whether he has.
struct proxy_place {
    enum class needs : std::uint8_t {
        hub,    ///< goes to the hub: all of these go the same way
        images, ///< the engine, to registries
        nothing ///< makes no calls; compared by `iotedge check` only
    };
    std::string who; ///< "edgeHub in deployment.json", "aziot-identityd"
    needs what = needs::hub;
    bool set = false, later = false; ///< `later`: a template fills it in
    bool declined = false;           ///< it is there and empty: somebody wants none
    place at;                        ///< where it is set; else where it belongs, or nowhere
    std::string address;             ///< host and port; empty: not set, or not to be read
    std::string remedy;              ///< how it is set there; %s stands for the proxy's URL
    /// What it has to reach: one of each group. Names of UpstreamProtocol, "https" (the hub), "dps", "registry"; one
    /// that is filled in later is empty.
    std::vector<std::vector<std::string>> paths;

    /// Its way out as a report saw it: works where every group does, fails where one does.
    ways_seen seen_in(const site_ways& ways) const;
};

/// All places of the device's files and the whole deployments, those without a proxy among them.
std::vector<proxy_place> proxy_places_of(const device& of);

} // namespace rules
