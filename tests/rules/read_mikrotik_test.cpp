// SPDX-License-Identifier: MIT
#include "appliance_samples.hpp"

using namespace samples;

TEST_CASE("RouterOS: what it would refuse, and what we never write") {
    check_refused("mikrotik", site(),
        {
            {"comment=\"egress:ntp\"", "comment=\"egress:ntp"},
            {"comment=\"egress:ntp\"", "comment=\"$ntp\""},
            {"comment=\"egress:ntp\"", "comment=\"a\\b\""},
            {"comment=\"egress:ntp\"", "comment=\"ntp\""}, // would not be found again
            {"comment=\"egress:ntp\"", ""},
            {"comment=\"egress:ntp\"", "comment=\"egress:ntp\" comment=\"egress:ntp\""},
            {"comment=\"egress:ntp\"", "comment=\"egress:ntp\"; /system reboot"},
            {"comment=\"egress:ntp\"", "comment=[/system reboot]"},
            {"comment=\"egress:ntp\"", "comment=$x"},
            {"comment=\"egress:ntp\"", "comment={}"},
            {"comment=\"egress:ntp\"", "comment=\"egress:ntp\" disabled"},
            {"comment=\"egress:ntp\"", "comment=\"egress:ntp\" disabled=yes"},
            {"[find comment~\"^egress:\"]", "[find]"}, // everybody's rules
            {"[find comment~\"^egress:\"]", "[find comment~\"egress\"]"},
            {"[find comment~\"^egress:\"]", "[find comment~\"^egress:\" chain=forward]"},
            {"/ip firewall filter remove", "/ip firewall nat remove"},
            {"/ip firewall filter remove", "/ip firewall filter set"},
            {"/ip dns static remove", "/ip dns cache remove"},
            {"/ip dns static remove", "/ipv6 dns static remove"},
            {"/ip dns static remove", "/system identity set"},
            {"/ip firewall filter add chain=forward",
                "/ip firewall filter remove [find comment~\"^egress:\"]\n/ip firewall filter add chain=forward"},
            {"type=FWD", "type=A"},
            {"match-subdomain=yes", "match-subdomain=no"},
            {"match-subdomain=yes ", ""},
            {"forward-to=10.9.0.53", "forward-to=resolver"},
            {"name=blob.core.windows.net", "name=*.blob.core.windows.net"},
            {"name=blob.core.windows.net", "regexp=blob"},
            {"address=10.20.0.0/24", "address=10.20.0.1/24"},
            {"address=10.20.0.0/24", "address=2001:db8::/32"},
            {"address=10.20.0.0/24", "address="},
            {"address=contoso.azurecr.io", "address=*.azurecr.io"},
            {"dst-address-list=egress-ntp", "dst-address-list=egress-ptn"},
            {"src-address-list=egress_devices", "src-address-list=nobody"},
            {"protocol=udp dst-port=123", "dst-port=123"},
            {"protocol=udp dst-port=123", "protocol=17 dst-port=123"},
            {"protocol=udp dst-port=123", "protocol=udp dst-port=123,"},
            {"protocol=udp dst-port=123", "protocol=udp dst-port=1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16"},
            {"connection-state=established,related", "connection-state=new"},
            {"action=accept protocol=udp", "action=fasttrack-connection protocol=udp"},
            {"action=accept protocol=udp", "action=accept =x protocol=udp"},
            {"chain=egress action=drop", "chain=forward action=drop"},
            {"chain=egress action=drop", "chain=input action=drop"},
            {"place-before=0 ", ""},
            {"jump-target=egress", "jump-target=other"},
            {"/ip firewall filter add chain=forward action=jump jump-target=egress src-address-list=egress_devices "
             "place-before=0 "
             "comment=\"egress:jump\"\n",
                ""},
        });
}

TEST_CASE("RouterOS: mistakes that the proof sees") {
    check_caught("mikrotik", site(),
        {
            {"address=10.9.0.123/32", "address=10.9.0.122/31"},
            {"address=10.20.0.0/24", "address=10.20.0.0/25"},
            {"address=10.20.0.0/24", "address=10.20.0.0/23"},
            {"address=contoso.azurecr.io", "address=other.azurecr.io"},
            {"name=blob.core.windows.net", "name=core.windows.net"},
            {"protocol=udp dst-port=123", "protocol=udp"},
            {"protocol=udp dst-port=123", "protocol=tcp dst-port=123"},
            {"protocol=udp dst-port=123 dst-address-list=egress-ntp", "protocol=udp dst-port=123"},
            {"dst-port=443,5671,8883", "dst-port=443,8883"},
            {"/ip firewall filter add chain=egress action=drop comment=\"egress:rest\"\n",
                ""}, // RouterOS accepts the rest
            {"/ipv6 firewall filter add chain=egress action=drop comment=\"egress:rest\"\n", ""},
            {" src-address-list=egress_devices", ""},
            {"action=accept protocol=udp", "action=drop protocol=udp"},
        });
}

TEST_CASE("RouterOS: without IPv6 rules it lets out all of IPv6") {
    const auto& in = named("mikrotik");
    auto files = rules::write_rules(in, bare()).files;
    CHECK(rules::prove_by_model(in, files, bare()).holds());
    auto& text = files.front().text;
    for (auto at = text.find("\n/ipv6"); at != text.npos; at = text.find("\n/ipv6"))
        text.erase(at, text.find('\n', at + 1) - at);
    const auto proof = rules::prove_by_model(in, files, bare());
    CHECK(proof.leak_count > 0);
    CHECK(proof.leaks.front().rule == "end of chain forward: RouterOS accepts");
}

TEST_CASE("RouterOS: wildcards need a resolver to forward to") {
    auto p = site();
    p.flows.erase(p.flows.begin());
    const auto text = rules::write_rules(named("mikrotik"), p).files.front().text;
    CHECK(text.find("type=FWD") == text.npos);
    CHECK(text.find("list=egress-acr address=198.51.100.0/24") != text.npos);
}

TEST_CASE("RouterOS: sixteen ports are two rules") {
    const auto text = rules::write_rules(named("mikrotik"), odd()).files.front().text;
    CHECK(text.find("dst-port=1,2000,2002,2004,2006,2008,2010,2012,2014,2016,2018,2020,2022,2024,2026 ") != text.npos);
    CHECK(text.find("dst-port=2028,65535 ") != text.npos);
}

TEST_CASE("MikroTik: interfaces are the policy's") {
    check_refused("mikrotik", site(), {{"jump-target=egress ", "jump-target=egress in-interface=ether1 "}});
    check_refused("mikrotik", with(site(), rules::stance::default_deny, "lan1", "wan1"),
        {{" in-interface=lan1", ""}, {" in-interface=lan1", " in-interface=wan1"},
            {" out-interface=wan1", " out-interface=lan1"}});
}
