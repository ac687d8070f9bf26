// SPDX-License-Identifier: MIT
//
// The table of formats. A new one: its file, which defines its row, and two lines here.
#include "rules/export/format.hpp"

#include "rules/export/rows.hpp"

namespace rules {

std::span<const format> formats() noexcept {
    static const std::vector<format> all{
        // Linux
        // Windows
        // Azure
        // proxies, cloud networks, Kubernetes
        // appliances
        pan_os_row(),
        fortigate_row(),
        cisco_asa_row(),
        cisco_ios_xe_row(),
        check_point_row(),
        mikrotik_row(),
        pfsense_row(),
        opnsense_row(),
        // documents
    };
    return all;
}

} // namespace rules
