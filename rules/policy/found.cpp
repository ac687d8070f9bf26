// SPDX-License-Identifier: MIT
//
// What a report of egress-check knows of names, layers and resolvers.
#include <algorithm>

#include "netprobe/ascii.hpp"
#include "rules/policy/build.hpp"

namespace rules {

std::optional<std::pair<ip_address, std::uint16_t>> resolver_of(std::string_view text) {
    const auto colon = text.rfind(':');
    if (colon == text.npos) return {};
    auto host = text.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    host = host.substr(0, host.find('%')); // a link-local resolver's interface
    const auto address = read_address(host);
    const auto port = netprobe::port_from(text.substr(colon + 1));
    if (!address || !port) return {};
    return std::pair{*address, *port};
}

name_evidence evidence_of(const netprobe::resolve_observation& seen, const std::string& when) {
    name_evidence out;
    out.when = when;
    out.who = seen.source == netprobe::address_source::resolver ? "the resolvers" : "this device";
    for (const auto& text : seen.addresses)
        if (const auto a = read_address(text)) out.addresses.push_back(*a);
    // A balanced name has other addresses at every resolver: all of them are wanted.
    for (const auto& answer : seen.answers)
        for (const auto& record : answer.records)
            if (const auto a = record.type == "CNAME" ? std::nullopt : read_address(record.data))
                out.addresses.push_back(*a);
    std::sort(out.addresses.begin(), out.addresses.end());
    out.addresses.erase(std::unique(out.addresses.begin(), out.addresses.end()), out.addresses.end());
    if (out.addresses.empty())
        out.failure = std::string(netprobe::to_string(seen.failed)) + (seen.code.empty() ? "" : " " + seen.code);
    return out;
}

namespace {

std::string host_of_path(const report& of, const std::string& id) {
    for (const auto& p : of.paths)
        if (p.planned.to.id == id) return p.seen.to.host;
    return {};
}

} // namespace

found found_in(const report& of) {
    found out;
    for (const auto& name : of.run.names) out.names[netprobe::lower(name.name)] = evidence_of(name, of.run.started);
    for (const auto& text : of.run.resolvers)
        if (const auto one = resolver_of(text)) out.resolvers.push_back(*one);
    for (const auto& p : of.paths) {
        const auto& to = p.planned.to;
        if (to.after.empty() || p.seen.to.host.empty()) continue;
        // Rows that every site has (Microsoft's registry) are found without the registry's name.
        const auto registry = host_of_path(of, to.after);
        for (const auto& key : {registry, std::string(), std::string("docker.io")}) {
            auto& hosts = out.layers[{to.service, key}];
            const auto host = netprobe::lower(p.seen.to.host);
            if (std::find(hosts.begin(), hosts.end(), host) == hosts.end()) hosts.push_back(host);
        }
    }
    out.upstream_protocol = of.recommendation.upstream_protocol;
    out.proxies.site_proxy = of.site.proxy;
    if (of.site.proxy.empty()) return out;
    out.proxies.users = of.site.proxy_users;
    for (const auto& p : of.paths)
        out.proxies.tried.push_back({p.planned.to.service, netprobe::lower(p.seen.to.host), p.planned.to.protocol,
            p.planned.to.via == "proxy", p.works});
    return out;
}

} // namespace rules
