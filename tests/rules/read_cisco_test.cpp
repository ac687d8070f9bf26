// SPDX-License-Identifier: MIT
#include "appliance_samples.hpp"

using namespace samples;

TEST_CASE("ASA: what the platform would refuse, and what we never write") {
    check_refused("cisco-asa", site(),
        {
            {"fqdn v4 contoso.azure-devices.net", "fqdn v4 *.azure-devices.net"},
            {"fqdn v4 contoso.azure-devices.net", "fqdn v5 contoso.azure-devices.net"},
            {"fqdn v4 contoso.azure-devices.net", "fqdn v4 contoso.azure-devices.net\n fqdn v4 b.net"},
            {"network-object host 10.20.7.9", "network-object host 10.20.7"},
            {"network-object host 10.20.7.9", "network-object 10.20.7.9"},
            {"network-object host 10.20.7.9", "network-object 10.20.7.9/32"},
            {"network-object 10.20.0.0 255.255.255.0",
                "network-object 10.20.0.0 0.0.0.255"}, // the wildcard mask of IOS
            {"network-object 10.20.0.0 255.255.255.0", "network-object 10.20.0.1 255.255.255.0"},
            {"network-object 2001:db8:20::/64", "network-object 2001:db8:20::1/64"},
            {"network-object object egress-7f3a00c0ffee-iot-hub_n1_v4", "network-object object egress-x"},
            {" network-object host 10.9.0.123\n", ""},
            {"service-object udp destination eq 123", "service-object udp eq 123"},
            {"service-object udp destination eq 123", "service-object udp destination eq ntp"},
            {"service-object udp destination eq 123", "service-object udp destination eq 123-124"},
            {"service-object udp destination eq 123", "service-object icmp destination eq 123"},
            {"service-object udp destination eq 123", "service-object udp destination range 1 2"},
            {" service-object udp destination eq 123", "service-object udp destination eq 123"}, // no member: no mode
            {"object-group service egress-7f3a00c0ffee-ntp_s", "object-group network egress-7f3a00c0ffee-ntp_s"},
            {"object-group network egress-7f3a00c0ffee-ntp", "object-group network egress-7f3a00c0ffee-dns"},
            {"object-group network egress-7f3a00c0ffee-ntp",
                "object-group network egress-0123456789-0123456789-0123456789-0123456789-0123456789-012"},
            {"access-list egress-7f3a00c0ffee extended permit", "access-list other extended permit"},
            {"access-list egress-7f3a00c0ffee extended permit",
                "access-list egress-7f3a00c0ffee line 1 extended permit"},
            {"extended permit object-group egress-7f3a00c0ffee-dns_s", "extended permit object-group nothing"},
            {"extended permit object-group egress-7f3a00c0ffee-dns_s", "extended permit tcp"},
            {"object-group egress-7f3a00c0ffee_devices object-group", "object-group nobody object-group"},
            {"object-group egress-7f3a00c0ffee_devices object-group egress-7f3a00c0ffee-dns",
                "object-group egress-7f3a00c0ffee_devices any"},
            {"deny ip any any", "deny ip any"},
            {"deny ip any any", "deny tcp any any"},
            {"in interface inside", "out interface inside"},
            {"in interface inside", "in interface"},
            {"access-group egress-7f3a00c0ffee in", "access-group other in"},
            {"access-group egress-7f3a00c0ffee in interface inside\n", ""},
            {"access-list egress-7f3a00c0ffee remark DNS: all names", "access-list egress-7f3a00c0ffee remark DNS?"},
            {"access-list egress-7f3a00c0ffee remark DNS: all names", "no access-list egress-7f3a00c0ffee"},
            {"access-list egress-7f3a00c0ffee remark DNS: all names", "exit"},
        });
}

