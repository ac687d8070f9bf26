// SPDX-License-Identifier: MIT
#include "appliance_samples.hpp"

using namespace samples;

TEST_CASE("FortiGate: what the platform would refuse, and what we never write") {
    check_refused("fortigate", site(),
        {
            {"set fqdn \"contoso.azure-devices.net\"", "set fqdn \"contoso.*.net\""},
            {"set fqdn \"contoso.azure-devices.net\"", "set fqdn \"*contoso.net\""},
            {"set fqdn \"contoso.azure-devices.net\"", "set fqdn \"contoso.azure-devices.net"},
            {"set fqdn \"contoso.azure-devices.net\"", "set fqdn \"con\\toso.azure-devices.net\""},
            {"set fqdn \"contoso.azure-devices.net\"", "set fqdn \"a.net\" \"b.net\""},
            {"set fqdn \"contoso.azure-devices.net\"", "set type fqdn"},
            {"set type fqdn", "set type wildcard-fqdn"},
            {"set type fqdn", "set kind fqdn"},
            {"set subnet 10.20.0.0 255.255.255.0", "set subnet 10.20.0.0 255.255.0.255"},
            {"set subnet 10.20.0.0 255.255.255.0", "set subnet 10.20.0.9 255.255.255.0"},
            {"set subnet 10.20.0.0 255.255.255.0", "set subnet 10.20.0.0"},
            {"set subnet 10.20.0.0 255.255.255.0", "set subnet 10.20.0.0 24"},
            {"set ip6 2001:db8:20::/64", "set ip6 10.0.0.0/8"},
            {"set ip6 2001:db8:20::/64", "set ip6 2001:db8:20::1/64"},
            {"set member \"egress-dns_a1\"", "set member \"egress-dns_a7\""},
            {"set member \"egress-dns_a1\"", "unset member"},
            {"set udp-portrange 123", "set udp-portrange 65536"},
            {"set udp-portrange 123", "set udp-portrange"},
            {"set udp-portrange 123", "unset udp-portrange"},
            {"set protocol TCP/UDP/SCTP", "set protocol ICMP"},
            {"    edit 1264439484", "    edit 0"},
            {"    edit 1264439484", "    edit first"},
            {"    edit 1264439484", "    edit 12644394840"},
            {"    edit 1296184637", "    edit 1264439484"},
            {"set name \"egress-dns\"", "set name \"egress-ntp\""},
            {"set name \"egress-dns\"", "set name \"a name of more than thirty-five characters\""},
            {"set srcintf \"any\"\n", "\n"},
            {"set dstaddr \"egress-dns\"", "set dstaddr \"egress-snd\""},
            {"set dstaddr \"egress-dns\"", "set dstaddr \"egress-dns\" \"all\""},
            {"        set dstaddr \"egress-dns\"\n", ""},
            {"        set srcaddr \"egress_devices\"\n", ""},
            {"set schedule \"always\"", "set schedule \"night\""},
            {"set action accept", "set action ipsec"},
            {"set action accept", "set action accept\n        set nat enable"},
            {"set service \"egress-ntp\"", "set service \"egress-ptn\""},
            {"set comments \"DNS: all names\"", "set comments \"DNS: all names\" \"more\""},
            {"set comments \"DNS: all names\"", "set comments \"DNS: it's\""},
            {"set comments \"DNS: all names\"", "set comments DNS\\"},
            {"    next\nend", "end"},
            {"    next\n    edit", "    edit"},
            {"end\nconfig", "config"},
            {"end\nconfig", "end\nend\nconfig"},
            {"config firewall address\n", "config firewall local-in-policy\n"},
            {"config firewall address\n", "config\n"},
            {"move 1264439484 before 1292029269", "move 1264439484 after 1292029269"},
            {"move 1264439484 before 1292029269", "move 1264439484 before 1"},
            {"move 1264439484 before 1292029269", "move 1264439484 before 1264439484"},
            {"move 1264439484 before 1292029269", "delete 1264439484"},
            {"1260507901 before 1292029269\nend\n", "1260507901 before 1292029269\n"},
        });
}

TEST_CASE("FortiGate: mistakes that the proof sees") {
    check_caught("fortigate", site(),
        {
            {"set subnet 10.9.0.123 255.255.255.255", "set subnet 10.9.0.120 255.255.255.248"},
            {"set subnet 10.20.0.0 255.255.255.0", "set subnet 10.20.0.0 255.255.254.0"},
            {"set ip6 2001:db8:9::53/128", "set ip6 2001:db8:9::/64"},
            {"set tcp-portrange 443 5671 8883", "set tcp-portrange 443 5671"},
            {"set tcp-portrange 443 5671 8883", "set tcp-portrange 1-65535"},
            {"unset udp-portrange", "set udp-portrange 443 5671 8883"},
            {"set fqdn \"contoso.azure-devices.net\"", "set fqdn \"*.azure-devices.net\""},
            {"set member \"egress-acr_n1\" \"egress-acr_n2\"", "set member \"egress-acr_n2\""},
            {"set dstaddr \"egress-ntp\"", "set dstaddr \"all\""},
            {"set srcaddr \"egress_devices\"\n        set dstaddr \"egress-ntp\"",
                "set srcaddr \"all\"\n        set dstaddr \"egress-ntp\""},
            {"set service \"egress-ntp\"", "set service \"ALL\""},
            {"set action accept", "set action deny"},
            {"set udp-portrange 53", "set udp-portrange 54"},
            {"set action deny", "set action accept"},
        });
}

TEST_CASE("FortiGate: a policy keeps its number when others come and go") {
    const auto number_of = [](const rules::policy& p, const std::string& name) {
        const auto text = rules::write_rules(named("fortigate"), p).files.front().text;
        const auto at = text.find("set name \"" + name + "\"");
        const auto edit = text.rfind("edit ", at);
        return text.substr(edit, text.find('\n', edit) - edit);
    };
    auto fewer = site();
    fewer.flows.erase(fewer.flows.begin());
    CHECK(number_of(site(), "egress-iot-hub") == number_of(fewer, "egress-iot-hub"));
    CHECK(number_of(site(), "egress_rest") == number_of(fewer, "egress_rest"));
}

TEST_CASE("FortiGate: a refusal behind what it does not refuse moves nothing") {
    // On a FortiGate where the refusal stands already, new policies come after it; the moves bring them before.
    const auto& in = named("fortigate");
    const auto files = rules::write_rules(in, site()).files;
    auto text = files.front().text;
    const auto begin = text.find("    edit 1292029269"), end = text.find("    next\n", begin) + 9;
    const auto refusal = text.substr(begin, end - begin);
    text.erase(begin, end - begin);
    const std::string policies = "config firewall policy\n";
    text.insert(text.find(policies) + policies.size(), refusal);
    CHECK(rules::prove_by_model(in, {{files.front().name, text}}, site()).holds());
    const auto move = text.find("    move 1296184637");
    text.erase(move, text.find('\n', move) + 1 - move);
    CHECK_FALSE(rules::prove_by_model(in, {{files.front().name, text}}, site()).holds());
}

TEST_CASE("FortiGate: interfaces are the policy's") {
    check_refused("fortigate", site(), {{"set srcintf \"any\"", "set srcintf \"lan\""}});
    check_refused("fortigate", with(site(), rules::stance::default_deny, "lan1", "wan1"),
        {{"set srcintf \"lan1\"", "set srcintf \"any\""}, {"set dstintf \"wan1\"", "set dstintf \"lan1\""}});
}
