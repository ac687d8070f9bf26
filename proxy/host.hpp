// SPDX-License-Identifier: MIT
//
// The host of a URL, as settings write it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace proxy {

/// What is wrong with a host, and what to do about it. Neither quotes the text.
struct host_fault {
    std::string what;   ///< "has an empty label"
    std::string remedy; ///< "check the dots"
};

/// Reads a name (letters, digits, '-', '_', '.'), an IPv4 address of four numbers, or an IPv6 address in brackets
/// without a zone. `host` gets it in lower case, without brackets and without a dot at its end, an IPv6 address in its
/// shortest form. Nothing: it is a host.
std::optional<host_fault> read_host(std::string& host, std::string_view text);

} // namespace proxy
