// SPDX-License-Identifier: MIT
//
// SOCKS version 5 (RFC 1928) and its password login (RFC 1929): the messages. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "netprobe/stream.hpp"
#include "proxy/address.hpp"

namespace proxy::socks5 {

/// "I speak version 5 and can do without authentication" (RFC 1928 §3); with a password too where `can_log_in`.
netprobe::bytes greeting(bool can_log_in);

/// User and password (RFC 1929 §2). `as` must be one that fits().
netprobe::bytes login(const credentials& as);

/// A login fits the message: 1 to 255 bytes of user, 0 to 255 of password.
bool fits(const credentials& as) noexcept;

/// CONNECT to a name of at most 255 bytes or an address literal (RFC 1928 §4).
netprobe::bytes request(const std::string& host, std::uint16_t port);

/// How far the bytes received so far go.
struct answer {
    int value = 0;          ///< method, status or REP
    std::size_t length = 0; ///< bytes it took
    bool malformed = false; ///< no SOCKS5
};

/// The answer to a greeting, to a login, to a request; nothing: needs more bytes.
std::optional<answer> parse_method(netprobe::bytes_view received);
std::optional<answer> parse_login(netprobe::bytes_view received);
std::optional<answer> parse_reply(netprobe::bytes_view received);

} // namespace proxy::socks5
