// SPDX-License-Identifier: MIT
#include "rules/export/read_cisco.hpp"

namespace rules {

void add_service(cisco_services& to, int protocol, port_range ports) {
    for (auto& s : to)
        if (s.protocol == protocol) {
            s.ports.push_back(ports);
            return;
        }
    to.push_back({protocol, {ports}});
}

std::vector<platform_rule> entries_of(const platform_rule& entry, const cisco_services& services) {
    std::vector<platform_rule> to;
    for (const auto& s : services) {
        to.push_back(entry);
        to.back().protocols = {s.protocol};
        to.back().ports = s.ports;
    }
    return to;
}

} // namespace rules
