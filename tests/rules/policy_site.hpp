// SPDX-License-Identifier: MIT
//
// Policies for tests: hand-made, and one of a site as resolvers and a tag file would make it.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch.hpp>

#include "rules/policy/build.hpp"

namespace policy_site {

inline rules::ip_set addresses(const std::vector<std::string>& texts) {
    std::vector<rules::ip_prefix> all;
    std::string fault;
    for (const auto& text : texts) all.push_back(rules::read_prefix(text, fault).value());
    return rules::set_of(all);
}

inline rules::flow flow(std::string id, std::vector<std::uint16_t> ports, std::vector<std::string> names,
    const std::vector<std::string>& to, std::vector<rules::transport> over = {rules::transport::tcp}) {
    rules::flow f;
    f.id = std::move(id);
    f.over = std::move(over);
    f.ports = std::move(ports);
    f.names = std::move(names);
    f.addresses = addresses(to);
    f.how = to.empty() ? rules::rung::names_only : rules::rung::resolved;
    f.why = "for a test";
    return f;
}

/// Hub, registry layers by a wildcard, resolver and clock.
inline rules::policy small() {
    rules::policy p;
    p.id = "0123456789ab";
    p.owner = "netops";
    p.flows = {
        flow("iot-hub", {443, 5671, 8883}, {"contoso.azure-devices.net"}, {"203.0.113.64/27", "2001:db8:2::/48"}),
        flow("mcr-data", {443}, {"*.data.mcr.microsoft.com"}, {"198.51.100.7/32"}),
        flow("dns", {53}, {}, {"10.9.0.53/32"}, {rules::transport::tcp, rules::transport::udp}),
        flow("ntp", {123}, {}, {"10.9.0.123/32"}, {rules::transport::udp})};
    return p;
}

inline std::vector<std::string> ids_of(const rules::policy& p) {
    std::vector<std::string> out;
    for (const auto& f : p.flows) out.push_back(f.id);
    return out;
}

inline const rules::flow& flow_at(const rules::policy& p, std::string_view id) {
    const auto found = std::ranges::find_if(p.flows, [&](const rules::flow& f) { return f.id == id; });
    INFO(id);
    REQUIRE(found != p.flows.end());
    return *found;
}

/// A remark of the policy has these words.
inline bool said(const rules::policy& p, std::string_view part) {
    return std::ranges::any_of(p.remarks, [&](const std::string& text) { return text.find(part) != text.npos; });
}

} // namespace policy_site
