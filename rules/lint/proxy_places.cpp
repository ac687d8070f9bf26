// SPDX-License-Identifier: MIT
#include "rules/lint/proxy_places.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "rules/lint/look.hpp"
#include "rules/lint/protocol_set.hpp"
#include "rules/lint/proxy_url.hpp"

namespace rules {
namespace {

struct reader_row {
    const char* component; ///< as in proxy::components()
    proxy_place::needs what;
    iot_edge version; // which has it; unknown: neither
    const char* remedy;
};
// Those of a device; edgeAgent and edgeHub are told elsewhere.
constexpr reader_row reader_rows[]{
    {"aziot-identityd", proxy_place::needs::hub, iot_edge::v1_2,
        "systemctl edit aziot-identityd: [Service] Environment=https_proxy=%s"},
    {"iotedged (1.1)", proxy_place::needs::hub, iot_edge::v1_1,
        "systemctl edit iotedge: [Service] Environment=https_proxy=%s"},
    {"dockerd", proxy_place::needs::images, iot_edge::unknown,
        "systemctl edit docker: [Service] Environment=HTTPS_PROXY=%s"},
    {"aziot-edged", proxy_place::needs::nothing, iot_edge::v1_2,
        "systemctl edit aziot-edged: [Service] Environment=https_proxy=%s"},
};

using path_groups = std::vector<std::vector<std::string>>;

// Whoever speaks HTTPS to the hub, and before that to DPS where that tells which hub it is.
path_groups daemon_paths(const device& of) {
    path_groups all{{"https"}};
    if (of.config.provisioning && of.config.provisioning->value == "dps") all.push_back({"dps"});
    return all;
}

// edgeAgent tries two protocols where it is told none (facts/azure.md §0.2).
std::vector<std::string> agent_protocols(std::string_view told_one) {
    if (told_one.empty()) return {"Amqp", "AmqpWs"};
    return {std::string(told_one)};
}

path_groups module_paths(const system_modules& of, const module_settings& module) {
    bool later = false;
    const auto protocol_in = [&](const module_settings* one) {
        if (one != nullptr) set_to(*one, "UpstreamProtocol", &later);
        return protocol_of(one);
    };
    const auto own = protocol_in(&module);
    if (&module == of.agent) return {later ? std::vector<std::string>{""} : agent_protocols(own)};
    const auto handed_on = own.empty() ? protocol_in(of.agent) : own; // facts/azure.md §0.2
    return {{"https"}, {later ? "" : std::string(handed_on.empty() ? "Amqp" : handed_on)}};
}

// What a component of the device takes for https. Of one that reads none, what `iotedge check` compares.
const proxy_setting* taken_by(const device& of, std::string_view component, bool reads) {
    const proxy_setting* best = nullptr;
    for (const auto& one : of.proxy_settings) {
        if (one.component != component || (reads && !one.in_use) || one.exceptions) continue;
        const bool https =
            one.variable.find("https") != std::string::npos || one.variable.find("HTTPS") != std::string::npos;
        if (best == nullptr || https) best = &one;
        if (https) break;
    }
    return best;
}

void add_readers(std::vector<proxy_place>& to, const device& of) {
    for (const auto& row : reader_rows) {
        // A copy may be without the unit's own file, which is not in /etc; the configuration is of that daemon.
        const bool implied = of.drop_ins_seen && of.config.root.is_table() && row.version != iot_edge::unknown &&
                             row.version == of.config.version;
        if (!implied && std::ranges::find(of.proxy_readers, row.component) == of.proxy_readers.end()) continue;
        proxy_place one{
            .who = row.component, .what = row.what, .at = {}, .address = {}, .remedy = row.remedy, .paths = {}};
        if (row.what == proxy_place::needs::hub) one.paths = daemon_paths(of);
        if (row.what == proxy_place::needs::images) one.paths = {{"registry"}};
        if (const auto* const setting = taken_by(of, row.component, row.what != proxy_place::needs::nothing)) {
            one.set = !setting->address.empty();
            one.declined = !one.set && !setting->unusable;
            one.at = setting->at;
            one.address = setting->address;
        }
        to.push_back(std::move(one));
    }
}

void add_config(std::vector<proxy_place>& to, const device& of) {
    if (!of.config.root.is_table()) return;
    proxy_place one{.who = "edgeAgent in the device's configuration",
        .at = {of.config.root.at().file, 0},
        .address = {},
        .remedy = of.config.version == iot_edge::v1_1 ? "agent: env: https_proxy: \"%s\" in config.yaml"
                                                      : "[agent.env] \"https_proxy\" = \"%s\" in config.toml",
        .paths = {agent_protocols(protocol_of(of.config))}};
    if (!of.config.agent_proxy && !read_whole(of.config.faults)) return;
    if (of.config.agent_proxy) {
        one.set = !of.config.agent_proxy->value.empty();
        one.declined = !one.set;
        one.at = of.config.agent_proxy->at;
        one.address = proxy_url_of(of.config.agent_proxy->value).address;
    }
    to.push_back(std::move(one));
}

void add_module(std::vector<proxy_place>& to, const system_modules& system, const module_settings* module) {
    if (module == nullptr) return;
    proxy_place one{.who = module->name,
        .at = module->at,
        .address = {},
        .remedy =
            fmt::format("add \"https_proxy\": {{\"value\": \"%s\"}} to env of {} in {}", module->name, system.of->file),
        .paths = module_paths(system, *module)};
    if (const auto* const value = set_to(*module, "https_proxy", &one.later)) {
        one.set = true;
        one.at = value->at;
        one.address = proxy_url_of(value->value).address;
    } else if (const auto* const empty = module->variable("https_proxy"); empty != nullptr && !one.later) {
        one.declined = true;
        one.at = empty->at;
    }
    to.push_back(std::move(one));
}

// One way of a group, of which any will do, or of all groups, of which each has to.
way_seen any_of(way_seen a, way_seen b) noexcept {
    if (a == way_seen::works || b == way_seen::works) return way_seen::works;
    return a == way_seen::fails && b == way_seen::fails ? way_seen::fails : way_seen::unknown;
}

way_seen all_of(way_seen a, way_seen b) noexcept {
    if (a == way_seen::fails || b == way_seen::fails) return way_seen::fails;
    return a == way_seen::works && b == way_seen::works ? way_seen::works : way_seen::unknown;
}

ways_seen ways_to(const site_ways& ways, const std::string& path) {
    return path == "dps" ? ways.dps : path == "registry" ? ways.registry : ways.to_hub(path);
}

} // namespace

std::vector<proxy_place> proxy_places_of(const device& of) {
    std::vector<proxy_place> all;
    add_config(all, of);
    add_readers(all, of);
    for (const auto& system : system_modules_of(of)) {
        add_module(all, system, system.agent);
        add_module(all, system, system.hub);
    }
    return all;
}

ways_seen proxy_place::seen_in(const site_ways& ways) const {
    ways_seen all{way_seen::works, way_seen::works};
    bool only_by_proxy = false; // one group that fails directly and works by the proxy is enough to need one
    for (const auto& group : paths) {
        ways_seen one{way_seen::fails, way_seen::fails};
        for (const auto& path : group) {
            const auto seen = ways_to(ways, path);
            one.direct = any_of(one.direct, seen.direct);
            one.by_proxy = any_of(one.by_proxy, seen.by_proxy);
        }
        only_by_proxy = only_by_proxy || one.needs_proxy();
        all.direct = all_of(all.direct, one.direct);
        all.by_proxy = all_of(all.by_proxy, one.by_proxy);
    }
    if (paths.empty()) return {};
    if (only_by_proxy) all.by_proxy = way_seen::works;
    return all;
}

} // namespace rules
