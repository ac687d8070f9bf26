// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace rules {

/// Dotted quad of four decimal numbers up to 255, without leading zeros.
bool is_ipv4(std::string_view text) noexcept;

/// RFC 4291 §2.2 text form, without brackets and zone.
bool is_ipv6(std::string_view text) noexcept;

/// Whether a resolver library would take the text for an address and not for a name: its last
/// label is a number (decimal, or hexadecimal after 0x), or it has a colon.
bool reads_as_address(std::string_view text) noexcept;

/// What is wrong with a host name (RFC 1123 §2.1, RFC 1035 §2.3.4), and what to do about it.
struct name_fault {
    std::string what;   ///< "character 4 is a space"
    std::string remedy; ///< "give the name alone"
};

/// Checks a name without its trailing dot, in either case. Nothing: it is a host name.
std::optional<name_fault> fault_of_name(std::string_view name);

} // namespace rules
