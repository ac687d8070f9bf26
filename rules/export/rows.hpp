// SPDX-License-Identifier: MIT
//
// Every format's row; each is defined in the format's own file.
#pragma once

#include "rules/export/format.hpp"

namespace rules {

// Linux
// Windows
// Azure
// proxies, cloud networks, Kubernetes
// appliances
format pan_os_row();
format fortigate_row();
format cisco_asa_row();
format cisco_ios_xe_row();
format check_point_row();
format mikrotik_row();
format pfsense_row();
format opnsense_row();
// documents

} // namespace rules
