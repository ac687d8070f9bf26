// SPDX-License-Identifier: MIT
//
// The table of formats. A new one: its file, which defines its row, and two lines here.
#include "rules/export/format.hpp"

#include "rules/export/rows.hpp"

namespace rules {

std::span<const format> formats() noexcept {
    static const std::vector<format> all{
        // Linux
        nftables_row(),
        iptables_row(),
        ipset_row(),
        firewalld_row(),
        ufw_row(),
        dnsmasq_row(),
        // Windows
        powershell_row(),
        netsh_row(),
        gpo_row(),
        dsc_row(),
        // Azure
        azure_firewall_arm_row(),
        azure_firewall_bicep_row(),
        azure_firewall_terraform_row(),
        nsg_arm_row(),
        nsg_bicep_row(),
        nsg_terraform_row(),
        // proxies, cloud networks, Kubernetes
        squid_row(),
        aws_network_firewall_row(),
        suricata_row(),
        kubernetes_row(),
        cilium_row(),
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
        change_markdown_row(),
        change_csv_row(),
        change_json_row(),
    };
    return all;
}

} // namespace rules
