// SPDX-License-Identifier: MIT
#include "rules/site/device.hpp"

#include <algorithm>

#include "netprobe/ascii.hpp"
#include "rules/site/config_values.hpp"
#include "rules/site/time_servers.hpp"

namespace rules {
namespace {

constexpr std::string_view yaml_config = "/etc/iotedge/config.yaml";
constexpr std::string_view engine_settings = "/etc/docker/daemon.json";
constexpr std::string_view provisioned = "/var/lib/aziot/identityd/device_info";

const device_file* file_at(const std::vector<device_file>& files, std::string_view path) {
    const auto found = std::ranges::find_if(files, [&](const device_file& file) { return file.path == path; });
    return found == files.end() ? nullptr : &*found;
}

/// A device that was updated from 1.1 keeps its old configuration beside the new one, which counts.
device_config config_of(const std::vector<device_file>& files, std::vector<file_fault>& faults) {
    auto current = config_of_toml(files);
    const auto* old = file_at(files, yaml_config);
    if (old == nullptr) return current;
    if (current.version == iot_edge::unknown) return config_of_yaml(*old);
    faults.push_back({{old->shown, 0}, "is of IoT Edge 1.1, and not read: config.toml is there as well",
        "remove the one of the version that is not installed"});
    return current;
}

document engine_document(const device_file& file) {
    document out;
    out.root = tree_of(file, json_document, out.faults);
    if (out.root.kind != node::type::none && !out.root.is_table()) {
        out.faults.push_back({out.root.at(), "is no JSON object", "write { … }"});
        out.root = {};
    }
    return out;
}

manifest manifest_in(const device_file& file) {
    document json;
    json.root = tree_of(file, json_document, json.faults);
    return manifest_of(std::move(json), file.shown);
}

} // namespace

std::string deployed_protocol(const device& of) {
    std::string both[2];
    for (const auto& manifest : of.manifests)
        for (const auto& module : manifest.modules)
            if (const auto* set = module.system ? module.variable("UpstreamProtocol") : nullptr)
                both[module.name == "edgeHub" ? 1 : 0] = set->value;
    return netprobe::same_but_for_case(both[0], both[1]) ? both[0] : std::string();
}

bool awaits_provisioning(const device& of) {
    const auto& source = of.config.provisioning;
    if (!source || !netprobe::same_but_for_case(source->value, "dps") || of.provisioned_hub) return false;
    const auto* info = file_at(of.files, provisioned);
    return info == nullptr ||
           std::ranges::none_of(of.faults, [&](const file_fault& fault) { return fault.at.file == info->shown; });
}

bool is_iot_edge_file(std::string_view path) noexcept {
    return path == yaml_config || path == provisioned || (path.starts_with("/etc/aziot/") && path.ends_with(".toml"));
}

device device_of(std::vector<device_file> files) {
    device out;
    out.config = config_of(files, out.faults);
    if (const auto* info = file_at(files, provisioned)) out.provisioned_hub = hub_of_device_info(*info, out.faults);
    if (const auto* engine = file_at(files, engine_settings)) {
        out.daemon_json_file = engine->shown;
        out.daemon_json = engine_document(*engine);
    }
    out.ntp = time_servers_of(files);
    for (const auto& file : files)
        if (file.manifest) out.manifests.push_back(manifest_in(file));
    out.files = std::move(files);
    return out;
}

} // namespace rules
