// SPDX-License-Identifier: MIT
#include "tools/lint_input.hpp"

#include <sys/sysinfo.h>

#include "rules/lint/days.hpp"
#include "tools/device.hpp"
#include "tools/files.hpp"
#include "tools/options.hpp"

namespace tools {
namespace {

rules::device_file lint_file(const std::string& file, const char* option, const std::string& path) {
    rules::device_file out;
    out.path = path;
    out.shown = file == "-" ? "standard input" : file;
    out.text = read_text_file(file, option, rules::max_document_bytes);
    return out;
}

// config.yaml by its name; any other is read as config.toml.
std::string config_path(const std::string& file) {
    const bool yaml = file.ends_with(".yaml") || file.ends_with(".yml");
    return yaml ? "/etc/iotedge/config.yaml" : "/etc/aziot/config.toml";
}

} // namespace

rules::device read_device(const lint_input& from) {
    std::vector<rules::device_file> files;
    if (from.whole_device()) files = device_files_below(from.folder());
    for (const auto& file : from.configs) {
        auto config = lint_file(file, "--config", config_path(file));
        std::erase_if(files, [](const auto& other) { return rules::is_iot_edge_file(other.path); }); // this one instead
        files.push_back(std::move(config));
    }
    for (const auto& file : from.manifests) {
        auto manifest = lint_file(file, "--manifest", file);
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
