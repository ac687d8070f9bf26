// SPDX-License-Identifier: MIT
//
// Variables of modules: which of them may be shown.
#pragma once

#include <string_view>

namespace rules {

/// Whether a variable's value may be shown: what IoT Edge itself reads and is no secret (UpstreamProtocol, a proxy
/// without a login, storageFolder …), or a truth. Whatever else a module is told may be a password, whatever its name.
bool may_be_shown(std::string_view variable, std::string_view value);

} // namespace rules
