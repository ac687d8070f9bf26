// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "netprobe/observation.hpp"

namespace tools {

/// What one line or argument asks for: a host, or a range of addresses, with port and protocol.
struct target_spec {
    std::string host;        ///< a name or an address; of a range the first address
    std::uint64_t count = 1; ///< addresses of the range
    std::uint16_t port = 443;
    std::string protocol = "tls";
};

/// Reads HOST[:PORT][/PROTOCOL], "[2001:db8::1]:8883/mqtt", "198.51.100.0/24:8883/mqtt" (a prefix is a number, a
/// protocol is a word, a range has 65,536 addresses at most). The port is the protocol's own where none is given.
/// Throws usage_error with one line.
target_spec parse_target(std::string_view text);

/// The `index`-th target of a range.
netprobe::target target_at(const target_spec& spec, std::uint64_t index);

/// Words of a text, for lists from files: one a line or separated by blanks, # begins a comment.
std::vector<std::string> words_of(std::string_view text);

} // namespace tools
