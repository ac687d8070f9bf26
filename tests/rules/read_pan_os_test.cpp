// SPDX-License-Identifier: MIT
#include "appliance_samples.hpp"

using namespace samples;

TEST_CASE("PAN-OS: what the platform would refuse, and what we never write") {
    check_refused("pan-os", site(),
        {
            {"fqdn contoso.azure-devices.net", "fqdn *.azure-devices.net"}, // address objects take no wildcards
            {"fqdn contoso.azure-devices.net", "fqdn Contoso.azure-devices.net"},
            {"fqdn contoso.azure-devices.net", "fqdn -a.net"},
            {"fqdn contoso.azure-devices.net", "fqdn contoso.azure-devices.net more"},
            {"fqdn contoso.azure-devices.net", "range 10.0.0.1-10.0.0.9"},
            {"ip-netmask 10.20.0.0/24", "ip-netmask 10.20.0.1/24"},
            {"ip-netmask 10.20.0.0/24", "ip-netmask 10.20.0/24"},
            {"ip-netmask 10.20.0.0/24", "ip-netmask 010.20.0.0/24"},
            {"static [ egress-ntp_a1 ]", "static [ ]"},
            {"static [ egress-ntp_a1 ]", "static [ egress-ntp_a1"},
            {"static [ egress-ntp_a1 ]", "static [ egress-ntp_a9 ]"},
            {"static [ egress-ntp_a1 ]", "static [ egress-ntp_a1 ] [ egress-ntp_a1 ]"},
            {"static [ egress-ntp_a1 ]", "dynamic filter"},
            {"protocol udp port 123", "protocol udp port 0"},
            {"protocol udp port 123", "protocol udp port 123,"},
            {"protocol udp port 123", "protocol udp port 200-100"},
            {"protocol udp port 123", "protocol icmp port 123"},
            {"protocol udp port 123", "port 123"},
            {"\"*.blob.core.windows.net/\"", "\"*.blob.core.windows.net\""}, // would match longer names, too
            {"\"*.blob.core.windows.net/\"", "\"*blob.core.windows.net/\""}, // not a whole token
            {"\"*.blob.core.windows.net/\"", "\"blob.*.windows.net/\""},
            {"\"*.blob.core.windows.net/\"", "\"*.blob.core.windows.net/"},
            {"\"*.blob.core.windows.net/\"", "\"*.blob\\.core.windows.net/\""},
            {"type \"URL List\"", "type \"Category Match\""},
            {" application any", ""},
            {" application any", " application web-browsing"},
            {" application any", " application any application any"},
            {" action allow", ""},
            {" action allow", " action reset-both"},
            {" action allow", " action"},
            {" action allow", " action allow schedule night"},
            {"from trust", "from"},
            {"destination egress-dns ", "destination egress-nds "},
            {"source egress_devices destination egress-ntp", "source egress-iot-hub destination egress-ntp"},
            {"destination any application any category", "destination egress-dns application any category"},
            {"set rulebase security", "set rulebase nat"},
            {"description \"DNS: all names\"", "description DNS: all names"},
            {"description \"DNS: all names\"", "description \"DNS: all names"},
            {"description \"DNS: all names\"", "description \"DNS: all\"names"},
            {"set rulebase security rules egress-ntp ", "set rulebase security rules egress-dns "},
            {"set rulebase security rules egress-dns ",
                "set rulebase security rules egress-0123456789012345678901234567890123456789012345678901234567 "},
            {"delete address-group egress-ntp", "delete address-group site-servers"},
            {"delete address-group egress-ntp", "delete network egress-ntp"},
            {"move rulebase security rules egress-dns top", "move rulebase security rules egress-dns bottom"},
            {"move rulebase security rules egress-dns top", "move rulebase security rules egress-x top"},
            {"move rulebase security rules egress-dns top", "delete service egress-dns_tcp"},
            {"move rulebase security rules egress-dns top", "commit"},
            {"move rulebase security rules egress-dns top", "run request system reboot"},
            {"set address egress-ntp_a1", "set address egress-dns_a1"},
            {"set service egress-dns_udp protocol udp port 53", "set service egress-dns_udp protocol udp port 54"},
        });
}

TEST_CASE("PAN-OS: mistakes that the proof sees") {
    check_caught("pan-os", site(),
        {
            {"ip-netmask 10.9.0.123/32", "ip-netmask 10.9.0.122/31"},
            {"ip-netmask 10.9.0.123/32", "ip-netmask 10.9.0.124/32"},
            {"port 443,5671,8883", "port 443,5671"},
            {"port 443,5671,8883", "port 443-8883"},
            {"protocol udp port 123", "protocol tcp port 123"},
            {"\"*.blob.core.windows.net/\"", "\"*.core.windows.net/\""},
            {"\"*.blob.core.windows.net/\"", "\"blob.core.windows.net/\""},
            {"fqdn contoso.azurecr.io", "fqdn azurecr.io"},
            {"ip-netmask 10.20.0.0/24", "ip-netmask 10.20.0.0/23"},
            {"source egress_devices destination egress-ntp", "source any destination egress-ntp"},
            {"destination egress-ntp application", "destination any application"},
            {"service [ egress-ntp_udp ]", "service any"},
            {"application any category egress-acr service", "application any service"},
            {"move rulebase security rules egress-ntp top\n", ""}, // behind the deny
            {"service any action deny", "service any action allow"},
        });
    auto twice = rules::write_rules(named("pan-os"), site()).files;
    twice.push_back(twice.front());
    CHECK_THROWS_AS(named("pan-os").read(twice), std::invalid_argument);
}

TEST_CASE("PAN-OS: zones are the policy's, a category stands alone in any order") {
    check_refused("pan-os", site(),
        {
            {"from trust", "from untrust"},
            {"from trust", "from any"},
            {"to untrust", "to [ untrust dmz ]"},
            {"destination any application any category egress-acr",
                "category egress-acr destination egress-dns application any"},
            {"destination any application any category egress-acr",
                "destination egress-dns application any category egress-acr"},
        });
    check_refused("pan-os", with(site(), rules::stance::default_deny, "lan1", "wan1"),
        {{"from lan1", "from trust"}, {"to wan1", "to untrust"}});
}