TEST_CASE("ASA: mistakes that the proof sees") {
    check_caught("cisco-asa", site(),
        {
            {"network-object host 10.9.0.123", "network-object 10.9.0.122 255.255.255.254"},
            {"network-object host 10.9.0.123", "network-object host 10.9.0.124"},
            {"network-object 10.20.0.0 255.255.255.0", "network-object 10.20.0.0 255.255.255.128"},
            {" network-object 2001:db8:cafe::/48\n", ""},
            {"destination eq 8883", "destination eq 8884"},
            {" service-object udp destination eq 53\n", ""},
            {"fqdn v4 contoso.azure-devices.net", "fqdn v4 azure-devices.net"},
            {"object-group egress-7f3a00c0ffee_devices object-group egress-7f3a00c0ffee-ntp",
                "any object-group egress-7f3a00c0ffee-ntp"},
        });
}

TEST_CASE("ASA: rules that only add are applied to nothing, and say what to do") {
    const auto made = rules::write_rules(named("cisco-asa"), with(site(), rules::stance::allow_only, "", "outside"));
    const auto& text = made.files.front().text;
    CHECK(text.find("access-group") == text.npos);
    CHECK(text.find("deny ip any any") == text.npos);
    CHECK(text.find("enter the access-list lines into the one it has") != text.npos);
    CHECK(made.cannot.back() == "the list holds for whatever comes in, wherever it goes, not only towards outside");
    CHECK(text.find("CANNOT: " + made.cannot.back()) != text.npos);
}

TEST_CASE("IOS-XE: what the platform would refuse, and what we never write") {
    check_refused("cisco-ios-xe", site(),
        {
            {"^contoso\\.azurecr\\.io$", "contoso\\.azurecr\\.io$"}, // would match evilcontoso.azurecr.io
            {"^contoso\\.azurecr\\.io$", "^contoso\\.azurecr\\.io"}, // and contoso.azurecr.io.evil.example
            {"^contoso\\.azurecr\\.io$", "^contoso.azurecr\\.io$"},  // and contosoxazurecr.io
            {"^contoso\\.azurecr\\.io$", "^contoso\\.azure\\dcr\\.io$"},
            {"^contoso\\.azurecr\\.io$", "^contoso\\.azurecr\\.io\\$"},
            {"^contoso\\.azurecr\\.io$", "^contoso\\.[a-z]*\\.io$"},
            {"^contoso\\.azurecr\\.io$", "^$"},
            {"^contoso\\.azurecr\\.io$", "^$ ^"},
            {"^.*\\.blob", "^.*blob"},
            {"host 10.9.0.123", "host 10.9.0.0/24"},
            {"host 10.9.0.123", "host 2001:db8::1"},
            {"host 10.9.0.123", "10.9.0.123"},
            {"10.20.0.0 255.255.255.0", "10.20.0.0 0.0.0.255"},
            {" udp eq 123", " udp eq ntp"},
            {" udp eq 123", " udp lt 123"},
            {" udp eq 123", " udp eq 1-123"},
            {"object-group fqdn egress-7f3a00c0ffee-acr", "object-group network egress-7f3a00c0ffee-acr"},
            {"object-group fqdn egress-7f3a00c0ffee-acr", "object-group url egress-7f3a00c0ffee-acr"},
            {" 20 permit", " 5 permit"},
            {" 20 permit", " x permit"},
            {" 20 permit", " 1000000000 permit"},
            {" 20 permit", " 20 allow"},
            {" 20 permit object-group", " 20 permit tcp"},
            {"fqdn-group egress-7f3a00c0ffee-acr", "fqdn-group egress-7f3a00c0ffee-ntp"},
            {"fqdn-group egress-7f3a00c0ffee-acr", "fqdn-group egress-7f3a00c0ffee-acr log"},
            {"fqdn-group egress-7f3a00c0ffee-acr", "host 10.0.0.1"},
            {"50 deny ip any any", "50 deny ip any any log"},
            {"50 deny ip any any", "50 deny tcp any any"},
            {"sequence 40 permit tcp", "40 permit tcp"},
            {"sequence 40 permit tcp", "sequence 30 permit tcp"},
            {"sequence 40 permit tcp", "sequence 40 evaluate tcp"},
            {"sequence 40 permit tcp 2001:db8:20::/64", "sequence 40 permit tcp 10.20.0.0/24"},
            {"sequence 40 permit tcp 2001:db8:20::/64", "sequence 40 permit tcp 2001:db8:20::1"},
            {"2001:db8:9::53/128 eq 53", "2001:db8:9::53/128 range 53"},
            {"permit icmp any any nd-ns", "permit icmp any any"},
            {"permit icmp any any nd-ns", "permit icmp any any echo-request"},
            {"permit icmp any any nd-ns", "permit icmp host any nd-ns"},
            {"ip access-list extended", "ip access-list standard"},
            {"ip access-group egress-7f3a00c0ffee in", "ip access-group egress-7f3a00c0ffee out"},
            {"ip access-group egress-7f3a00c0ffee in", "ip access-group other in"},
            {" ip access-group egress-7f3a00c0ffee in\n", ""},
            {" ipv6 traffic-filter egress-7f3a00c0ffee_v6 in", ""},
            {"ipv6 traffic-filter egress-7f3a00c0ffee_v6", "ipv6 traffic-filter egress-7f3a00c0ffee"},
            {"interface Vlan1", "interface Vlan1 Vlan2"},
            {"interface Vlan1", "no ip access-list extended egress"},
        });
}

