// SPDX-License-Identifier: MIT
//
// Whom a device asks for the time.
#pragma once

#include <vector>

#include "rules/site/device.hpp"

namespace rules {

/// The servers that timesyncd.conf with its drop-ins, chrony.conf or ntp.conf name; where chrony or ntpd name
/// some, timesyncd does not run. Fallbacks, which are asked only where nobody is named, are left out. Lines that make
/// no sense are passed over: they are somebody else's.
std::vector<told> time_servers_of(const std::vector<device_file>& files);

} // namespace rules
