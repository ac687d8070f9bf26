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
// Azure
// proxies, cloud networks, Kubernetes
// appliances
// documents

} // namespace rules
