// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "netprobe/observation.hpp"
#include "proxy/address.hpp"

namespace proxy {

/// The value of a Basic credential: base64 of "user:password" (RFC 7617 §2).
std::string basic_value(const credentials& login);

/// What of a proxy's credentials must not come back out of it: a proxy that echoes a request into its error page would
/// put them into the report otherwise.
class secrets {
public:
    explicit secrets(const address& of);

    /// One more: what was sent to prove that we know the password.
    void add(std::string_view word);

    /// Replaces what is secret by ***, also where the text ends in the middle of it.
    void hide_in(std::string& text) const;

    /// The same in all texts of the proxy.
    void hide_in(netprobe::http_answer& answer) const;

private:
    std::vector<std::string> words_; ///< longest first
};

} // namespace proxy
