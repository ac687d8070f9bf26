// SPDX-License-Identifier: MIT
//
// Every format's row: a value made anew, without errors; each is defined in the format's own file. For the list of
// them see formats().
#pragma once

#include "rules/export/format.hpp"

namespace rules {

// Linux
format nftables_row();  ///< a table for `nft -f`
format iptables_row();  ///< iptables-restore and ip6tables-restore
format ipset_row();     ///< ipset restore, and iptables rules that use the sets
format firewalld_row(); ///< a policy object and ipsets
format ufw_row();       ///< ufw commands
format dnsmasq_row();   ///< nftables, its sets filled by dnsmasq from names
// Windows
format powershell_row(); ///< NetSecurity cmdlets
format netsh_row();      ///< netsh advfirewall
format gpo_row();        ///< a group policy's firewall rules
format dsc_row();        ///< Desired State Configuration
// Azure
format azure_firewall_arm_row();       ///< ARM template
format azure_firewall_bicep_row();     ///< Bicep
format azure_firewall_terraform_row(); ///< Terraform, JSON
format nsg_arm_row();                  ///< network security group, ARM template
format nsg_bicep_row();                ///< Bicep
format nsg_terraform_row();            ///< Terraform, JSON
// proxies, cloud networks, Kubernetes
format squid_row();                ///< squid.conf
format aws_network_firewall_row(); ///< a stateful rule group
format suricata_row();             ///< rules with TLS and HTTP names
format kubernetes_row();           ///< NetworkPolicy
format cilium_row();               ///< CiliumNetworkPolicy with names
// appliances
format pan_os_row();       ///< Palo Alto, set commands
format fortigate_row();    ///< FortiOS CLI
format cisco_asa_row();    ///< Cisco ASA
format cisco_ios_xe_row(); ///< Cisco IOS-XE
format check_point_row();  ///< Check Point, mgmt_cli
format mikrotik_row();     ///< RouterOS
format pfsense_row();      ///< URL tables and steps
format opnsense_row();     ///< aliases and steps
// documents
format change_markdown_row(); ///< the change request to read
format change_csv_row();      ///< for spreadsheets
format change_json_row();     ///< for programs, the policy itself inside

} // namespace rules
