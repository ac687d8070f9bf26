// SPDX-License-Identifier: MIT
#include "tools/lint_input.hpp"

#include <stdexcept>

#include <sys/stat.h>
#include <sys/sysinfo.h>

#include "proxy/settings/device_files.hpp"
#include "rules/lint/days.hpp"
#include "tools/files.hpp"
#include "tools/options.hpp"

namespace tools {
namespace {

// Of the daemons of IoT Edge 1.2+; each has what `iotedge config apply` made for it.
constexpr const char* daemons[]{"keyd", "certd", "identityd", "tpmd", "edged"};

void add_file(std::vector<rules::device_file>& to, proxy::device_files& files, const std::string& path) {
    const auto before = files.remarks.size();
    auto found = files.read(path);
    if (found.state == proxy::file_state::absent || found.state == proxy::file_state::masked) return;
    rules::device_file file;
    file.path = path;
    file.shown = files.shown(path);
    file.text = std::move(found.text);
    file.read = found.state == proxy::file_state::read;
    if (!file.read) {
        file.why = "it is there";
        if (files.remarks.size() > before) file.why = files.remarks.back().substr(file.shown.size() + 2);
    }
    struct stat about {};
    if (::stat(file.shown.c_str(), &about) == 0) file.mode = about.st_mode & 07777u;
    to.push_back(std::move(file));
}

std::vector<rules::device_file> files_below(const std::string& root) {
    try {
        std::vector<rules::device_file> all;
        proxy::device_files files(root);
        add_file(all, files, "/etc/aziot/config.toml");
        for (const std::string daemon : daemons) {
            const auto folder = "/etc/aziot/" + daemon;
            add_file(all, files, folder + "/config.toml");
            for (const auto& name : files.names(folder + "/config.d", ".toml"))
                add_file(all, files, folder + "/config.d/" + name);
        }
        for (const char* path :
            {"/etc/iotedge/config.yaml", "/etc/docker/daemon.json", "/var/lib/aziot/identityd/device_info"})
            add_file(all, files, path);
        return all;
    } catch (const std::invalid_argument& wrong) {
        throw usage_error(wrong.what());
    }
}

rules::device_file named(const std::string& file, const char* option, const std::string& path) {
    rules::device_file out;
    out.path = path;
    out.shown = file == "-" ? "standard input" : file;
    out.text = read_text_file(file, option, rules::max_document_bytes);
    return out;
}

// config.yaml by its name, or by what is in it where the name says nothing.
std::string config_path(const std::string& file) {
    const bool yaml = file.ends_with(".yaml") || file.ends_with(".yml");
    return yaml ? "/etc/iotedge/config.yaml" : "/etc/aziot/config.toml";
}

} // namespace

rules::device read_device(const lint_input& from) {
    std::vector<rules::device_file> files;
    if (from.whole_device()) files = files_below(from.folder());
    for (const auto& file : from.configs) {
        auto config = named(file, "--config", config_path(file));
        std::erase_if(files, [&](const auto& other) { return other.path == config.path; }); // this one instead
        files.push_back(std::move(config));
    }
    for (const auto& file : from.manifests) {
        auto manifest = named(file, "--manifest", file);
        manifest.manifest = true;
        files.push_back(std::move(manifest));
    }
    bool any = !from.configs.empty() || !from.manifests.empty();
    for (const auto& file : files) any = any || rules::is_iot_edge_file(file.path);
    if (!any)
        throw usage_error(from.folder() == "/"
                              ? "there is no IoT Edge on this device; give --root FOLDER, --config FILE "
                                "or --manifest FILE"
                              : "--root " + from.root +
                                    ": there is nothing of IoT Edge in it; give the "
                                    "folder that holds etc/aziot or etc/iotedge");
    return rules::device_of(std::move(files));
}

std::size_t own_memory_mb() {
    struct sysinfo about {};
    if (::sysinfo(&about) != 0) return 0;
    return static_cast<std::size_t>(about.totalram) * about.mem_unit >> 20;
}

bool is_day(const std::string& text) { return text.size() == 10 && rules::days_between(text, text).has_value(); }

} // namespace tools
