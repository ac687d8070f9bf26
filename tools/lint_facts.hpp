// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "rules/site/device.hpp"

namespace tools {

/// Notes in `to` which proxy each of the device's programs is told, where, and what is wrong with it: from the files
/// below `root`, not from this shell. No secret is kept. Throws usage_error where `root` is no folder.
void add_proxy_settings(rules::device& to, const std::string& root);

/// Notes the container engines that dpkg has installed, as far as its status can be read. Throws as above.
void add_engine_packages(rules::device& to, const std::string& root);

} // namespace tools
