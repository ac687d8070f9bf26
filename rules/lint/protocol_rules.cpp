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
        const bool cut_off = (hub_too && !with.ways.to_hub("Amqp").direct_works()) ||
                             agent_falls_back_in_vain(with.ways);
        found.add(cut_off ? severity::error : severity::warning, system.agent->at,
            fmt::format("edgeAgent has no UpstreamProtocol here, and {} says {}: this deployment overrides it",
                to_string(of.config.upstream_protocol->at), own),
            fmt::format("add \"UpstreamProtocol\": {{\"value\": \"{}\"}} to env of edgeAgent and of edgeHub", own));
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
    lint_rule{"upstream-protocol-lost", severity::warning,
        "The device's configuration sets UpstreamProtocol, and the deployment that overrides it does not",
        "Microsoft, production checklist (2020-04-24), \"Be consistent with upstream protocol\"",
        look_for_lost_protocol},
    lint_rule{"upstream-protocol-differs", severity::warning, "UpstreamProtocol is not the same wherever it is set",
        "Microsoft, production checklist (2020-04-24), \"Be consistent with upstream protocol\"",
        look_for_other_protocol},
    lint_rule{"upstream-protocol-hub-unset", severity::warning, "Only edgeAgent has an UpstreamProtocol",
        "iotedge: Agent.Edgelet/commands/CreateOrUpdateCommand.cs (edgeAgent hands its own on)",
        look_for_hub_left_to_agent},
    lint_rule{"upstream-protocol-hub-only-443", severity::error,
        "edgeHub has no UpstreamProtocol on a site that lets only 443 out",
        "iotedge: Hub.CloudProxy/CloudConnectionProvider.cs (AMQP on 5671 only)", look_for_hub_without_fallback},
    lint_rule{"upstream-protocol-hub-blocked", severity::error,
        "edgeHub has no UpstreamProtocol on a site that lets no AMQP out",
        "iotedge: Hub.CloudProxy/CloudConnectionProvider.cs (AMQP on 5671 only)", look_for_hub_without_way},
    lint_rule{"upstream-protocol-agent-blocked", severity::error,
        "edgeAgent has no UpstreamProtocol on a site that lets AMQP out by neither way",
        "iotedge: Agent.IoTHub/ModuleClientProvider.cs (Amqp, then AmqpWs)", look_for_agent_without_way},
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
