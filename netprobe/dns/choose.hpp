// SPDX-License-Identifier: MIT
//
// Which addresses to try, of all that everybody said about a name. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "netprobe/dns/names.hpp"
#include "netprobe/observation.hpp"

namespace netprobe::dns {

/// Adds those of the wanted families that are new, at most max_addresses; the rest is counted.
void add_wanted(resolve_observation& seen, const std::vector<std::string>& addresses, const names_config& config);

/// Sets `addresses` and `source` by what has been said so far: the order is that of names::resolve().
void choose_addresses(resolve_observation& seen, const std::vector<std::optional<dns_answer>>& answers,
    const std::optional<system_answer>& system, const names_config& config);

/// The same, and where there is no address, why: `failed`, `code`, `detail` as names::resolve() says.
void conclude(resolve_observation& seen, const std::vector<std::optional<dns_answer>>& answers,
    const std::optional<system_answer>& system, const names_config& config);

} // namespace netprobe::dns
