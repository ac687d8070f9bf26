// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace rules {

/// Whether a list of hosts that are to be reached without the proxy has this one: "*", ".corp.example",
/// "*.corp.example", "corp.example", "host:443", between commas or blanks. What all of its readers take alike; who of
/// them takes a block of addresses or leaves subdomains out is not told apart (facts/azure.md §4.2).
bool excepts(std::string_view no_proxy, std::string_view host);

} // namespace rules
