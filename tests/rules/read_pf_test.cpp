// SPDX-License-Identifier: MIT
#include "rules/export/pf_steps.hpp"

#include "appliance_samples.hpp"

using namespace samples;

TEST_CASE("pfSense: what it would refuse, and what we never write") {
    check_refused("pfsense", site(),
        {
            {"10.20.0.0/24\n", "10.20.0.1/24\n"},
            {"10.20.0.0/24\n", "10.20.0.0/24 more\n"},
            {"10.20.0.0/24\n", "\n"},
            {"2001:db8:20::/64\n", "2001:db8:20::/64"},
            {"contoso.azure-devices.net\n", "*.azure-devices.net\n"},
            {"alias egress_ntp", "alias egress-ntp"},
            {"alias egress_ntp", "alias egress_ntp_of_the_site_and_others"},
            {"alias egress_ntp", "alias egress_dns"},
            {"alias egress_ntp kind=network", "alias egress_ntp kind=geoip"},
            {"alias egress_ntp kind=network", "alias egress_ntp"},
            {"alias egress_ntp kind=network", "alias egress_ntp network"},
            {"file=egress_ntp.txt", "file=other.txt"},
            {"entries=443,5671,8883", "entries=443,,8883"},
            {"entries=443,5671,8883", "entries=443 5671"},
            {"rule pass", "rule reject"},
            {"rule pass", "pass"},
            {" protocol=udp", ""},
            {" protocol=udp", " protocol=any"},
            {" protocol=udp", " protocol=esp"},
            {" protocol=udp", " protocol=udp protocol=udp"},
            {" protocol=udp", " protocol=udp quick=1"},
            {" protocol=udp", " protocol udp"},
            {"destination=egress_ntp", "destination=egress_ptn"},
            {"source=egressdevices", "source=site"},
            {"ports=123", "ports=0"},
            {"ports=egressports1", "ports=egressports2"},
            {"description=\"DNS: all names\"", "description=\"DNS: all names"},
            {"description=\"DNS: all names\"", "description=\"DNS\\\""},
        });
    CHECK_THROWS_WITH(named("pfsense").read({}), "egress-pfsense.txt: the file is missing; give the folder");
}

TEST_CASE("pfSense: mistakes that the proof sees") {
    check_caught("pfsense", site(),
        {
            {"10.9.0.123/32\n", "10.9.0.122/31\n"},
            {"10.20.7.9/32\n", ""},
            {"10.20.7.9/32\n", "10.20.7.8/31\n"},
            {"contoso.azure-devices.net\n", "azure-devices.net\n"},
            {"entries=443,5671,8883", "entries=443,5671"},
            {"entries=443,5671,8883", "entries=443-8883"},
            {"ports=123", "ports=124"},
            {"ports=123", "ports=any"},
            {"protocol=tcp/udp", "protocol=tcp"},
            {"protocol=udp", "protocol=tcp/udp"},
            {"source=egressdevices destination=egress_ntp", "source=any destination=egress_ntp"},
            {"destination=egress_ntp", "destination=any"},
            {"rule block in=LAN protocol=any source=egressdevices destination=any ports=any\n",
                ""}, // LAN's default rule
            {"rule block in=LAN protocol=any", "rule block in=LAN protocol=tcp"},
        });
}

TEST_CASE("OPNsense: what it would refuse, and what we never write") {
    check_refused("opnsense", site(),
        {
            {"\"enabled\": \"1\"", "\"enabled\": \"0\""},
            {"\"enabled\": \"1\"", "\"enabled\": 1"},
            {"\"name\": \"egress_acr\"", "\"name\": \"egress-acr\""},
            {"\"name\": \"egress_acr\"", "\"name\": \"egress_dns\""},
            {"\"name\": \"egress_acr\"", "\"title\": \"egress_acr\""},
            {"\"type\": \"host\"", "\"type\": \"external\""},
            {"\"content\": \"contoso.azure-devices.net\"", "\"content\": \"*.azure-devices.net\""},
            {"\"content\": \"contoso.azure-devices.net\"", "\"content\": \"\""},
            {"\"content\": \"contoso.azure-devices.net\"", "\"content\": [\"contoso.azure-devices.net\"]"},
            {"\"content\": \"443\\n5671", "\"content\": \"443 5671"},
            {"\"content\": \"10.9.0.123/32\"", "\"content\": \"10.9.0.124/32\""}, // not what its table says
            {"\"content\": \"10.9.0.123/32\"", "\"content\": \"10.9.0.123/24\""},
            {"\"aliases\"", "\"alias\""},
            {"\"alias\"", "\"aliases\""},
            {"\n  }\n}", "\n  }\n"},
            {"rule pass", "rule allow"},
            {"destination=egress_ntp", "destination=egress_other"},
        });
    CHECK_THROWS_WITH(named("opnsense").read({{"egress-opnsense.txt", ""}}),
        "egress-aliases.json: the file is missing; give the folder");
    CHECK_THROWS_WITH(named("opnsense").read({}), "egress-opnsense.txt: the file is missing; give the folder");
}

TEST_CASE("OPNsense: mistakes that the proof sees") {
    check_caught("opnsense", site(),
        {
            {"\"content\": \"contoso.azure-devices.net\"", "\"content\": \"azure-devices.net\""},
            {"\"content\": \"443\\n5671", "\"content\": \"443\\n5672"},
            {"ports=123", "ports=122"},
            {"rule block in=LAN", "rule pass in=LAN"},
            {"source=egressdevices destination=egress_ntp", "source=any destination=egress_ntp"},
        });
}

TEST_CASE("names of aliases fit, and differ where flows do") {
    CHECK(rules::pf_name("iot-hub") == "egress_iot_hub");
    CHECK(rules::pf_name(std::string(24, 'a')).size() == 31);
    auto p = site();
    p.flows[1].ports = {53};
    p.flows[0].ports = p.flows[2].ports; // one list of ports, one alias
    const auto flows = rules::carried_flows(p, named("pfsense"));
    const auto aliases = rules::pf_aliases(p, flows);
    CHECK(std::count_if(aliases.begin(), aliases.end(), [](const auto& a) { return a.kind == "port"; }) == 1);
    CHECK(rules::prove_by_model(named("pfsense"), rules::write_rules(named("pfsense"), p).files, p).holds());
}

TEST_CASE("pfSense, OPNsense: a source by name is not anybody, the interface is the policy's") {
    for (const auto* name : {"pfsense", "opnsense"})
        check_refused(name, site(),
            {
                {"source=egressdevices destination=egress_ntp", "source=egress_iot_hub destination=egress_ntp"},
                {"in=LAN", "in=WAN"},
            });
}
