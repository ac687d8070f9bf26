// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "proxy/secret.hpp"

namespace proxy {

/// Where somebody wrote something.
struct place {
    std::string file;     ///< as it is on this machine; empty: the environment of this program
    std::size_t line = 0; ///< from 1; 0: not known

    bool operator==(const place&) const = default;
};

/// "/etc/aziot/config.toml:12", "the environment".
std::string to_string(const place& at);

/// A variable or key that is given a value.
struct assignment {
    std::string name;
    secret value;
    place where;

    bool operator==(const assignment&) const = default;
};

/// Whether a variable says which proxy to use, or what to reach without one: http_proxy, https_proxy, all_proxy or
/// no_proxy, in any case. Values of other variables are not kept.
bool is_proxy_variable(std::string_view name) noexcept;

/// What a file says, and what of it could not be understood.
struct read_result {
    std::vector<assignment> found;    ///< in the file's order
    std::vector<std::string> remarks; ///< one line each: file, line, what is wrong, remedy. Never a part of a value
};

} // namespace proxy
