// SPDX-License-Identifier: MIT
//
// Policies for the tests of exporters: small ones with every kind of flow, and the stances and hooks they come in.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/ip/set.hpp"
#include "rules/policy/policy.hpp"

namespace samples {

inline rules::ip_set addresses(const std::vector<std::string>& texts) {
    std::vector<rules::ip_prefix> out;
    for (const auto& text : texts) {
        std::string fault;
        const auto p = rules::read_prefix(text, fault);
        if (!p) throw std::invalid_argument(text + ": " + fault);
        out.push_back(*p);
    }
    return rules::set_of(out);
}

struct flow_texts {
    std::string id, why;
    std::vector<rules::transport> over;
    std::vector<std::uint16_t> ports;
    std::vector<std::string> names, addresses;
    rules::rung how = rules::rung::given;
};

inline rules::flow flow_of(flow_texts t) {
    rules::flow f;
    f.id = std::move(t.id);
    f.why = std::move(t.why);
    f.over = std::move(t.over);
    f.ports = std::move(t.ports);
    f.names = std::move(t.names);
    f.addresses = addresses(t.addresses);
    f.how = t.how;
    f.source = "https://learn.microsoft.com/azure/iot-edge/production-checklist";
    return f;
}

inline constexpr auto tcp = rules::transport::tcp, udp = rules::transport::udp;

/// A device's site: resolver, time, hub, registry (a name and a wildcard, by addresses where there are some), more
/// ports than one multiport match holds, IPv4 and IPv6, a flow of one family only.
inline rules::policy edge_site(rules::stance stance = rules::stance::default_deny) {
    using rules::rung;
    rules::policy p;
    p.id = "7f3a90c1d2e4";
    p.owner = "netops@contoso.com";
    p.reason = "CHG-1042, IoT Edge roll-out";
    p.expires = "2027-02-21";
    p.stance = stance;
    p.flows = {
        flow_of({"dns", "the site's resolver", {tcp, udp}, {53}, {}, {"10.9.0.53/32", "fd00:9::53/128"}}),
        flow_of({"ntp", "time", {udp}, {123}, {}, {"10.9.0.123/32"}}),
        flow_of({"iot-hub", "IoT Hub: messages and identity", {tcp}, {443, 5671, 8883}, {"contoso.azure-devices.net"},
            {"203.0.113.64/27", "203.0.113.10/31", "2001:db8:2::/48"}, rung::resolved}),
        flow_of(
            {"acr", "container registry", {tcp}, {443}, {"contoso.azurecr.io"}, {"198.51.100.7/32"}, rung::resolved}),
        flow_of({"acr-layers", "layers", {tcp}, {443}, {"*.blob.core.windows.net", "xn--bcher-kva.example"},
            {"192.0.2.128/25", "2001:db8:b::/64"}, rung::tag}),
        flow_of({"plant", "the plant's own services", {tcp},
            {1001, 1003, 1005, 1007, 1009, 1011, 1013, 1015, 1017, 1019, 1021, 1023, 1025, 1027, 1029, 1031, 1033}, {},
            {"10.20.0.0/16"}}),
    };
    for (auto& f : p.flows) f.why = rules::plain_text(f.why);
    p.remarks = {"acr-layers: every range of Storage.WestEurope, 21776 addresses", "the site's own: '*.azurecr.io' */"};
    return p;
}

/// The same with a flow of which only a wildcard is known.
inline rules::policy with_names_only(rules::policy p) {
    p.flows.push_back(flow_of({"edge-names", "", {tcp}, {443}, {"*.edge.example"}, {}, rules::rung::names_only}));
    return p;
}

/// On a router: devices of both families behind lan0.
inline rules::policy on_gateway(rules::policy p) {
    p.hook = rules::hook::gateway;
    p.devices = addresses({"10.1.0.0/24", "10.2.0.5/32", "2001:db8:1::/64"});
    p.in_interface = "lan0";
    p.out_interface = "wan0";
    return p;
}

/// Devices of IPv4 only, on any interface.
inline rules::policy on_gateway_v4(rules::policy p) {
    p = on_gateway(std::move(p));
    p.devices.v6.clear();
    p.in_interface = p.out_interface = "";
    return p;
}

/// One flow to `count` /29 networks that do not touch.
inline rules::policy many_prefixes(std::uint32_t count) {
    auto p = edge_site();
    p.flows.resize(1);
    p.flows.front().addresses = {};
    for (std::uint32_t i = 0; i < count; ++i)
        p.flows.front().addresses.v4.push_back({0x0b000000u + i * 16u, 0x0b000000u + i * 16u + 7u});
    return p;
}

} // namespace samples
