// SPDX-License-Identifier: MIT
#include "appliance_samples.hpp"

using namespace samples;

TEST_CASE("Check Point: what the shell or the server would refuse, and what we never write") {
    check_refused("check-point", site(),
        {
            {"'DNS: all names'", "\"DNS: all names\""},
            {"'DNS: all names'", "'DNS: all names"},
            {"'DNS: all names'", "DNS: all names"},
            {"'DNS: all names'", "'DNS'x"},
            {"'DNS: all names'", "$(id)"},
            {"'DNS: all names'", "'DNS' ; reboot"},
            {"'DNS: all names'", "'DNS' || true"},
            {"'DNS: all names'", "`id`"},
            {"logout", "logout &"},
            {"logout", "logout # done"},
            {"logout", "logout now"},
            {"mgmt_cli login", "/tmp/mgmt_cli login"},
            {"login -r true", "login user admin"},
            {"-s egress.session publish", "-s other.session publish"},
            {"-s egress.session publish\n", "-s egress.session logout\n"},
            {"mgmt_cli -s egress.session install-policy policy-package 'Standard'\n", ""},
            {"install-policy policy-package 'Standard'", "install-policy target 'gw'"},
            {"set +e", "set +x"},
            {"set -e\nmgmt_cli -s egress.session add network", "mgmt_cli -s egress.session add network"},
            {"delete access-section", "delete package"},
            {"delete access-rule layer 'Network' name 'egress-dns'",
                "delete access-rule layer 'Network' name 'Cleanup rule'"},
            {"delete access-rule layer 'Network'", "delete access-rule layer 'Other'"},
            {"delete access-rule layer 'Network'", "delete access-rule"},
            {"delete access-rule layer 'Network'", "show access-rule layer 'Network'"},
            {"name '.contoso.azurecr.io' is-sub-domain false", "name 'contoso.azurecr.io' is-sub-domain false"},
            {"name '.contoso.azurecr.io' is-sub-domain false", "name '.*.azurecr.io' is-sub-domain false"},
            {"name '.contoso.azurecr.io' is-sub-domain false", "name '.contoso.azurecr.io' is-sub-domain maybe"},
            {"name '.contoso.azurecr.io' is-sub-domain false", "name '.contoso.azurecr.io'"},
            {"name '.contoso.azurecr.io' is-sub-domain false", "name '.blob.core.windows.net' is-sub-domain false"},
            {"name '.contoso.azurecr.io' is-sub-domain false set-if-exists true",
                "name '.contoso.azurecr.io' is-sub-domain false"},
            {"subnet4 '10.20.0.0' mask-length4 '24'", "subnet4 '10.20.0.1' mask-length4 '24'"},
            {"subnet4 '10.20.0.0' mask-length4 '24'", "subnet4 '10.20.0.0'"},
            {"subnet4 '10.20.0.0' mask-length4 '24'", "subnet6 '10.20.0.0' mask-length6 '24'"},
            {"subnet4 '10.20.0.0' mask-length4 '24'", "mask-length4 '24'"},
            {"ipv4-address '10.9.0.123'", "ipv4-address '10.9.0.999'"},
            {"ipv4-address '10.9.0.123'", "ipv4-address '2001:db8::1'"},
            {"members.1 'egress-ntp_a1_h'", "members.2 'egress-ntp_a1_h'"},
            {"members.1 'egress-ntp_a1_h'", "members.1 'egress-nobody'"},
            {"members.1 'egress-ntp_a1_h'", "members.1 '.blob.core.windows.net'"},
            {"members.1 'egress-ntp_a1_h'", "members.1 'egress-ntp_a1_h' color 'red'"},
            {"port '123'", "port '0'"},
            {"port '123'", "port '>1023'"},
            {"port '123'", "port '123' port '124'"},
            {"add service-udp name 'egress_udp_123'", "add service-icmp name 'egress_udp_123'"},
            {"position top", "position 1"},
            {"position top name 'egress'", "position top name 'site'"},
            {"mgmt_cli -s egress.session add access-section layer 'Network' position top name 'egress'\n", ""},
            {"position.bottom 'egress' name 'egress-ntp'", "position 7 name 'egress-ntp'"},
            {"position.bottom 'egress' name 'egress-ntp'", "position.bottom 'egress' name 'egress-dns'"},
            {"destination.1 'egress-ntp'", "destination.1 'egress-ptn'"},
            {"destination.1 'egress-ntp'", "destination.1 'egress-ntp' destination-negate true"},
            {"service.1 'egress_udp_123'", "service.1 'ntp'"},
            {"service.1 'egress_udp_123'", ""},
            {"action 'Drop'", "action 'Ask'"},
        });
}

TEST_CASE("Check Point: mistakes that the proof sees") {
    check_caught("check-point", site(),
        {
            {"ipv4-address '10.9.0.123'", "ipv4-address '10.9.0.124'"},
            {"subnet4 '10.20.0.0' mask-length4 '24'", "subnet4 '10.20.0.0' mask-length4 '23'"},
            {"port '8883'", "port '8884'"},
            {"port '8883'", "port '8883-8884'"},
            {"name '.contoso.azurecr.io' is-sub-domain false", "name '.contoso.azurecr.io' is-sub-domain true"},
            {"name '.blob.core.windows.net' is-sub-domain true", "name '.blob.core.windows.net' is-sub-domain false"},
            {"source 'egress_devices' destination.1 'egress-ntp'", "source 'Any' destination.1 'egress-ntp'"},
            {"destination.1 'egress-ntp'", "destination 'Any'"},
            {"service.1 'egress_udp_123'", "service.1 'egress_tcp_443'"},
            {"service.1 'egress_udp_123'", "service 'Any'"},
            {"action 'Accept'", "action 'Drop'"},
            {"action 'Drop'", "action 'Accept'"},
        });
}

TEST_CASE("Check Point: a domain that one flow needs with the names below it, and another without") {
    auto p = site();
    p.flows[2].names = {"blob.core.windows.net"};
    const auto made = rules::write_rules(named("check-point"), p);
    const std::string said =
        "flow iot-hub: it goes by address: a domain is one object, and another flow needs the names below "
        "one of its own";
    CHECK(std::count(made.cannot.begin(), made.cannot.end(), said) == 1);
    CHECK(made.files.front().text.find("CANNOT: " + said) != std::string::npos);
    CHECK(rules::prove_by_model(named("check-point"), made.files, p).holds());
}

TEST_CASE("Check Point: several sources are all of them, one without addresses is none") {
    check_caught("check-point", site(),
        {{"name 'egress-ntp' source 'egress_devices'",
            "name 'egress-ntp' source.1 'egress-ntp' source.2 'egress_devices'"}});
    check_refused("check-point", site(),
        {
            {"name 'egress-acr' source 'egress_devices'", "name 'egress-acr' source '.contoso.azure-devices.net'"},
            {"name 'egress-acr' source 'egress_devices'", "name 'egress-acr' source.1 'egress_devices' source.2 'Any'"},
            {"destination.1 'egress-ntp'", "destination.1 'egress-ntp' destination.2 'Any'"},
        });
}
