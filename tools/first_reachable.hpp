// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <vector>

#include "proxy/address.hpp"
#include "rules/catalog.hpp"
#include "rules/site.hpp"
#include "tools/options.hpp"

namespace tools {

/// Which proxy of a list to go by.
struct reached_proxy {
    std::size_t index = 0;                 ///< in the list
    std::vector<rules::pac_passed> passed; ///< those before it, none of which can be reached
    bool ended = false;                    ///< by Ctrl-C or the deadline, before that was known
};

/// The first of these proxies that takes a TCP connection, as a browser goes through the list; the first of all where
/// none does, and where the run ends meanwhile. `all` must not be empty; of one alone nothing is asked.
///
/// The first has a short start, and where it answers no other one hears of us; else all are tried at once. A step of an
/// attempt (the name, the connection) takes at most a step's limit, all together at most the deadline of `network`.
reached_proxy first_reachable(
    const network_options& network, const rules::catalog& catalog, const std::vector<proxy::address>& all);

} // namespace tools
