// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace netprobe {

/// The address of this device's default gateway (IPv4) where the kernel asked for it on the local network and has no
/// answer; empty where it has one, did not ask, or there is no such gateway. Linux: /proc/net/route and /proc/net/arp,
/// readable by everybody. A connection that waits for the gateway ends in EHOSTUNREACH after some three seconds, or,
/// where the asking begins anew, in no word at all: then this is the kernel's word.
std::string silent_gateway();

/// The same from the texts of these files.
std::string silent_gateway_in(std::string_view route, std::string_view arp);

} // namespace netprobe
