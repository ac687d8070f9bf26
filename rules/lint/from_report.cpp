// SPDX-License-Identifier: MIT
#include "rules/lint/from_report.hpp"

#include <algorithm>
#include <array>

namespace rules {
namespace {

struct hub_protocol {
    std::string_view path, name; ///< a path's protocol, and what UpstreamProtocol calls it
    bool on_443;
};
constexpr std::array hub_protocols{hub_protocol{"amqp", "Amqp", false}, hub_protocol{"amqp_ws", "AmqpWs", true},
    hub_protocol{"mqtt", "Mqtt", false}, hub_protocol{"mqtt_ws", "MqttWs", true}};

// Whether a protocol to the hub was tried at all, and whether it works by any way.
struct tried {
    bool any = false, works = false;
};
tried hub_tried(const report& of, std::string_view protocol) {
    tried seen;
    for (const auto& path : of.paths) {
        const auto& to = path.planned.to;
        if (to.service != "iot_hub" || to.protocol != protocol) continue;
        seen.any = true;
        seen.works = seen.works || path.works;
    }
    return seen;
}

// The subject of the root that a chain ends in, or would.
std::string root_of(const netprobe::tls_observation& tls) {
    if (!tls.root.empty()) return tls.root;
    return tls.chain.empty() ? std::string() : tls.chain.back().issuer;
}

std::string inspecting_root(const report& of) {
    for (const auto& finding : of.findings) {
        if (!finding.cause.starts_with("tls.intercepted")) continue;
        for (const auto& path : of.paths) {
            const bool touched = std::ranges::find(finding.paths, path.planned.to.id) != finding.paths.end();
            if (touched && path.seen.tls && !root_of(*path.seen.tls).empty()) return root_of(*path.seen.tls);
        }
    }
    return {};
}

} // namespace

void note_report(lint_context& with, const report& of, const std::string& file) {
    with.report = file;
    bool tcp_tried = false, tcp_works = false, web_works = false;
    for (const auto& row : hub_protocols) {
        const auto seen = hub_tried(of, row.path);
        if (seen.works) with.working_protocols.emplace_back(row.name);
        if (row.on_443)
            web_works = web_works || seen.works;
        else {
            tcp_tried = tcp_tried || seen.any;
            tcp_works = tcp_works || seen.works;
        }
    }
    with.only_443 = web_works && tcp_tried && !tcp_works;
    with.interception_root = inspecting_root(of);
    for (const auto& path : of.paths)
        if (!path.planned.to.host.empty()) with.checked_hosts.push_back(path.planned.to.host);
    for (const auto& one : of.site.registries) with.checked_hosts.push_back(one.host);
}

} // namespace rules
