// SPDX-License-Identifier: MIT
//
// The setting that removes a cause, in the words of common boxes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rules {

/// What to do with the way that a finding names.
enum class request_kind {
    allow,  ///< let it through
    exempt, ///< let it through untouched: no inspection
    concern ///< something else is to be done about it; the advice says what
};

/// How one kind of box calls it.
struct box_words {
    std::string_view box;     ///< "PAN-OS", "Squid"
    std::string_view setting; ///< with {host} {port} {source} in it
};

request_kind request_for(std::string_view cause) noexcept;

/// The boxes that a person ("network admin", "proxy admin") may have in front of him; empty where the advice says all.
std::vector<box_words> boxes_for(std::string_view cause, std::string_view who);

} // namespace rules
