// SPDX-License-Identifier: MIT
//
// The address of a proxy as reports show it: site::proxy, "http://edge:***@proxy.corp.example:3128". Rules never see
// another, so there is no password to lose here.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace rules {

struct shown_proxy {
    std::string scheme; ///< "http", "https", "socks5", "socks5h"
    std::string login;  ///< "edge:***", "***"; empty: none
    std::string host;   ///< an IPv6 address without brackets
    int port = 0;

    bool socks() const noexcept { return scheme.starts_with("socks"); }
    /// "proxy.corp.example:3128", "[fd00::1]:3128".
    std::string place() const;
};

/// Nothing where the text is no such address, or is not fit to stand in a file of settings: not printable, or with a
/// space, a quote or a backslash in it. Without a scheme it is http, without a port the scheme's.
std::optional<shown_proxy> read_shown_proxy(std::string_view text);

} // namespace rules
