// SPDX-License-Identifier: MIT
#include "tools/device.hpp"

#include <algorithm>
#include <optional>
#include <stdexcept>

#include "netprobe/printable.hpp"
#include "proxy/settings/device_files.hpp"
#include "tools/files.hpp"

namespace tools {
namespace {

// Of the daemons of IoT Edge 1.2+; each has what `iotedge config apply` made for it.
constexpr const char* daemons_of_iot_edge[]{"keyd", "certd", "identityd", "tpmd", "edged"};

void add_device_file(std::vector<rules::device_file>& to, proxy::device_files& files, const std::string& path) {
    auto found = files.read(path);
    if (found.state == proxy::file_state::absent || found.state == proxy::file_state::masked) return;
    rules::device_file file;
    file.path = path;
    file.shown = files.shown(path);
    file.text = std::move(found.text);
    file.read = found.state == proxy::file_state::read;
    file.why = std::move(found.why);
    file.mode = found.mode;
    to.push_back(std::move(file));
}

rules::device_file file_by_name(const std::string& file, const char* option, const std::string& path) {
    rules::device_file out;
    out.path = path;
    out.shown = file == "-" ? "standard input" : file;
    out.text = read_text_file(file, option, rules::max_document_bytes);
    return out;
}

// config.yaml by its name; any other is read as config.toml.
std::string path_of_config(const std::string& file) {
    const bool yaml = file.ends_with(".yaml") || file.ends_with(".yml");
    return yaml ? "/etc/iotedge/config.yaml" : "/etc/aziot/config.toml";
}

void add_faults(std::vector<std::string>& to, const std::vector<rules::file_fault>& faults) {
    for (const auto& one : faults)
        to.push_back(netprobe::printable(to_string(one.at) + ": " + one.what + "; " + one.remedy, 500));
}

} // namespace

void add_device_options(CLI::App& app, device_input& into) {
    app.add_option("--manifest", into.manifests,
           "Deployment manifest of the device: registries of its modules (may be repeated: layers)")
        ->allow_extra_args(false)
        ->group("Site");
    app.add_option("--config", into.configs, "The device's config.toml or config.yaml, where it is not this device")
        ->allow_extra_args(false)
        ->group("Site");
}

std::vector<rules::device_file> device_files_below(const std::string& root) {
    try {
        std::vector<rules::device_file> all;
        proxy::device_files files(root);
        add_device_file(all, files, "/etc/aziot/config.toml");
        for (const std::string daemon : daemons_of_iot_edge) {
            const auto folder = "/etc/aziot/" + daemon;
            add_device_file(all, files, folder + "/config.toml");
            for (const auto& name : files.names(folder + "/config.d", ".toml"))
                add_device_file(all, files, folder + "/config.d/" + name);
        }
        for (const char* path :
            {"/etc/iotedge/config.yaml", "/etc/docker/daemon.json", "/var/lib/aziot/identityd/device_info",
                "/etc/systemd/timesyncd.conf", "/etc/chrony/chrony.conf", "/etc/ntpsec/ntp.conf", "/etc/ntp.conf"})
            add_device_file(all, files, path);
        for (const auto& name : files.names("/etc/systemd/timesyncd.conf.d", ".conf"))
            add_device_file(all, files, "/etc/systemd/timesyncd.conf.d/" + name);
        return all;
    } catch (const std::invalid_argument& wrong) {
        throw usage_error(wrong.what());
    }
}

void add_files_given(std::vector<rules::device_file>& to, const std::vector<std::string>& configs,
    const std::vector<std::string>& manifests) {
    for (const auto& file : configs) {
        auto config = file_by_name(file, "--config", path_of_config(file));
        std::erase_if(to, [](const auto& other) { return rules::is_iot_edge_file(other.path); }); // this one instead
        to.push_back(std::move(config));
    }
    for (const auto& file : manifests) {
        auto manifest = file_by_name(file, "--manifest", file);
        manifest.manifest = true;
        to.push_back(std::move(manifest));
    }
}

bool any_of_iot_edge(const std::vector<rules::device_file>& files) {
    return std::ranges::any_of(
        files, [](const auto& file) { return file.manifest || rules::is_iot_edge_file(file.path); });
}

std::optional<rules::device> device_from(const device_input& from) {
    std::vector<rules::device_file> files;
    if (from.configs.empty() || from.root != "/") files = device_files_below(from.root);
    add_files_given(files, from.configs, from.manifests);
    if (!any_of_iot_edge(files)) return std::nullopt;
    return rules::device_of(std::move(files));
}

std::vector<std::string> faults_of(const rules::device& from) {
    std::vector<std::string> out;
    add_faults(out, from.config.faults);
    for (const auto& manifest : from.manifests) add_faults(out, manifest.faults);
    add_faults(out, from.daemon_json.faults);
    add_faults(out, from.faults);
    return out;
}

rules::site site_with(const rules::device& from, const site_options& given) {
    const auto said = given.site();
    auto out = rules::site_of(from, said.cloud);
    if (said.hub.empty() && given.cloud_given && out.cloud != said.cloud)
        throw usage_error("--cloud " + given.cloud + ": the device's hub, " + out.hub + ", is in cloud " +
                          std::string(to_string(out.cloud)) + "; leave --cloud out");
    // Sources begin with the word for what they are of.
    const auto over = [&](bool is_given, const char* what, const char* option, auto member) {
        if (!is_given) return;
        out.*member = said.*member;
        std::erase_if(out.source, [&](const std::string& line) { return line.starts_with(what); });
        out.source.push_back(std::string(what) + " " + option);
    };
    over(!said.hub.empty(), "cloud:", "--hub", &rules::site::cloud);
    over(!said.hub.empty(), "hub:", "--hub", &rules::site::hub);
    over(said.dps, "dps:", "--dps", &rules::site::dps);
    over(!said.dps_scope.empty(), "dps scope:", "--dps", &rules::site::dps_scope);
    over(!said.registries.empty(), "registry:", "--registry", &rules::site::registries);
    over(!said.storage.empty(), "storage:", "--storage", &rules::site::storage);
    over(!said.region.empty(), "region:", "--region", &rules::site::region);
    over(!said.parent.empty(), "parent:", "--parent", &rules::site::parent);
    over(!said.ntp.empty(), "time:", "--ntp", &rules::site::ntp);
    out.endpoints.insert(out.endpoints.end(), said.endpoints.begin(), said.endpoints.end());
    if (said.registries.empty()) return out;
    out.mcr = true; // as without a device's files
    std::erase_if(out.source, [](const std::string& line) { return line.starts_with("registries:"); });
    return out;
}

} // namespace tools
