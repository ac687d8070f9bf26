// SPDX-License-Identifier: MIT
#pragma once

#include "rules/diagnose/inquiry.hpp"

namespace rules::diagnosis {

/// A name that is led into a private link (facts/azure.md §2.7): a note where that works, the cause where nothing is
/// reached there.
void diagnose_private_endpoint(inquiry& in, std::size_t index);

/// DNS gave this address, a private one, the site's own or one that
/// led_elsewhere() knows, for a service of the Internet, by no private link, and
/// nothing takes a connection there: a policy's, or a zone of the site's own that is wrong. A rule that says so itself
/// is told as that.
bool dead_private_address(const inquiry& in, std::size_t index, const netprobe::connect_observation& c);

/// What says so of such an address.
std::string why_dead(const inquiry& in, std::size_t index, const std::string& address);

/// All addresses of a path that failed are such.
void diagnose_private_address(inquiry& in, std::size_t index);

} // namespace rules::diagnosis
