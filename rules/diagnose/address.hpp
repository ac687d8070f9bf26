// SPDX-License-Identifier: MIT
//
// What an address in text form says about itself, without sockets.
#pragma once

#include <string>
#include <string_view>

namespace rules::diagnosis {

/// Without zone and port: "10.0.0.1:53" → "10.0.0.1", "[fd00::1]:53" → "fd00::1", "fe80::1%eth0" → "fe80::1".
std::string plain_address(std::string_view text);

/// An IPv4 or IPv6 address, and no name.
bool is_address(std::string_view host) noexcept;

bool is_ipv6(std::string_view address) noexcept;

/// 127.0.0.0/8, ::1.
bool is_loopback(std::string_view address) noexcept;

/// RFC 1918, RFC 4193, link-local.
bool is_private(std::string_view address) noexcept;

/// 100.64.0.0/10, between a carrier and its customers (RFC 6598).
bool is_shared(std::string_view address) noexcept;

/// Both of one family, with the same first `length` bits.
bool same_network(std::string_view one, std::string_view other, int length);

/// An address where no service of the Internet can be: unspecified, loopback, reserved, discard-only (RFC 6890), or
/// where filters lead to: that of facts/faults.md A14 and, as recalled, the pages of Cisco Umbrella and FortiGuard.
bool is_policy_address(std::string_view address) noexcept;

} // namespace rules::diagnosis
