// SPDX-License-Identifier: MIT
//
// Where UpstreamProtocol is not set, and what that tries does not get out (facts/azure.md §0.2).
#include <array>

#include <fmt/format.h>

#include "rules/lint/look.hpp"
#include "rules/lint/protocol_set.hpp"
#include "rules/lint/topics.hpp"

namespace rules {
namespace {

// Neither the module nor, where it may hand its own on, the other one is told a protocol.
bool is_unset(const module_settings* module) {
    bool later = false;
    return module != nullptr && set_to(*module, "UpstreamProtocol", &later) == nullptr && !later;
}

bool hub_is_unset(const system_modules& system) {
    return is_unset(system.hub) && (system.agent == nullptr || is_unset(system.agent));
}

bool has_proxy(const module_settings* module) {
    bool later = false;
    return module != nullptr && (set_to(*module, "https_proxy", &later) != nullptr || later);
}

// What gets edgeHub, or edgeAgent, out of a site; `proxied`: it has a proxy already.
std::string remedy_for(const site_ways& ways, bool proxied, std::string_view whose) {
    const auto direct = ways.first_working(false), any = ways.first_working(true);
    if (any.empty()) return "let one of the four protocols out: egress-check says what stops each";
    return fmt::format("add \"UpstreamProtocol\": {{\"value\": \"{}\"}}{} to env of {}", any,
        direct.empty() && !proxied ? ", and https_proxy," : "", whose);
}

// edgeAgent alone falls back from AMQP to AMQP over WebSocket (facts/azure.md §0.2).
bool agent_falls_back_in_vain(const site_ways& ways) {
    return ways.to_hub("Amqp").blocked() && ways.to_hub("AmqpWs").blocked();
}

void look_for_lost_protocol(const device& of, const lint_context& with, lint_findings& found) {
    const auto own = protocol_of(of.config);
    if (own.empty() || own == "Amqp") return; // what is unset begins with Amqp, too
    for (const auto& system : system_modules_of(of)) {
        if (!is_unset(system.agent)) continue;
        const bool hub_too = system.hub == nullptr || is_unset(system.hub);
        const bool cut_off =
            (hub_too && !with.ways.to_hub("Amqp").direct_works()) || agent_falls_back_in_vain(with.ways);
        found.add(cut_off ? severity::error : severity::warning, system.agent->at,
            fmt::format("edgeAgent has no UpstreamProtocol here, and {} says {}: this deployment overrides it",
                to_string(of.config.upstream_protocol->at), own),
            fmt::format("add \"UpstreamProtocol\": {{\"value\": \"{}\"}} to env of edgeAgent and of edgeHub", own));
    }
}

void look_for_hub_without_fallback(const device& of, const lint_context& with, lint_findings& found) {
    if (!with.ways.only_443()) return;
    for (const auto& system : system_modules_of(of))
        if (hub_is_unset(system))
            found.add(system.hub->at,
                fmt::format(
                    "edgeHub has no UpstreamProtocol, and {} says that only 443 is open: it tries AMQP on 5671 for "
                    "ever, while edgeAgent falls back to 443",
                    with.report),
                remedy_for(with.ways, has_proxy(system.hub), "edgeHub and of edgeAgent"));
}

void look_for_hub_without_way(const device& of, const lint_context& with, lint_findings& found) {
    if (with.ways.only_443() || !with.ways.to_hub("Amqp").blocked()) return;
    for (const auto& system : system_modules_of(of))
        if (hub_is_unset(system))
            found.add(system.hub->at,
                fmt::format("edgeHub has no UpstreamProtocol: it tries AMQP on 5671 only, which did not get out when "
                            "{} was made",
                    with.report),
                remedy_for(with.ways, has_proxy(system.hub), "edgeHub and of edgeAgent"));
}

void look_for_agent_without_way(const device& of, const lint_context& with, lint_findings& found) {
    if (!agent_falls_back_in_vain(with.ways)) return;
    const auto say = [&](const place& at, bool proxied, std::string_view whose) {
        found.add(at,
            fmt::format("edgeAgent has no UpstreamProtocol: it tries AMQP and AMQP over WebSocket, and neither got out "
                        "when {} was made",
                with.report),
            remedy_for(with.ways, proxied, whose));
    };
    const auto own = protocol_of(of.config);
    bool deployed = false;
    for (const auto& system : system_modules_of(of)) {
        deployed = deployed || system.agent != nullptr;
        // What the configuration has, and the deployment takes away, has a rule of its own.
        if (is_unset(system.agent) && (own.empty() || own == "Amqp"))
            say(system.agent->at, has_proxy(system.agent), "edgeAgent and of edgeHub");
    }
    if (deployed || !of.config.root.is_table() || of.config.upstream_protocol || !read_whole(of.config.faults)) return;
    const bool proxied = of.config.agent_proxy && !of.config.agent_proxy->value.empty();
    say({of.config.root.at().file, 0}, proxied, "edgeAgent, in the configuration and the deployment");
}

constexpr std::array protocol_unset_rows{
    lint_rule{"upstream-protocol-lost", severity::warning,
        "The device's configuration sets UpstreamProtocol, and the deployment that overrides it does not",
        "Microsoft, production checklist (2020-04-24), \"Be consistent with upstream protocol\"",
        look_for_lost_protocol},
    lint_rule{"upstream-protocol-hub-only-443", severity::error,
        "edgeHub has no UpstreamProtocol on a site that lets only 443 out",
        "iotedge: Hub.CloudProxy/CloudConnectionProvider.cs (AMQP on 5671 only)", look_for_hub_without_fallback},
    lint_rule{"upstream-protocol-hub-blocked", severity::error,
        "edgeHub has no UpstreamProtocol on a site that lets no AMQP out",
        "iotedge: Hub.CloudProxy/CloudConnectionProvider.cs (AMQP on 5671 only)", look_for_hub_without_way},
    lint_rule{"upstream-protocol-agent-blocked", severity::error,
        "edgeAgent has no UpstreamProtocol on a site that lets AMQP out by neither way",
        "iotedge: Agent.IoTHub/ModuleClientProvider.cs (Amqp, then AmqpWs)", look_for_agent_without_way},
};

} // namespace

std::span<const lint_rule> protocol_unset_rules() noexcept { return protocol_unset_rows; }

} // namespace rules
