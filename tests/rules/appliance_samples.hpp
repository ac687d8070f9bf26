// SPDX-License-Identifier: MIT
//
// Policies for the tests of appliances' formats, and what they ask of all of them.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch.hpp>

#include "rules/export/format.hpp"
#include "rules/verdict/model.hpp"

namespace samples {

inline rules::ip_set addresses(std::initializer_list<const char*> blocks) {
    std::vector<rules::ip_prefix> out;
    for (const auto* text : blocks) {
        std::string fault;
        out.push_back(rules::read_prefix(text, fault).value());
    }
    return rules::set_of(out);
}

inline rules::flow flow(std::string id, std::vector<rules::transport> over, std::vector<std::uint16_t> ports,
    std::vector<std::string> names, rules::ip_set to, std::string why) {
    rules::flow out;
    out.id = std::move(id);
    out.over = std::move(over);
    out.ports = std::move(ports);
    out.names = std::move(names);
    out.addresses = std::move(to);
    out.how = out.addresses.empty() ? rules::rung::names_only : rules::rung::resolved;
    out.why = std::move(why);
    out.source = "facts";
    return out;
}

/// A site as it is: a hub, a registry with a wildcard, DNS and NTP of the site, both families.
inline rules::policy site() {
    using rules::transport;
    rules::policy p;
    p.id = "7f3a00c0ffee";
    p.owner = "ot-network@contoso.example";
    p.reason = "CHG 4711 (IoT Edge)";
    p.hook = rules::hook::gateway;
    p.devices = addresses({"10.20.0.0/24", "10.20.7.9/32", "2001:db8:20::/64"});
    p.flows.push_back(flow("dns", {transport::tcp, transport::udp}, {53}, {},
        addresses({"10.9.0.53/32", "2001:db8:9::53/128"}), "DNS: all names"));
    p.flows.push_back(flow("ntp", {transport::udp}, {123}, {}, addresses({"10.9.0.123/32"}), "NTP: certificates"));
    p.flows.push_back(flow("iot-hub", {transport::tcp}, {443, 5671, 8883}, {"contoso.azure-devices.net"},
        addresses({"203.0.113.64/27", "203.0.113.10/32"}), "IoT Hub: identity of modules, messages"));
    p.flows.push_back(flow("acr", {transport::tcp}, {443}, {"*.blob.core.windows.net", "contoso.azurecr.io"},
        addresses({"198.51.100.0/24", "2001:db8:cafe::/48"}), "Container registry"));
    return p;
}

/// The least: one flow by address, nobody named, no interface, no id.
inline rules::policy bare() {
    rules::policy p;
    p.hook = rules::hook::gateway;
    p.flows.push_back(flow("proxy", {rules::transport::tcp}, {3128}, {}, addresses({"192.0.2.8/32"}), ""));
    return p;
}

/// Seventeen ports, longest id, addresses at the ends, IPv6 devices only.
inline rules::policy odd() {
    rules::policy p = bare();
    p.id = "000000000000";
    p.devices = addresses({"2001:db8:20::1/128"});
    p.flows.clear();
    std::vector<std::uint16_t> ports{1};
    for (std::uint16_t i = 0; i < 15; ++i) ports.push_back(static_cast<std::uint16_t>(2000 + 2 * i));
    ports.push_back(65535);
    p.flows.push_back(flow("a-flow-of-24-characters-", {rules::transport::tcp, rules::transport::udp}, ports, {},
        addresses({"0.0.0.0/1", "255.255.255.255/32", "2001:db8::/33"}), "everything, or so"));
    p.flows.push_back(flow("devices", {rules::transport::tcp}, {443}, {"a.example"}, {}, ""));
    p.flows.push_back(flow("rest", {rules::transport::tcp}, {443}, {}, addresses({"2001:db8:ffff::/48"}), ""));
    return p;
}

/// The same with what the site's person gave: another stance, interfaces.
inline rules::policy with(rules::policy p, rules::stance s, std::string in = {}, std::string out = {}) {
    p.stance = s;
    p.in_interface = std::move(in);
    p.out_interface = std::move(out);
    return p;
}

/// A change to an emitted text, as a mistake would make it.
struct change {
    std::string_view from, to; ///< the first place of `from`; has to be there
};

inline std::vector<rules::output_file> changed(std::vector<rules::output_file> files, const change& c) {
    for (auto& f : files)
        for (auto at = f.text.find(c.from); at != std::string::npos; at = f.text.find(c.from, at + 1)) {
            const auto line = at == 0 ? 0 : f.text.rfind('\n', at - 1) + 1;
            if (f.text[line] == '#' || f.text[line] == '!') continue; // the policy is in the comments, too
            f.text.replace(at, c.from.size(), c.to);
            return files;
        }
    throw std::logic_error("not in the text: " + std::string(c.from));
}

inline const rules::format& named(std::string_view name) {
    const auto* found = rules::find_format(name);
    if (!found) throw std::logic_error("no such format");
    return *found;
}

/// The platform would refuse each change; the refusal is one line that names a file.
inline void check_refused(std::string_view format, const rules::policy& of, const std::vector<change>& changes) {
    const auto& in = named(format);
    const auto files = rules::write_rules(in, of).files;
    for (const auto& c : changes) {
        CAPTURE(c.from, c.to);
        std::string said;
        try {
            in.read(changed(files, c));
        } catch (const std::invalid_argument& refused) {
            said = refused.what();
        }
        CHECK(said.starts_with("egress"));
        CHECK(said.find('\n') == said.npos);
    }
}

/// Each change still is the platform's language, and the proof sees that it is not the policy any more.
inline void check_caught(std::string_view format, const rules::policy& of, const std::vector<change>& changes) {
    const auto& in = named(format);
    const auto files = rules::write_rules(in, of).files;
    for (const auto& c : changes) {
        CAPTURE(c.from, c.to);
        CHECK_FALSE(rules::prove_by_model(in, changed(files, c), of).holds());
    }
}

} // namespace samples
