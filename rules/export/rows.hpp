// SPDX-License-Identifier: MIT
//
// Every format's row; each is defined in the format's own file.
#pragma once

#include "rules/export/format.hpp"

namespace rules {

// Linux
// Windows
// Azure
format azure_firewall_arm_row();
format azure_firewall_bicep_row();
format azure_firewall_terraform_row();
format nsg_arm_row();
format nsg_bicep_row();
format nsg_terraform_row();
// proxies, cloud networks, Kubernetes
format squid_row();
format aws_network_firewall_row();
format suricata_row();
format kubernetes_row();
format cilium_row();
// appliances
// documents

} // namespace rules
