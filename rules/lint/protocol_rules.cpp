// SPDX-License-Identifier: MIT
//
// UpstreamProtocol: valid, spelled as everybody reads it, the same wherever it is set (facts/azure.md §0.2, §0.4).
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "netprobe/ascii.hpp"
#include "rules/lint/look.hpp"
#include "rules/lint/protocol_set.hpp"
#include "rules/lint/topics.hpp"
#include "rules/shown.hpp"

namespace rules {
namespace {

constexpr std::array<std::string_view, 4> upstream_names{"Amqp", "AmqpWs", "Mqtt", "MqttWs"};

// Every place that sets it, and for whom.
struct protocol_place {
    std::string whose;
    const told* value;
};

std::vector<protocol_place> places_of(const device& of) {
    std::vector<protocol_place> all;
    if (of.config.upstream_protocol) all.push_back({"edgeAgent", &*of.config.upstream_protocol});
    for (const auto& one : of.manifests)
        for (const auto& module : one.modules)
            if (module.system)
                if (const auto* const value = set_to(module, "UpstreamProtocol")) all.push_back({module.name, value});
    return all;
}

void look_for_unknown_protocols(const device& of, const lint_context&, lint_findings& found) {
    for (const auto& [whose, value] : places_of(of))
        if (protocol_named(value->value).empty())
            found.add(value->at,
                fmt::format("UpstreamProtocol of {} is {}, which is none of the four: it counts as not set", whose,
                    shown_without_secret(value->value)),
                "write Amqp, AmqpWs, Mqtt or MqttWs");
}

void look_at_spelling(const device& of, const lint_context&, lint_findings& found) {
    for (const auto& [whose, value] : places_of(of)) {
        const auto name = protocol_named(value->value);
        if (!name.empty() && name != value->value)
            found.add(value->at,
                fmt::format("UpstreamProtocol of {} is {}: its modules read that, `iotedge check` does not", whose,
                    shown(value->value)),
                fmt::format("write {}", name));
    }
}

void look_for_other_protocol(const device& of, const lint_context&, lint_findings& found) {
    const auto own = protocol_of(of.config);
    for (const auto& system : system_modules_of(of)) {
        const auto agent = protocol_of(system.agent), hub = protocol_of(system.hub);
        if (!own.empty() && !agent.empty() && own != agent)
            found.add(set_to(*system.agent, "UpstreamProtocol")->at,
                fmt::format(
                    "edgeAgent is told {} here, and {} in {}", agent, own, to_string(of.config.upstream_protocol->at)),
                "write the same in both: the device starts with the one, and goes on with the other");
        if (!agent.empty() && !hub.empty() && agent != hub)
            found.add(set_to(*system.hub, "UpstreamProtocol")->at,
                fmt::format("edgeHub is told {}, and edgeAgent {}", hub, agent),
                "write the same for both, unless the network lets both protocols out");
    }
}

void look_for_hub_left_to_agent(const device& of, const lint_context&, lint_findings& found) {
    for (const auto& system : system_modules_of(of)) {
        const auto agent = protocol_of(system.agent);
        bool later = false;
        if (system.hub == nullptr || agent.empty() || set_to(*system.hub, "UpstreamProtocol", &later) || later)
            continue;
        found.add(system.hub->at,
            fmt::format("edgeHub has no UpstreamProtocol; it gets {} only where edgeAgent hands its own on", agent),
            fmt::format("add \"UpstreamProtocol\": {{\"value\": \"{}\"}} to env of edgeHub", agent));
    }
}

void look_for_blocked_protocol(const device& of, const lint_context& with, lint_findings& found) {
    const auto best = with.ways.first_working(true);
    for (const auto& [whose, value] : places_of(of)) {
        const auto name = protocol_named(value->value);
        if (name.empty() || !with.ways.to_hub(name).blocked()) continue;
        found.add(value->at,
            fmt::format("{} is told to use {}, which did not get out when {} was made", whose, name, with.report),
            best.empty() ? "let one of the four protocols out: egress-check says what stops each"
                         : fmt::format("write {}, which did{}", best,
                               with.ways.first_working(false).empty() ? " by the proxy" : ""));
    }
}

constexpr std::array protocol_rows{
    lint_rule{"upstream-protocol-unknown", severity::error, "UpstreamProtocol is none of the four names",
        "iotedge: edge-util UpstreamProtocol, Enum.TryParse (what it does not know is as if unset)",
        look_for_unknown_protocols},
    lint_rule{"upstream-protocol-spelling", severity::warning,
        "UpstreamProtocol is not spelled as `iotedge check` reads it",
        "iotedge: edgelet/iotedge/src/check (case-sensitive)", look_at_spelling},
    lint_rule{"upstream-protocol-differs", severity::warning, "UpstreamProtocol is not the same wherever it is set",
        "Microsoft, production checklist (2020-04-24), \"Be consistent with upstream protocol\"",
        look_for_other_protocol},
    lint_rule{"upstream-protocol-hub-unset", severity::warning, "Only edgeAgent has an UpstreamProtocol",
        "iotedge: Agent.Edgelet/commands/CreateOrUpdateCommand.cs (edgeAgent hands its own on)",
        look_for_hub_left_to_agent},
    lint_rule{"upstream-protocol-blocked", severity::error,
        "UpstreamProtocol is one that does not get out of this site", "the report given with --report",
        look_for_blocked_protocol},
};

} // namespace

std::string_view protocol_named(std::string_view text) noexcept {
    for (const auto name : upstream_names)
        if (netprobe::same_but_for_case(name, text)) return name;
    return {};
}

std::string_view protocol_of(const module_settings* module) noexcept {
    const auto* const value = module == nullptr ? nullptr : set_to(*module, "UpstreamProtocol");
    return value == nullptr ? std::string_view{} : protocol_named(value->value);
}

std::string_view protocol_of(const device_config& config) noexcept {
    return config.upstream_protocol ? protocol_named(config.upstream_protocol->value) : std::string_view{};
}

std::span<const lint_rule> protocol_rules() noexcept { return protocol_rows; }

} // namespace rules
