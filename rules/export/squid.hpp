// SPDX-License-Identifier: MIT
//
// What Squid's writer and reader share.
#pragma once

#include <cstdint>
#include <set>

#include "rules/export/format.hpp"

namespace rules {

carried carried_by_squid(const policy& of, const flow& f);

/// Reads the lines that were written as Squid would: the first http_access line that applies decides, and where none
/// does, the opposite of the last one. Debian's own lines before it (Safe_ports, SSL_ports) count.
ruleset read_squid(const std::vector<output_file>& files);

/// The ports that Debian's squid.conf lets through, and those that a file adds.
struct squid_ports {
    std::set<std::uint16_t> added_safe, tunnels{443};

    /// Of Debian's own Safe_ports.
    static bool safe(std::uint16_t port) noexcept;
};

} // namespace rules
