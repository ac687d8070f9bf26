// SPDX-License-Identifier: MIT
#include "rules/export/appliance.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "rules/policy/embedded.hpp"

namespace rules {

bool has_devices(const policy& of, ip_family family) noexcept {
    return of.devices.empty() || (family == ip_family::v4 ? !of.devices.v4.empty() : !of.devices.v6.empty());
}

std::vector<carried_flow> carried_flows(const policy& of, const format& in) {
    std::vector<carried_flow> out;
    for (const auto& f : of.flows) {
        carried_flow c{&f, {}, {}, {}, {}};
        const auto how = in.carries(of, f);
        if (how == carried::by_name)
            for (const auto& name : f.names)
                name.starts_with("*.") ? c.below.push_back(name.substr(2)) : c.exact.push_back(name);
        if (how == carried::by_address) {
            if (has_devices(of, ip_family::v4)) c.v4 = prefixes_of(f.addresses, ip_family::v4);
            if (has_devices(of, ip_family::v6)) c.v6 = prefixes_of(f.addresses, ip_family::v6);
        }
        if (c.exact.size() + c.below.size() + c.v4.size() + c.v6.size() > 0) out.push_back(std::move(c));
    }
    return out;
}

std::vector<std::string> left_out(const format& in, const policy& of) {
    auto out = not_carried(in, of);
    for (const auto& f : of.flows) {
        if (in.carries(of, f) != carried::by_address) continue;
        if (!f.addresses.v4.empty() && !has_devices(of, ip_family::v4))
            out.push_back(fmt::format("flow {}: its IPv4 addresses are left out, as no device has one", f.id));
        if (!f.addresses.v6.empty() && !has_devices(of, ip_family::v6))
            out.push_back(fmt::format("flow {}: its IPv6 addresses are left out, as no device has one", f.id));
    }
    return out;
}

std::vector<std::string> apex_included(const std::vector<carried_flow>& flows, std::string_view because) {
    std::vector<std::string> out;
    for (const auto& f : flows)
        for (const auto& domain : f.below)
            if (std::find(f.exact.begin(), f.exact.end(), domain) == f.exact.end())
                out.push_back(fmt::format(
                    "flow {}: {} itself is let out besides the names below it: {}", f.of->id, domain, because));
    return out;
}

std::string commented(std::string_view sign, const std::vector<std::string>& lines) {
    std::string out;
    for (const auto& line : lines) out += fmt::format("{} {}\n", sign, line);
    return out;
}

std::string versioned_name(const policy& of) {
    std::string id;
    for (const char c : of.id)
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) id += c;
    return id.empty() ? "egress" : "egress-" + id.substr(0, 12);
}

std::string mask_of(const ip_prefix& p) {
    const uint128 all = 0xffffffffu;
    return text_of(ip_address{ip_family::v4, p.length == 0 ? uint128{0} : (all << (32 - p.length)) & all});
}

rules::stance stance_in(std::string_view text, std::string_view file) {
    const auto found = policy_in(text, file);
    return found ? found->stance : stance::default_deny;
}

void interface_pair::want(const line_place& at, std::string_view given_in, std::string_view given_out) const {
    for (const auto& [meant, given] : {std::pair<std::string_view, std::string_view>{in, given_in}, {out, given_out}})
        if (meant != given)
            at.refuse(fmt::format("interface \"{}\" where the policy in the comments has \"{}\"", given, meant));
}

interface_pair interfaces_in(std::string_view text, std::string_view file, const interface_pair& otherwise) {
    const auto found = policy_in(text, file);
    auto out = otherwise;
    if (found && !found->in_interface.empty()) out.in = found->in_interface;
    if (found && !found->out_interface.empty()) out.out = found->out_interface;
    return out;
}

} // namespace rules
