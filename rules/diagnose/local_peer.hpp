// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "rules/diagnose/inquiry.hpp"

namespace rules::diagnosis {

/// The program of this device that took a direct path's connection, "127.0.0.1:8080": the device's own rules lead it
/// there. Empty where none did, and of a path by a proxy, whose connection is the proxy's.
std::string_view local_peer(const netprobe::path_observation& seen);

/// Whatever was done to that path's connection was done on this device: place, who, proof and advice say so. Nothing
/// where no program here took it.
void place_at_local_peer(suspicion& s, const netprobe::path_observation& seen);

} // namespace rules::diagnosis
