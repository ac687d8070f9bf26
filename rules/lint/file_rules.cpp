// SPDX-License-Identifier: MIT
//
// Files that cannot be read, are not what they should be, or lack what everything else stands on.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "netprobe/ascii.hpp"
#include "rules/lint/look.hpp"
#include "rules/lint/topics.hpp"
#include "rules/shown.hpp"

namespace rules {
namespace {

// A file that could not be read has a rule of its own.
void add_faults(const device& of, const std::vector<file_fault>& faults, lint_findings& found) {
    for (const auto& one : faults)
        if (std::ranges::none_of(of.files, [&](const auto& file) { return !file.read && file.shown == one.at.file; }))
            found.add(one.at, one.what, one.remedy);
}

void look_at_unreadable_files(const device& of, const lint_context&, lint_findings& found) {
    for (const auto& file : of.files)
        if (!file.read) {
            const bool in_copy = !file.shown.empty() && file.shown != file.path; // --root is there already
            found.add({file.shown.empty() ? file.path : file.shown, 0}, file.why,
                in_copy ? "run egress-lint as root, or make it readable in the copy"
                        : "run egress-lint as root, or give a copy that you can read with --root");
        }
}

void look_at_config_faults(const device& of, const lint_context&, lint_findings& found) {
    add_faults(of, of.config.faults, found);
}

void look_at_daemon_json_faults(const device& of, const lint_context&, lint_findings& found) {
    add_faults(of, of.daemon_json.faults, found);
}

void look_at_manifest_faults(const device& of, const lint_context&, lint_findings& found) {
    for (const auto& one : of.manifests) add_faults(of, one.faults, found);
}

void look_at_other_faults(const device& of, const lint_context&, lint_findings& found) {
    add_faults(of, of.faults, found);
}

void look_at_create_options(const device& of, const lint_context&, lint_findings& found) {
    for (const auto& one : of.manifests)
        for (const auto& module : one.modules)
            for (const auto& fault : module.create_options.faults)
                found.add(fault.at.line > 0 ? fault.at : module.at, fault.what, fault.remedy); // it names the module
}

// A member whatever its case, as .NET reads it; nullptr where it is not there, or null.
const node* member_in(const node& table, std::string_view key) {
    for (const auto& [name, value] : table.members)
        if (netprobe::same_but_for_case(name, key)) return value.kind == node::type::none ? nullptr : &value;
    return nullptr;
}

// Both twins say which version of their form they have; any 1.x is read (iotedge: edge-util SchemaVersionHelper.cs).
void look_at_schema_version(const node& desired, std::string_view twin, lint_findings& found) {
    const auto* const version = member_in(desired, "schemaVersion");
    constexpr auto remedy = "write \"schemaVersion\": \"1.1\"";
    if (version == nullptr) {
        found.add(desired.at(), fmt::format("{} has no schemaVersion: it is refused as a whole", twin), remedy);
        return;
    }
    if (filled_in_later(version->text)) return;
    const std::string_view text = version->text;
    const bool known = version->is_text() && text.starts_with("1.") && text.size() > 2 &&
                       text.find_first_not_of("0123456789.", 2) == text.npos;
    if (!known)
        found.add(version->at(),
            fmt::format("schemaVersion of {} is {}, which is none that is read", twin, shown(text)), remedy);
}

void look_at_runtime(const node& desired, lint_findings& found) {
    constexpr auto remedy =
        "write \"runtime\": {\"type\": \"docker\", \"settings\": {\"minDockerVersion\": \"v1.25\"}}";
    const auto* const runtime = member_in(desired, "runtime");
    if (runtime == nullptr) {
        found.add(desired.at(), "$edgeAgent has no runtime: it is refused as a whole", remedy);
        return;
    }
    const auto* const type = member_in(*runtime, "type");
    if (type == nullptr || (type->text != "docker" && !filled_in_later(type->text)))
        found.add(runtime->at(), "runtime has not the type docker, which is the only one there is", remedy);
}

void look_at_word(const module_settings& of, const std::optional<told>& value, std::string_view key,
    std::initializer_list<std::string_view> words, lint_findings& found) {
    if (!value || filled_in_later(value->value) ||
        std::ranges::any_of(words, [&](auto word) { return netprobe::same_but_for_case(word, value->value); }))
        return;
    const std::vector<std::string> all(words.begin(), words.end());
    found.add(value->at, fmt::format("{} of {} is {}", key, shown(of.name), shown(value->value)),
        fmt::format("the words for it are {}", listed(all)));
}

void look_at_module(const module_settings& module, lint_findings& found) {
    if (!module.image || module.image->value.empty())
        found.add(
            module.at, fmt::format("{} has no image", shown(module.name)), "set settings.image to where its image is");
    if (!module.type)
        found.add(module.at, fmt::format("{} has no type: the deployment is refused as a whole", shown(module.name)),
            "write \"type\": \"docker\"");
    look_at_word(module, module.type, "type", {"docker"}, found);
    look_at_word(module, module.status, "status", {"running", "stopped"}, found);
    look_at_word(
        module, module.restart_policy, "restartPolicy", {"always", "never", "on-failure", "on-unhealthy"}, found);
}

void look_at_incomplete_manifests(const device& of, const lint_context&, lint_findings& found) {
    for (const auto& one : of.manifests) {
        if (one.kind != manifest::type::deployment || !read_whole(one.faults)) continue;
        for (const auto& module : one.modules) look_at_module(module, found);
        if (!one.faults.empty() || !one.edge_agent.is_table()) continue; // a misspelled key may be what is missing
        for (const char* name : {"edgeAgent", "edgeHub"})
            if (one.module(name) == nullptr)
                found.add({one.file, one.edge_agent.line}, fmt::format("a deployment without {}", name),
                    "add it to systemModules; without it the device takes none of this deployment");
        look_at_schema_version(one.edge_agent, "$edgeAgent", found);
        look_at_runtime(one.edge_agent, found);
        if (one.edge_hub.is_table())
            look_at_schema_version(one.edge_hub, "$edgeHub", found);
        else
            found.add({one.file, one.edge_agent.line}, "a deployment without $edgeHub: no route is set",
                "add \"$edgeHub\": {\"properties.desired\": {\"schemaVersion\": \"1.1\", \"routes\": {…}}}");
    }
}

void look_for_unapplied(const device& of, const lint_context&, lint_findings& found) {
    for (const auto& change : of.config.not_applied) {
        const auto here = shown_without_secret(change.wanted.value), there = shown_without_secret(change.applied.value);
        found.add(change.wanted.at,
            change.hidden || here == there ? fmt::format("{} {}", change.name,
                                                 change.applied.value.empty() ? "is here, and the daemons have none"
                                                                              : "differs from what the daemons have")
                                           : fmt::format("{} is {} here, and the daemons have {}", change.name, here,
                                                 change.applied.value.empty() ? "none" : there),
            "sudo iotedge config apply, or put the line back as it was");
    }
}

constexpr std::array reading_rows{
    lint_rule{"file-unreadable", severity::error, "A file of the device is there and cannot be read",
        "egress-lint: what is not read is not judged", look_at_unreadable_files},
    lint_rule{"config-invalid", severity::error, "The device's configuration cannot be read as it is meant",
        "iotedge: edgelet/contrib/config/linux/template.toml; 1.1: config.yaml", look_at_config_faults},
    lint_rule{"daemon-json-invalid", severity::error, "Docker's daemon.json is not JSON, and Docker will not start",
        "Docker documentation, dockerd: daemon configuration file", look_at_daemon_json_faults},
    lint_rule{"manifest-invalid", severity::error, "The deployment manifest cannot be read as it is meant",
        "Microsoft, module-composition; iotedge issue 2181 (\"evn\")", look_at_manifest_faults},
    lint_rule{"settings-invalid", severity::warning, "A file of the device does not say what its reader needs",
        "egress-lint: what is not understood is not judged", look_at_other_faults},
    lint_rule{"create-options-invalid", severity::error, "createOptions are not JSON, and the module is not created",
        "iotedge: Agent.Docker/DockerConfig.cs", look_at_create_options},
    lint_rule{"manifest-incomplete", severity::error, "A deployment lacks what the device cannot run without",
        "Microsoft, module-edgeagent-edgehub: what is required", look_at_incomplete_manifests},
    lint_rule{"config-not-applied", severity::warning, "config.toml says what the daemons were not told yet",
        "iotedge: edgelet/iotedge/src/config/apply.rs", look_for_unapplied},
};

} // namespace

std::span<const lint_rule> file_rules() noexcept { return reading_rows; }

} // namespace rules
