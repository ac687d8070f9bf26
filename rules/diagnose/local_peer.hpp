// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "rules/diagnose/inquiry.hpp"

namespace rules::diagnosis {

/// The program of this device that took a direct path's connection, "127.0.0.1:8080": the device's own rules lead it
/// there. Empty where none did, and of a path by a proxy, whose connection is the proxy's.
std::string_view local_peer(const netprobe::path_observation& seen);

/// Such a program took the path's connection, and no path that works went through it: what becomes of the connection,
/// that one decides. One that passes others on may pass on what somebody further out does.
bool ends_at_local_peer(const inquiry& in, std::size_t index);

/// Whatever was done to that path's connection was done on this device: place, who, proof and advice say so.
void place_at_local_peer(suspicion& s, const netprobe::path_observation& seen);

/// That a program here is on the way, and may be the one: who further out would be blamed is not known then. Nothing
/// where none is.
void mention_local_peer(suspicion& s, const netprobe::path_observation& seen);

} // namespace rules::diagnosis
