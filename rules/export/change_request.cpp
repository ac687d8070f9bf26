// SPDX-License-Identifier: MIT
#include "rules/export/change_request.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace rules {
namespace {

struct narrower {
    std::string_view name, instead;
};

// facts/rules.md §2.20, rung 1. What ends in one of these names, the longest first.
constexpr std::array<narrower, 6> known_narrowings{{
    {"data.mcr.microsoft.com", "no narrower name is promised: Microsoft moves the data between regions"},
    {"blob.core.windows.net", "the storage account's own name, or dedicated data endpoints of the registry instead: "
                              "REGISTRY.REGION.data.azurecr.io"},
    {"azure-devices-provisioning.net", "global.azure-devices-provisioning.net"},
    {"azure-devices.net", "the hub's own name: HUB.azure-devices.net"},
    {"azurecr.io", "the registry's own name and its dedicated data endpoint: REGISTRY.azurecr.io, "
                   "REGISTRY.REGION.data.azurecr.io"},
    {"cdn.azcr.io", "no narrower name is known"},
}};

std::string_view narrower_name(std::string_view wildcard) {
    const auto name = wildcard.substr(2);
    const auto found = std::find_if(known_narrowings.begin(), known_narrowings.end(), [&](const narrower& row) {
        return name == row.name || (name.ends_with(row.name) && name[name.size() - row.name.size() - 1] == '.');
    });
    return found == known_narrowings.end() ? "the names of this site alone, where they are known" : found->instead;
}

// A host to test with: a name, for a wildcard one to be filled in, or the first address.
std::string host_of(const flow& f) {
    if (f.names.empty()) return text_of(ranges_of(f.addresses).front().first);
    const auto exact = std::find_if(f.names.begin(), f.names.end(), [](const auto& n) { return !n.starts_with("*."); });
    return exact != f.names.end() ? *exact : "NAME" + f.names.front().substr(1);
}

std::string command_for(const std::string& host, transport over, std::uint16_t port) {
    if (over == transport::tcp) return fmt::format("nc -vz -w 5 {} {}", host, port);
    if (port == 53) return fmt::format("dig @{} mcr.microsoft.com", host);
    if (port == 123) return fmt::format("ntpdate -q {}", host);
    return fmt::format("nc -vzu -w 5 {} {} (UDP: no error is no proof)", host, port);
}

std::string interfaces_of(const policy& of) {
    std::string out;
    if (!of.in_interface.empty()) out += " in by " + of.in_interface;
    if (!of.out_interface.empty()) out += " out by " + of.out_interface;
    return out;
}

} // namespace

format document_row(
    std::string_view name, std::string_view title, std::string_view limits, decltype(format::write) write) {
    return {.name = name,
        .title = title,
        .names = names_held::wildcard,
        .proof = proof_kind::none,
        .limits = limits,
        .undo = "nothing was changed",
        .carries = by_any_name,
        .write = write};
}

std::string direction_of(const policy& of) {
    return of.hook == hook::host ? "outbound, from the device itself"
                                 : "outbound, through the gateway" + interfaces_of(of);
}

std::string source_of(const policy& of) {
    if (of.hook == hook::host) return "the device";
    if (of.devices.empty()) return "any device behind the gateway";
    std::vector<std::string> out;
    for (const auto& p : prefixes_of(of.devices)) out.push_back(text_of(p));
    return fmt::format("{}", fmt::join(out, ", "));
}

std::string price_of(const flow& f) {
    if (f.addresses.empty()) return "no addresses are known: only by name";
    return fmt::format("{:.0f} IPv4, {:.6g} IPv6 addresses", addresses_in(f.addresses, ip_family::v4),
        addresses_in(f.addresses, ip_family::v6));
}

std::vector<std::string> narrower_than(const flow& f) {
    std::vector<std::string> out;
    for (const auto& name : f.names)
        if (name.starts_with("*.")) out.push_back(fmt::format("{}: {}", name, narrower_name(name)));
    return out;
}

std::vector<std::string> test_commands(const flow& f) {
    std::vector<std::string> out;
    for (const auto over : f.over)
        for (const auto port : f.ports) out.push_back(command_for(host_of(f), over, port));
    return out;
}

std::string transports_of(const flow& f) {
    std::string out;
    for (const auto over : f.over) out += fmt::format("{}{}", out.empty() ? "" : ", ", to_string(over));
    return out;
}

std::string ports_of(const flow& f) { return fmt::format("{}", fmt::join(f.ports, ", ")); }

std::vector<std::string> addresses_of(const flow& f) {
    std::vector<std::string> out;
    for (const auto& p : prefixes_of(f.addresses)) out.push_back(text_of(p));
    return out;
}

} // namespace rules
