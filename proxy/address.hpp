// SPDX-License-Identifier: MIT
//
// A proxy as somebody wrote it down: in an option, a variable, a file. Pure: text in, values out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace proxy {

/// How one talks to the proxy. socks5 resolves the target's name here, socks5h at the proxy.
enum class scheme { http, https, socks5, socks5h };

/// The word before "://".
std::string_view word(proxy::scheme of) noexcept;

/// As the proxy gets them, percent-decoded. No control characters. Never shown: see shown().
struct credentials {
    std::string user, password;

    bool operator==(const credentials&) const = default;
};

/// A proxy as somebody wrote it: [SCHEME://][USER[:PASSWORD]@]HOST[:PORT][/].
struct address {
    proxy::scheme scheme = proxy::scheme::http;
    std::string host; ///< lower case, no dot at its end; an IPv6 address in its shortest form, without brackets
    std::uint16_t port = 0;
    std::optional<credentials> login; ///< nothing without '@', or with nothing before it

    bool operator==(const address&) const = default;
};

/// Reads the address of a proxy. What is not written:
/// - the scheme: http, as curl and Go's programs (dockerd) read it. Not everybody does: aziot-identityd gives up on an
///   address without a scheme, .NET takes the host for the scheme.
/// - the port: 80 for http and 443 for https, as aziot-identityd, .NET and Go take it, 1080 for socks5 and socks5h.
/// Only
///   curl takes 1080 for http too.
/// The last '@' before the host ends the credentials, the first ':' in them the user's name, so that a password may
/// hold
/// '@' and ':' as they are; '/', '?' and '#' too where only one reading makes a host and a port of the rest. '%' starts
/// an escape.
/// Throws std::invalid_argument: one line that names `origin` ("--proxy", "https_proxy", a file and line), what is
/// wrong and the remedy. No part of `text` is in it: a slip can move any part of a password to where a host or port
/// belongs.
address parse_address(std::string_view origin, std::string_view text);

/// "http://edge:***@proxy:3128": what reports and messages show. A user's name without a password may be a token, and
/// becomes *** too.
std::string shown(const address& of);

/// "proxy:3128", "[fd00::1]:3128".
std::string host_and_port(const address& of);

} // namespace proxy
