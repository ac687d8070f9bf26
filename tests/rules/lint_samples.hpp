// SPDX-License-Identifier: MIT
//
// Devices and reports that rules of lint are asked about, and what they find.
#pragma once

#include <string>
#include <vector>

#include "rules/lint/lint.hpp"

namespace lint_samples {

inline rules::module_settings module_named(
    const std::string& name, std::vector<std::pair<std::string, rules::told>> env) {
    rules::module_settings one;
    one.name = name;
    one.system = true;
    one.at = {"deployment.json", name == "edgeAgent" ? 10u : 20u};
    one.env = std::move(env);
    return one;
}

inline rules::told value(const std::string& text, std::size_t line) { return {text, {"deployment.json", line}}; }

/// A deployment whose system modules have these variables.
inline rules::device deployed(
    std::vector<std::pair<std::string, rules::told>> agent, std::vector<std::pair<std::string, rules::told>> hub) {
    rules::device one;
    rules::manifest plan;
    plan.file = "deployment.json";
    plan.modules = {module_named("edgeAgent", std::move(agent)), module_named("edgeHub", std::move(hub))};
    one.manifests.push_back(std::move(plan));
    return one;
}

inline std::vector<std::string> found_in(
    const rules::device& of, const std::string& topic, rules::lint_context with = {}) {
    std::vector<std::string> ids;
    for (const auto& f : rules::lint(of, with))
        if (f.id.starts_with(topic)) ids.push_back(f.id + " " + rules::to_string(f.at));
    return ids;
}

using texts = std::vector<std::string>;

using rules::way_seen;
inline constexpr auto works = way_seen::works, fails = way_seen::fails, unknown = way_seen::unknown;

/// What a report says, by names of UpstreamProtocol and "https": those that work directly, and by the proxy. All others
/// fail.
inline rules::lint_context seen(const texts& direct, const texts& by_proxy = {}) {
    rules::lint_context with;
    with.report = "report.json";
    for (const auto* name : {"Amqp", "AmqpWs", "Mqtt", "MqttWs", "https"}) with.ways.hub[name] = {fails, fails};
    for (const auto& name : direct) with.ways.hub[name].direct = works;
    for (const auto& name : by_proxy) with.ways.hub[name].by_proxy = works;
    with.ways.dps = with.ways.registry = with.ways.hub["https"];
    return with;
}

/// The same with the weight of each.
inline texts weighed(const rules::device& of, const std::string& topic, const rules::lint_context& with) {
    texts all;
    for (const auto& f : rules::lint(of, with))
        if (f.id.starts_with(topic))
            all.push_back(std::string(rules::to_string(f.weight)) + " " + f.id + " " + rules::to_string(f.at));
    return all;
}

} // namespace lint_samples
