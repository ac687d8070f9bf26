// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "netprobe/observation.hpp"

namespace rules::diagnosis {

/// What the end of one handshake means by itself.
struct tls_reading {
    std::string_view cause;
    bool proved = false;
    std::string evidence;
};

/// Reads a fatal alert (RFC 8446 §6.2; facts/faults.md C12–C14).
tls_reading read_alert(const netprobe::tls_observation& tls);

/// What stood at the other end of the first bytes, in hex: "HTTP", "SSH", "something else" (facts/faults.md M19).
std::string_view speaker(std::string_view first_bytes);

/// "485454502f" → "HTTP/": the bytes as text, a dot for what is none.
std::string readable(std::string_view hex);

} // namespace rules::diagnosis
