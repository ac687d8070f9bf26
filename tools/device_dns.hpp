// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "rules/site/device.hpp"
#include "tools/options.hpp"

namespace tools {

/// Whom a device asks for names, as its files say. All without this machine's part in it.
struct device_resolvers {
    std::vector<std::string> own;        ///< of a copy's resolv.conf, addresses; empty: of this machine, or not known
    std::vector<std::string> containers; ///< that containers are given instead, addresses
    std::vector<std::string> said;       ///< where each is from, for people; what cannot be understood
};

/// Reads them. `root` other than "/" is a copy, whose resolv.conf counts; where it names nobody outside that device,
/// `said` says that this machine's are assumed. Throws usage_error where `root` is no folder.
device_resolvers resolvers_of(const rules::device& from, const std::string& root);

/// Has the network ask them as the device would, unless --resolver names others.
void ask_as_device(network_options& with, const device_resolvers& of);

} // namespace tools
