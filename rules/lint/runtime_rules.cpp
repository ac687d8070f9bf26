// SPDX-License-Identifier: MIT
//
// edgeAgent and edgeHub themselves: what they keep on the device, and what they need of its memory.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "netprobe/ascii.hpp"
#include "rules/lint/look.hpp"
#include "rules/lint/topics.hpp"
#include "rules/shown.hpp"

namespace rules {
namespace {

constexpr std::size_t little_memory_mb = 1024;
constexpr long usual_time_to_live = 7200; // seconds; of the portal's deployments

// Whether a bind or mount brings `inside` or a folder above it from the device.
bool is_from_device(const node& options, const std::string& inside) {
    const auto covers = [&](std::string_view target) {
        while (target.size() > 1 && target.ends_with('/')) target.remove_suffix(1);
        return !target.empty() && inside.starts_with(target) &&
               (inside.size() == target.size() || target == "/" || inside[target.size()] == '/');
    };
    if (const auto* const binds = options.find({"HostConfig", "Binds"}))
        for (const auto& one : binds->items) {
            const auto colon = one.text.find(':');
            if (colon != std::string::npos) {
                const auto target = std::string_view(one.text).substr(colon + 1);
                if (covers(target.substr(0, target.find(':')))) return true;
            }
        }
    if (const auto* const mounts = options.find({"HostConfig", "Mounts"}))
        for (const auto& one : mounts->items)
            if (covers(text_at(one, {"Target"}).value_or(""))) return true;
    return false;
}

void look_for_storage(const device& of, const lint_context&, lint_findings& found) {
    for (const auto& system : system_modules_of(of))
        for (const auto* module : {system.agent, system.hub}) {
            bool later = false;
            if (module == nullptr || set_to(*module, "storageFolder", &later) || later) continue;
            found.add(module->at,
                fmt::format("{} keeps {} in its container: gone when that is made anew", module->name,
                    module == system.hub ? "the messages that wait for the hub" : "its state"),
                "set storageFolder, and bind a folder of the device there in createOptions");
        }
}

void look_for_unbound_storage(const device& of, const lint_context&, lint_findings& found) {
    for (const auto& one : of.manifests)
        for (const auto& module : one.modules) {
            const auto* const folder = module.system ? set_to(module, "storageFolder") : nullptr;
            if (folder == nullptr || !module.create_options.faults.empty()) continue;
            if (!is_from_device(module.create_options.root, folder->value))
                found.add(folder->at,
                    fmt::format("storageFolder of {} is {}, and no bind brings that from the device", module.name,
                        shown(folder->value)),
                    fmt::format("add \"Binds\": [\"/iotedge/storage:{}\"] to HostConfig in createOptions",
                        folder->value.size() < 80 ? folder->value : "…"));
        }
}

bool has_little_memory(const lint_context& with) { return with.memory_mb > 0 && with.memory_mb <= little_memory_mb; }

void look_for_performance(const device& of, const lint_context& with, lint_findings& found) {
    if (!has_little_memory(with)) return;
    for (const auto& system : system_modules_of(of))
        if (system.hub != nullptr && truth_of(system.hub->variable("OptimizeForPerformance")).value_or(true))
            found.add(system.hub->at,
                fmt::format("edgeHub is set to use much memory, and this device has {} MB", with.memory_mb),
                "set OptimizeForPerformance to false in env of edgeHub");
}

constexpr std::array<std::pair<std::string_view, std::string_view>, 3> heads{
    {{"amqpSettings__enabled", "5671"}, {"mqttSettings__enabled", "8883"}, {"httpSettings__enabled", "443"}}};

void look_for_idle_heads(const device& of, const lint_context& with, lint_findings& found) {
    if (!has_little_memory(with)) return;
    for (const auto& system : system_modules_of(of))
        if (system.hub != nullptr && std::ranges::none_of(heads, [&](const auto& head) {
                return truth_of(system.hub->variable(head.first)) == false;
            }))
            found.add(system.hub->at,
                fmt::format(
                    "edgeHub listens for AMQP, MQTT and HTTPS at once, and this device has {} MB", with.memory_mb),
                "set amqpSettings__enabled, mqttSettings__enabled or httpSettings__enabled to false, as far as no "
                "module "
                "uses it");
}

void look_for_long_keeping(const device& of, const lint_context& with, lint_findings& found) {
    if (!has_little_memory(with)) return;
    for (const auto& one : of.manifests) {
        const auto* const seconds = one.edge_hub.find({"storeAndForwardConfiguration", "timeToLiveSecs"});
        if (seconds == nullptr || seconds->kind != node::type::number) continue;
        const auto value = std::strtod(seconds->text.c_str(), nullptr);
        if (value > usual_time_to_live)
            found.add(seconds->at(),
                fmt::format("messages are kept for {:.0f} s, and this device has {} MB", value, with.memory_mb),
                "set timeToLiveSecs to 7200 or less");
    }
}

void look_for_useless_ports(const device& of, const lint_context&, lint_findings& found) {
    for (const auto& system : system_modules_of(of)) {
        if (system.hub == nullptr) continue;
        for (const auto& bound : bound_ports(*system.hub))
            for (const auto& [head, port] : heads)
                if (port_number(bound.inside) == port && truth_of(system.hub->variable(head)) == false)
                    found.add(bound.at,
                        fmt::format("port {} of edgeHub is bound, and {} is false: nobody listens there", port, head),
                        "take the binding out, or enable the protocol");
    }
}

constexpr auto checklist_storage =
    "Microsoft, production checklist (2020-04-24), \"Set up host storage for system modules\"";
constexpr auto checklist_memory =
    "Microsoft, production checklist (2020-04-24), \"Reduce memory space used by IoT Edge hub\"";
constexpr std::array runtime_rows{
    lint_rule{"host-storage-unset", severity::warning, "A system module keeps its data in its container",
        checklist_storage, look_for_storage},
    lint_rule{"host-storage-unbound", severity::warning, "storageFolder is not a folder of the device",
        checklist_storage, look_for_unbound_storage},
    lint_rule{"memory-performance", severity::note, "edgeHub is tuned for speed on a device with little memory",
        checklist_memory, look_for_performance},
    lint_rule{"memory-protocol-heads", severity::note,
        "edgeHub listens for every protocol on a device with little memory", checklist_memory, look_for_idle_heads},
    lint_rule{"memory-time-to-live", severity::note, "edgeHub keeps messages long on a device with little memory",
        checklist_memory, look_for_long_keeping},
    lint_rule{"port-without-listener", severity::warning,
        "A port is bound for a protocol that edgeHub does not listen for", checklist_memory, look_for_useless_ports},
};

} // namespace

std::span<const lint_rule> runtime_rules() noexcept { return runtime_rows; }

} // namespace rules
