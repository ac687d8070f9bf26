// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace netprobe {

/// The networks that this device is itself in, each as its own address and the length of the prefix, "10.0.0.20/24":
/// of its interfaces that are up, without loopback and IPv6's link-local addresses; at most 64. Empty where the system
/// does not tell (getifaddrs(3)).
std::vector<std::string> own_networks();

} // namespace netprobe
