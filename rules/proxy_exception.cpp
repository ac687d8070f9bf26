// SPDX-License-Identifier: MIT
#include "rules/proxy_exception.hpp"

#include <algorithm>
#include <string>

#include "netprobe/ascii.hpp"

namespace rules {

bool excepts(std::string_view no_proxy, std::string_view host) {
    while (!no_proxy.empty()) {
        const auto end = std::min(no_proxy.find_first_of(", \t"), no_proxy.size());
        auto entry = netprobe::lower(no_proxy.substr(0, end));
        no_proxy.remove_prefix(std::min(end + 1, no_proxy.size()));
        if (const auto colon = entry.find(':'); colon != entry.npos && entry.rfind(':') == colon) entry.resize(colon);
        if (entry == "*" || entry == host) return true;
        if (entry.starts_with('*')) entry.erase(0, 1);
        if (!entry.empty() && entry.front() != '.') entry.insert(0, 1, '.');
        if (entry.size() > 1 && host.ends_with(entry)) return true;
    }
    return false;
}

} // namespace rules
