// SPDX-License-Identifier: MIT
//
// Endpoints, hosts and regions that are the user's own.
#include <algorithm>

#include <fmt/format.h>

#include "netprobe/ascii.hpp"
#include "rules/host_name.hpp"
#include "rules/protocol_names.hpp"
#include "rules/shown.hpp"
#include "rules/site.hpp"
#include "rules/site/given.hpp"

namespace rules {

using netprobe::lower;
using netprobe::port_from;

extra_endpoint endpoint_of(std::string_view given) {
    constexpr std::string_view option = "--endpoint";
    constexpr std::string_view form = "write HOST:PORT/PROTOCOL, e.g. broker.contoso.com:8883/mqtt";
    if (given.find("://") != given.npos) refuse(option, given, "is an address with a scheme", form);
    const auto parts = take_apart(option, given);
    extra_endpoint out;
    out.protocol = lower(parts.rest.substr(std::min<std::size_t>(1, parts.rest.size())));
    if (!parts.rest.starts_with('/') || out.protocol.empty()) refuse(option, given, "names no protocol", form);
    if (std::ranges::find(path_protocols, out.protocol) == path_protocols.end())
        refuse(option, given, fmt::format("names an unknown protocol {}", shown_without_secret(out.protocol)),
            fmt::format("the protocols are: {}", fmt::join(path_protocols, ", ")));
    if (!parts.colon) refuse(option, given, "names no port", form);
    const auto port = port_from(parts.port);
    if (!port) refuse(option, given, "names no port from 1 to 65535", form);
    out.port = *port;
    out.host = host_of(option, parts.host);
    return out;
}

std::string host_of(std::string_view option, std::string_view given) {
    if (is_ipv6(given)) return lower(given);
    const auto parts = take_apart(option, given);
    if (parts.url || parts.colon || !parts.rest.empty() || given.find('@') != given.npos)
        refuse(option, given, "is more than a host", "give the name or address alone");
    if (is_ipv6(parts.host)) return lower(parts.host);
    auto host = checked_name(option, parts.host);
    if (reads_as_address(host) && !is_ipv4(host))
        refuse(option, host, "is no IPv4 address", "write four numbers from 0 to 255 with dots between");
    return host;
}

std::string region_of(std::string_view given) {
    std::string region = lower(given);
    std::erase(region, ' ');
    const bool plain =
        std::ranges::all_of(region, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
    if (region.empty() || region.size() > 40 || !plain)
        refuse("--region", given, "is no Azure region", "give its short name, e.g. westeurope");
    return region;
}

std::string scope_of(std::string_view given) {
    const auto alphanumeric = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    };
    if (given.empty() || given.size() > 32 || !std::ranges::all_of(given, alphanumeric) || looks_like_key(given))
        refuse("--dps", given, "is no id scope",
            "give the scope that the portal shows, such as 0ne00A1B2C3, or --dps alone");
    return std::string(given);
}

} // namespace rules
