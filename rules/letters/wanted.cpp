// SPDX-License-Identifier: MIT
#include "rules/letters/wanted.hpp"

#include <algorithm>

#include "netprobe/ascii.hpp"
#include "rules/diagnose/address.hpp"
#include "rules/diagnose/by_proxy.hpp"
#include "rules/host_name.hpp"
#include "rules/plan/subjects.hpp"
#include "rules/policy/build.hpp"
#include "rules/proxy_shown.hpp"
#include "rules/report/page.hpp"

namespace rules {
namespace {

using netprobe::path_observation;

void add_once(std::vector<std::string>& to, const std::string& text) {
    if (!text.empty() && std::find(to.begin(), to.end(), text) == to.end()) to.push_back(text);
}

/// The catalog's row that a path was planned from; null for the user's own endpoints.
const endpoint* catalog_row(const catalog& from, const netprobe::target& to) {
    for (const auto& row : from.endpoints) {
        if (row.service != to.service) continue;
        if (std::any_of(row.ports.begin(), row.ports.end(), [&](const auto& p) { return p.port == to.port; }))
            return &row;
    }
    return nullptr;
}

/// "*.data.mcr.microsoft.com": what a rule needs where a registry's answer names the host, which is another one
/// tomorrow. Empty where the catalog has none.
std::string rule_name(const endpoint& row, const site& of, const catalog& from) {
    std::string missing;
    const auto name = site_subjects(of, from).expand(row.rule_host, {}, missing);
    return missing.empty() ? name : std::string();
}

std::vector<transport> transports_for(const std::string& protocol) {
    if (protocol == "dns") return {transport::tcp, transport::udp};
    return {protocol == "ntp" ? transport::udp : transport::tcp};
}

/// The proxy itself is what must be reached: nothing of the target is known yet.
bool concerns_way_to_proxy(std::string_view cause) {
    return cause == "proxy.unreachable" || cause == "proxy.dns" || cause.starts_with("proxy.tls_") ||
           cause == "proxy.scheme_mismatch" || cause == "proxy.not_a_proxy";
}

/// Behind the proxy it is the proxy that sends.
bool sent_by_proxy(std::string_view cause) {
    return cause == "proxy.upstream_blocked" || cause == "proxy.upstream_dns";
}

std::string proxy_address(const path_observation& seen) {
    if (!seen.proxy || seen.proxy->connects.empty()) return {};
    const auto used = seen.used.value_or(0);
    return seen.proxy->connects[used < seen.proxy->connects.size() ? used : 0].address;
}

void add_sources(wanted& to, const path_observation& seen, bool by_proxy) {
    if (by_proxy) return add_once(to.sources, proxy_address(seen));
    for (const auto& c : diagnosis::attempts(seen)) add_once(to.sources, c.local_address);
}

/// What a name had when it was looked up, and where nobody looked it up, what was tried.
ip_set addresses_of_name(const found& known, const std::string& host, const path_observation& seen) {
    std::vector<ip_address> all;
    if (const auto at = known.names.find(netprobe::lower(host)); at != known.names.end()) all = at->second.addresses;
    if (all.empty())
        for (const auto& text : seen.resolve.addresses)
            if (const auto a = read_address(text)) all.push_back(*a);
    if (all.empty())
        if (const auto a = read_address(host)) all.push_back(*a);
    std::vector<ip_range> ranges;
    for (const auto& a : all) ranges.push_back({a, a});
    return set_of(ranges);
}

flow& flow_to(std::vector<flow>& all, const std::string& host) {
    const auto at = std::find_if(all.begin(), all.end(),
        [&](const flow& f) { return std::find(f.names.begin(), f.names.end(), host) != f.names.end(); });
    if (at != all.end()) return *at;
    auto& f = all.emplace_back();
    f.names = {host};
    return f;
}

template <class T>
void insert_sorted(std::vector<T>& to, const T& value) {
    const auto at = std::lower_bound(to.begin(), to.end(), value);
    if (at == to.end() || *at != value) to.insert(at, value);
}

void add_path(
    wanted& to, const path_result& path, const finding& f, const report& of, const found& known, const catalog& from) {
    const auto& target = shown_target(path);
    const bool by_proxy = diagnosis::by_proxy(path.seen);
    auto host = target.host;
    int port = target.port;
    if (by_proxy && concerns_way_to_proxy(f.cause)) {
        const auto proxy = read_shown_proxy(diagnosis::proxy_place(of, path.seen));
        if (!proxy) return;
        host = proxy->host;
        port = proxy->port;
    }
    if (host.empty() || port <= 0 || port > 65535) return;
    auto& flow = flow_to(to.flows, host);
    for (const auto over : transports_for(target.protocol)) insert_sorted(flow.over, over);
    insert_sorted(flow.ports, static_cast<std::uint16_t>(port));
    if (flow.addresses.empty()) flow.addresses = addresses_of_name(known, host, path.seen);
    flow.how = flow.addresses.empty() ? rung::names_only : rung::resolved;
    const auto* row = catalog_row(from, target);
    if (row && host == target.host) {
        if (!row->service_tag.empty()) flow.tags = {row->service_tag};
        if (!target.after.empty()) add_once(flow.names, rule_name(*row, of.site, from));
        if (flow.why.empty()) flow.why = row->purpose;
    }
    add_once(to.protocols, target.protocol);
}

} // namespace

std::vector<const path_result*> paths_of_finding(const finding& f, const report& of) {
    std::vector<const path_result*> all;
    for (const auto& path : of.paths) {
        const auto& id = path.id();
        if (std::find(f.paths.begin(), f.paths.end(), id) != f.paths.end()) all.push_back(&path);
    }
    return all;
}

wanted wanted_by(const finding& f, const report& of, const catalog& from) {
    wanted all;
    all.by_proxy = sent_by_proxy(f.cause);
    const auto known = found_in(of);
    const auto paths = paths_of_finding(f, of);
    for (const auto* path : paths) {
        add_path(all, *path, f, of, known, from);
        add_sources(all, path->seen, all.by_proxy);
    }
    // A name that had no address was never connected to: the device's address is on its other sockets.
    if (all.sources.empty() && !all.by_proxy)
        for (const auto& path : of.paths) add_sources(all, path.seen, false);
    for (const auto& name : of.run.names) {
        const bool asked = std::any_of(paths.begin(), paths.end(),
            [&](const auto* p) { return netprobe::lower(shown_target(*p).host) == netprobe::lower(name.name); });
        for (const auto& a : name.answers) {
            if (asked) add_once(all.resolvers, diagnosis::plain_address(a.resolver));
            if (all.sources.empty() && !all.by_proxy) add_once(all.sources, diagnosis::plain_address(a.local_address));
        }
    }
    return all;
}

bool fit_for_command(std::string_view host) {
    return is_ipv4(host) || is_ipv6(host) || (!host.empty() && !reads_as_address(host) && !fault_of_name(host));
}

} // namespace rules
