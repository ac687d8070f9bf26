// SPDX-License-Identifier: MIT
//
// The connection string of a device, without its key.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rules/site/document.hpp"

namespace rules {

/// What a connection string says. The key is not kept.
struct device_connection {
    std::string hub, device_id; ///< empty: not there
    bool has_key = false;
};

/// "HostName=…;DeviceId=…;SharedAccessKey=…", split as the daemons do (facts/azure.md §4.1): at ';', then at the first
/// '='; other parts are nobody's. Keys in another case are taken, and are a fault: the daemons do not know them. Faults
/// hold no part of the string.
device_connection connection_of(std::string_view text, const place& at, std::vector<file_fault>& faults);

} // namespace rules
