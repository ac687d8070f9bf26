// SPDX-License-Identifier: MIT
//
// The table of formats. A new one: its file, which defines its row, and two lines here.
#include "rules/export/format.hpp"

#include "rules/export/rows.hpp"

namespace rules {

std::span<const format> formats() noexcept {
    static const std::vector<format> all{
        // Linux
        nftables_row(), iptables_row(), ipset_row(), firewalld_row(), ufw_row(), dnsmasq_row(),
        // Windows
        // Azure
        // proxies, cloud networks, Kubernetes
        // appliances
        // documents
    };
    return all;
}

} // namespace rules
