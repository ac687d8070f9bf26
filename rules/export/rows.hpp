// SPDX-License-Identifier: MIT
//
// Every format's row; each is defined in the format's own file.
#pragma once

#include "rules/export/format.hpp"

namespace rules {

// Linux
format nftables_row();
format iptables_row();
format ipset_row();
format firewalld_row();
format ufw_row();
format dnsmasq_row();
// Windows
format powershell_row();
format netsh_row();
format gpo_row();
format dsc_row();
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
format pan_os_row();
format fortigate_row();
format cisco_asa_row();
format cisco_ios_xe_row();
format check_point_row();
format mikrotik_row();
format pfsense_row();
format opnsense_row();
// documents
format change_markdown_row();
format change_csv_row();
format change_json_row();

} // namespace rules
