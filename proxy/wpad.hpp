// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace proxy {

/// Where a site may keep a PAC file by the convention of its DNS: http://wpad.DOMAIN/wpad.dat for each search domain and
/// the domains above it that still have two labels. Not above: wpad.com and the like belong to strangers, who have used
/// that. At most 16.
std::vector<std::string> wpad_urls(const std::vector<std::string>& search_domains);

} // namespace proxy
