// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "rules/site/device.hpp"

namespace rules {

/// The resolvers that containers are given instead of the device's own: "dns" of daemon.json, and Dns of HostConfig in
/// the createOptions of modules; addresses, each once. What is no address is a fault.
std::vector<told> container_resolvers(const device& of, std::vector<file_fault>& faults);

} // namespace rules
