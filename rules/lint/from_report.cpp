// SPDX-License-Identifier: MIT
#include "rules/lint/from_report.hpp"

#include <algorithm>
#include <array>

#include "netprobe/ascii.hpp"

namespace rules {
namespace {

struct protocol_name {
    std::string_view path, name; ///< a path's protocol, and what UpstreamProtocol calls it
};
constexpr std::array hub_protocols{protocol_name{"amqp", "Amqp"}, protocol_name{"amqp_ws", "AmqpWs"},
    protocol_name{"mqtt", "Mqtt"}, protocol_name{"mqtt_ws", "MqttWs"}, protocol_name{"https", "https"}};

way_seen result_of(const path_result& path) {
    using netprobe::failure;
    if (path.works) return way_seen::works;
    const bool cut_short = path.seen.failed == failure::not_tried || path.seen.failed == failure::interrupted;
    return cut_short ? way_seen::unknown : way_seen::fails;
}

// What this device's modules connect to: the hub, or its parent and nothing beyond.
bool is_upstream(const netprobe::target& to, std::string_view parent) {
    return parent.empty() ? to.service == "iot_hub" || to.service == "parent"
                          : to.service == "parent" && netprobe::same_but_for_case(to.host, parent);
}

bool brings_images(const netprobe::target& to) { return to.protocol == "registry"; }

// The ways of those paths: of several hosts, all of them have to work.
template <class Predicate>
ways_seen ways_of(const report& of, Predicate which) {
    ways_seen all;
    for (const auto& path : of.paths) {
        if (!which(path.planned.to)) continue;
        auto& way = path.planned.to.via == "proxy" ? all.by_proxy : all.direct;
        const auto result = result_of(path);
        if (way == way_seen::unknown || result == way_seen::fails) way = result;
    }
    return all;
}

// The subject of the root that a chain ends in, or would.
std::string root_of(const netprobe::tls_observation& tls) {
    if (!tls.root.empty()) return tls.root;
    return tls.chain.empty() ? std::string() : tls.chain.back().issuer;
}

std::string inspecting_root(const report& of, std::string_view parent) {
    for (const auto& finding : of.findings) {
        if (!finding.cause.starts_with("tls.intercepted")) continue;
        for (const auto& path : of.paths) {
            // A registry's chain is looked at by the engine, which has the device's own store.
            const bool touched = is_upstream(path.planned.to, parent) &&
                                 std::ranges::find(finding.paths, path.planned.to.id) != finding.paths.end();
            if (touched && path.seen.tls && !root_of(*path.seen.tls).empty()) return root_of(*path.seen.tls);
        }
    }
    return {};
}

} // namespace

void note_report(lint_context& with, const report& of, const std::string& file, std::string_view parent) {
    // From another place of the network it says nothing of this device.
    if (!parent.empty() &&
        std::ranges::none_of(of.paths, [&](const path_result& path) { return is_upstream(path.planned.to, parent); }))
        return;
    with.report = file;
    for (const auto& row : hub_protocols)
        with.ways.hub[std::string(row.name)] =
            ways_of(of, [&](const auto& to) { return is_upstream(to, parent) && to.protocol == row.path; });
    with.ways.dps = ways_of(of, [](const auto& to) { return to.service == "dps"; });
    with.ways.registry = ways_of(of, brings_images);
    with.ways.proxy = of.site.proxy;
    with.interception_root = inspecting_root(of, parent);
    for (const auto& path : of.paths)
        if (!path.planned.to.host.empty()) with.checked_hosts.push_back(path.planned.to.host);
    for (const auto& one : of.site.registries) with.checked_hosts.push_back(one.host);
}

} // namespace rules