TEST_CASE("IOS-XE: mistakes that the proof sees") {
    check_caught("cisco-ios-xe", site(),
        {
            {"^contoso\\.azurecr\\.io$", "^azurecr\\.io$"},
            {"^contoso\\.azurecr\\.io$", "^.*\\.azurecr\\.io$"},
            {"^.*\\.blob\\.core\\.windows\\.net$", "^.*\\.windows\\.net$"},
            {"host 10.9.0.123", "10.9.0.0 255.255.255.0"},
            {" udp eq 123", " udp eq 124"},
            {" tcp eq 8883\n", "\n"},
            {"object-group egress-7f3a00c0ffee_devices object-group egress-7f3a00c0ffee-ntp",
                "any object-group egress-7f3a00c0ffee-ntp"},
            {"2001:db8:20::/64 2001:db8:9::53/128 eq 53", "2001:db8:20::/63 2001:db8:9::53/128 eq 53"},
            {"2001:db8:9::53/128 eq 53", "2001:db8:9::/64 eq 53"},
            {"sequence 50 permit udp", "sequence 50 permit tcp"},
        });
}

TEST_CASE("IOS-XE: a name whose pattern is too long goes by address") {
    auto p = site();
    const std::string label(55, 'a');
    std::string name = "a";
    for (int i = 0; i < 4; ++i) name += "." + label;
    REQUIRE(name.size() == 225);
    p.flows[2].names = {name};
    const auto by_name = rules::write_rules(named("cisco-ios-xe"), p).files.front().text;
    CHECK(by_name.find("object-group fqdn egress-7f3a00c0ffee-iot-hub") != by_name.npos);
    name = "a.a.a.a.a.a.a." + name;
    p.flows[2].names = {name};
    const auto text = rules::write_rules(named("cisco-ios-xe"), p).files.front().text;
    CHECK(text.find("object-group network egress-7f3a00c0ffee-iot-hub") != text.npos);
    CHECK(rules::prove_by_model(named("cisco-ios-xe"), rules::write_rules(named("cisco-ios-xe"), p).files, p).holds());
}

TEST_CASE("Cisco: a source without addresses is not anybody, interfaces are the policy's") {
    check_refused("cisco-asa", site(),
        {
            {"acr_s object-group egress-7f3a00c0ffee_devices", "acr_s object-group egress-7f3a00c0ffee-iot-hub"},
            {"in interface inside", "in interface outside"},
        });
    check_refused("cisco-ios-xe", site(),
        {
            {"_devices\n 10.20.0.0 255.255.255.0\n host 10.20.7.9\n", "_devices\n"},
            {"interface Vlan1", "interface Vlan2"},
        });
    for (const auto* name : {"cisco-asa", "cisco-ios-xe"})
        check_refused(name, with(site(), rules::stance::default_deny, "lan1"), {{"interface lan1", "interface wan1"}});
}
