// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "rules/site/device.hpp"

namespace tools {

/// Notes in `to` what the certificates say that its configuration names: device CA, trust bundle, identity. Files are
/// read below `root`, "/" or a copy of a device's files; private keys only to compare them. What cannot be read is a
/// fault of its entry. Throws usage_error where `root` is no folder.
void add_certificates(rules::device& to, const std::string& root);

} // namespace tools
