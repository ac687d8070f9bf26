// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include <asio/awaitable.hpp>

#include "netprobe/wire.hpp"

namespace tools {

/// A small file of the site's, got directly.
struct fetched {
    std::string text;
    std::string error;     ///< one line; empty: the text is whole
    bool answered = false; ///< in HTTP, whatever it said
};

/// GET of an http:// or https:// URL, by the direct way: at most 1 MB, within the limits of steps. Where it has moved
/// it is followed, five times at most.
asio::awaitable<fetched> fetch(const netprobe::wire& on, std::string url);

} // namespace tools
