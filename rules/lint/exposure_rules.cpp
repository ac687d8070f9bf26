// SPDX-License-Identifier: MIT
//
// What is open that need not be: ports, privileges, secrets.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "netprobe/ascii.hpp"
#include "rules/lint/look.hpp"
#include "rules/lint/topics.hpp"
#include "rules/shown.hpp"
#include "rules/site/key_files.hpp"

namespace rules {
namespace {

bool is_everywhere(std::string_view address) { return address.empty() || address == "0.0.0.0" || address == "::"; }

void look_for_open_ports(const device& of, const lint_context&, lint_findings& found) {
    for (const auto& one : of.manifests)
        for (const auto& module : one.modules) {
            if (module.name != "edgeHub") continue;
            std::vector<std::string> open;
            place first;
            for (const auto& bound : bound_ports(module)) {
                const auto port = port_number(bound.inside);
                if (!is_everywhere(bound.address) || (port != "443" && port != "5671" && port != "8883")) continue;
                if (open.empty()) first = bound.at;
                if (std::ranges::find(open, port) == open.end()) open.push_back(port);
            }
            if (!open.empty())
                found.add(first,
                    fmt::format(
                        "edgeHub listens on {} at all addresses of the device; only downstream devices need that",
                        listed(open)),
                    "take PortBindings out, or set HostIp to the address in their network; let the firewall admit "
                    "nobody else");
        }
}

struct debug_port {
    std::string_view port, of;
};
constexpr debug_port debug_ports[]{{"5678", "debugpy"}, {"9229", "Node.js"}, {"4022", "vsdbg"}, {"2345", "Delve"},
    {"5005", "the Java VM"}, {"2222", "ssh"}};

void look_for_debug_ports(const device& of, const lint_context&, lint_findings& found) {
    for (const auto& one : of.manifests)
        for (const auto& module : one.modules)
            for (const auto& bound : bound_ports(module)) {
                const auto* const row = std::ranges::find(debug_ports, port_number(bound.inside), &debug_port::port);
                if (row != std::end(debug_ports))
                    found.add(bound.at,
                        fmt::format(
                            "{} binds port {}, on which {} is debugged", shown(module.name), row->port, row->of),
                        "take the binding out of what goes into production");
            }
}

void look_for_privileges(const device& of, const lint_context&, lint_findings& found) {
    for (const auto& one : of.manifests)
        for (const auto& module : one.modules) {
            const auto* const host = module.create_options.root.find("HostConfig");
            if (host == nullptr) continue;
            const auto* const added = host->find("CapAdd");
            const bool all = is_true(host->find("Privileged"));
            if (!all && (added == nullptr || added->items.empty())) continue;
            std::vector<std::string> names;
            if (added != nullptr)
                for (const auto& cap : added->items) names.push_back(shown(cap.text));
            found.add(module.at,
                all ? fmt::format("{} is privileged: it is root on the device", shown(module.name))
                    : fmt::format("{} is given {}", shown(module.name), listed(names)),
                all ? "give it the devices and capabilities that it needs, and no more"
                    : "make sure that it needs them");
        }
}

void look_for_host_network(const device& of, const lint_context&, lint_findings& found) {
    for (const auto& one : of.manifests)
        for (const auto& module : one.modules)
            if (text_at(module.create_options.root, {"HostConfig", "NetworkMode"}).value_or("") == "host")
                found.add(module.at,
                    fmt::format(
                        "{} is in the device's own network: its name server, firewall rules and ports are the device's",
                        shown(module.name)),
                    "make sure that it needs that; edgeHub is not found by its name from there");
}

using secret_path = std::initializer_list<std::string_view>;

// A symmetric key that stands in the configuration itself; nullptr: none does. The daemons' own files have ids of keys
// in the same places, which are no tables.
const node* inline_key(const device_config& config) {
    for (const auto path : {secret_path{"provisioning", "attestation", "symmetric_key", "value"},
             secret_path{"provisioning", "authentication", "device_id_pk", "value"}})
        if (const auto* const key = config.root.find(path); key != nullptr && !key->text.empty()) return key;
    if (config.version != iot_edge::v1_1) return nullptr;
    const auto* const old = config.root.find({"provisioning", "attestation", "symmetric_key"});
    return old != nullptr && old->is_text() && !old->text.empty() ? old : nullptr;
}

const node* connection_string_in(const device_config& config) {
    const auto* const current = config.root.find({"provisioning", "connection_string"});
    return current != nullptr ? current : config.root.find({"provisioning", "device_connection_string"});
}

// A password anywhere in a configuration: of an EST server, a registry, or what a variable that is called so holds.
bool has_password(const node& tree) {
    return std::ranges::any_of(tree.members, [](const auto& member) {
        const auto& [key, value] = member;
        const bool text = value.is_text() && !value.text.empty();
        if (text && (netprobe::lower(key).find("pass") != std::string::npos ||
                        netprobe::lower(key).find("secret") != std::string::npos))
            return true;
        return has_password(value);
    }) || std::ranges::any_of(tree.items, has_password);
}

bool holds_secret(const device& of, const device_file& file) {
    const bool config = of.config.root.is_table() && of.config.root.at().file == file.shown;
    if (config && (of.config.connection_string || inline_key(of.config) != nullptr)) return true;
    if (is_iot_edge_file(file.path) && file.path.ends_with(".toml") &&
        has_password(toml_document(file.text, file.shown).root))
        return true;
    if (config && has_password(of.config.root)) return true;
    return std::ranges::any_of(
        of.proxy_settings, [&](const proxy_setting& p) { return p.login && p.at.file == file.shown; });
}

// The one who owns the file may read it, and root; of a group nobody knows here who is in it. The owner stays: every
// daemon reads its own files as a user of its own (aziotctl's apply.rs).
void say_readable(const device_file& file, std::string_view what, lint_findings& found) {
    const bool all = (*file.mode & 0007u) != 0;
    found.add(all ? severity::warning : severity::note, {file.shown, 0},
        fmt::format("{} on the device can read this file ({:04o}), {}", all ? "everybody" : "its group",
            *file.mode & 07777u, what),
        fmt::format("chmod 600 {}; its owner stays", shown(file.path, 200)));
}

void look_for_readable_secrets(const device& of, const lint_context&, lint_findings& found) {
    const auto keys = key_files_of(of);
    for (const auto& file : of.files) {
        if (!file.mode || (*file.mode & 0077u) == 0) continue;
        if (std::ranges::find(keys, file.path) != keys.end())
            say_readable(file, "and it is a private key", found);
        else if (holds_secret(of, file))
            say_readable(file, "and there is a key or password in it", found);
    }
}

void look_for_inline_keys(const device& of, const lint_context&, lint_findings& found) {
    const auto& config = of.config;
    if (const auto* const text = connection_string_in(config); text != nullptr && config.connection_string)
        found.add(text->at(), "the device's key is in the configuration itself, as a connection string",
            "in production let DPS provision it, with a TPM, a certificate, or a key in a file of its own");
    const auto* const key = inline_key(config);
    if (key == nullptr) return;
    const bool by_hand = config.root.find({"provisioning", "authentication", "device_id_pk"}) != nullptr;
    found.add(key->at(), "the device's symmetric key is in the configuration itself",
        config.version == iot_edge::v1_1 ? "use a TPM or a certificate"
        : by_hand ? "write device_id_pk = { uri = \"file:///…\" }, or let DPS provision it with a TPM or a certificate"
                  : "write symmetric_key = { uri = \"file:///…\" }, or use a TPM or a certificate");
}

constexpr std::array exposure_rows{
    lint_rule{"inbound-ports-open", severity::note, "edgeHub listens for downstream devices at every address",
        "Microsoft, production checklist (2020-04-24), \"Review outbound/inbound configuration\"", look_for_open_ports},
    lint_rule{"debug-port-bound", severity::warning, "A port for debugging is bound on the device",
        "Microsoft, production checklist (2020-04-24), \"Do not use debug versions of module images\"",
        look_for_debug_ports},
    lint_rule{"privileged-module", severity::note, "A module with more privileges than a container has",
        "unverified: Docker documentation, runtime privilege and Linux capabilities", look_for_privileges},
    lint_rule{"host-network-module", severity::note, "A module in the device's own network",
        "unverified: Docker documentation, host network driver", look_for_host_network},
    lint_rule{"secrets-readable", severity::warning, "A file with a key or password that others can read",
        "iotedge: edgelet/iotedge/src/config/mp.rs (writes config.toml with mode 0600)", look_for_readable_secrets},
    lint_rule{"key-in-configuration", severity::note, "The device's key stands in the configuration",
        "unverified: Microsoft, iot-edge-security-manager: keys belong into a secure element", look_for_inline_keys},
};

} // namespace

std::span<const lint_rule> exposure_rules() noexcept { return exposure_rows; }

} // namespace rules
