// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace rules {

/// The address of a proxy in a manifest, as far as a rule asks. Never holds the login.
struct proxy_url {
    std::string scheme;     ///< lower case; empty: it has none
    std::string address;    ///< "proxy.corp.example:3128", lower case, with the scheme's port where none is written
    std::string fault;      ///< what keeps it from being an address at all; empty: it is one
    bool odd_login = false; ///< a character in the login that ends a URL's authority and is not escaped
    bool colon_in_password = false;
};

/// Reads [SCHEME://][USER[:PASSWORD]@]HOST[:PORT][/]. Says nothing of the login but its two flags.
proxy_url proxy_url_of(std::string_view text);

} // namespace rules
