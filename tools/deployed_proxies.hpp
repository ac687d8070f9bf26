// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "rules/site/device.hpp"

namespace tools {

/// What the deployment manifests set for edgeAgent and edgeHub, over what is known of these from the device: a
/// deployment replaces what the device's configuration says. Of several manifests the last one that has the module
/// counts; a layered one only for what it sets. A value with ${…} is not known. edgeAgent is there twice where the
/// device's configuration names another proxy: by that one it fetches the deployment when it starts for the first time.
void add_deployed_proxies(std::vector<rules::proxy_user>& to, const rules::device& from);

/// How the parts of the device that `root` belongs to are set, with the deployment over it: from the files below `root`
/// where they are the device's, from a configuration that was given by name else.
std::vector<rules::proxy_user> proxy_users_of(
    const rules::device& from, const std::string& root, bool config_by_name, const rules::site& site);

} // namespace tools
