// SPDX-License-Identifier: MIT
#include "rules/controls/direct_list.hpp"

#include <fmt/format.h>

#include "rules/diagnose/address.hpp"

namespace rules::direct {

netprobe::target* direct_list::add(const std::string& service, const place& at, std::string_view protocol,
    std::string purpose, netprobe::variation as) {
    planned_path c;
    auto& to = c.to;
    to.service = service;
    to.host = at.host;
    to.port = static_cast<std::uint16_t>(at.port);
    to.protocol = protocol;
    to.as = std::move(as);
    to.as.address = at.address;
    const bool ipv6 = diagnosis::is_ipv6(at.address);
    to.id =
        fmt::format("{}@{}{}{}:{}/{}/direct", service, ipv6 ? "[" : "", at.address, ipv6 ? "]" : "", at.port, protocol);
    for (const auto& other : all_)
        if (other.to.id == to.id) return nullptr;
    c.need = need::optional;
    c.purpose = std::move(purpose);
    return &all_.emplace_back(std::move(c)).to;
}

void direct_list::again(const path_result& p, double rest_ms) {
    planned_path c;
    c.to = p.planned.to.id.empty() ? p.seen.to : p.planned.to;
    if (c.to.host.empty()) c.to.host = p.seen.to.host;
    c.to.after = c.to.host.empty() ? alone_control_id(c.to.after) : std::string();
    c.to.id = alone_control_id(c.to.id);
    c.to.service = "control_alone";
    c.to.as.after_ms = rest_ms;
    c.need = need::optional;
    c.purpose = "the whole path again, alone";
    all_.push_back(std::move(c));
}

void direct_list::at_another_address(const path_result& p, const std::string& address) {
    planned_path c;
    c.to = p.seen.to;
    c.to.id = "control_other_address/" + p.id();
    c.to.service = "control_other_address";
    c.to.after.clear();
    c.to.as.address = address;
    c.need = need::optional;
    c.purpose = "the whole path at another address of the name";
    all_.push_back(std::move(c));
}

} // namespace rules::direct
