// SPDX-License-Identifier: MIT
#include "netprobe/silent_gateway.hpp"

#include <catch2/catch.hpp>

using netprobe::silent_gateway_in;

namespace {

const std::string route_head = "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n";
const std::string by_99 = "eth0\t00000000\t636433C6\t0003\t0\t0\t100\t00000000\t0\t0\t0\n";
const std::string by_1_cheaper = "eth1\t00000000\t016433C6\t0003\t0\t0\t50\t00000000\t0\t0\t0\n";
const std::string own_network = "eth0\t006433C6\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n";
const std::string arp_head = "IP address       HW type     Flags       HW address            Mask     Device\n";
const std::string silent_99 = "198.51.100.99    0x1         0x0         00:00:00:00:00:00     *        eth0\n";
const std::string there_99 = "198.51.100.99    0x1         0x2         02:00:00:00:00:63     *        eth0\n";
const std::string silent_1 = "198.51.100.1     0x1         0x0         00:00:00:00:00:00     *        eth1\n";

} // namespace

TEST_CASE("silent gateway: from the texts of /proc/net/route and /proc/net/arp") {
    const struct {
        const char* what;
        std::string route, arp, gateway;
    } rows[] = {
        {"asked for, and no answer", by_99 + own_network, silent_99, "198.51.100.99"},
        {"it answered", by_99, there_99, ""},
        {"never asked for", by_99, silent_1, ""},
        {"asked for on another interface", by_99, "198.51.100.99 0x1 0x0 00:00:00:00:00:00 * eth1\n", ""},
        {"a neighbour that is no gateway", own_network, silent_99, ""},
        {"of two the cheaper one is silent", by_99 + by_1_cheaper, there_99 + silent_1, "198.51.100.1"},
        {"of two the dearer one is silent", by_1_cheaper + by_99, silent_99, ""},
        {"a route that is down", "eth0\t00000000\t636433C6\t0002\t0\t0\t100\t00000000\t0\t0\t0\n", silent_99, ""},
        {"half the Internet", "eth0\t00000000\t636433C6\t0003\t0\t0\t100\t00000080\t0\t0\t0\n", silent_99, ""},
        {"damaged", "eth0 00000000 zz 0003 0 0 100 00000000\n", silent_99, ""},
        {"flags that are none", by_99, "198.51.100.99 0x1 zz 00:00:00:00:00:00 * eth0\n", ""},
        {"nothing", "", "", ""},
    };
    for (const auto& r : rows) {
        INFO(r.what);
        CHECK(silent_gateway_in(route_head + r.route, arp_head + r.arp) == r.gateway);
    }
}
