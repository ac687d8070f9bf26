// SPDX-License-Identifier: MIT
#include <algorithm>
#include <optional>
#include <unordered_set>

#include <fmt/format.h>

#include "proxy/settings.hpp"
#include "proxy/settings/agent_env.hpp"
#include "proxy/settings/apt_conf.hpp"
#include "proxy/settings/collect.hpp"
#include "proxy/settings/daemon_json.hpp"
#include "proxy/settings/device_files.hpp"
#include "proxy/settings/unit.hpp"

namespace proxy {
namespace {

using parser = read_result (*)(std::string_view, const std::string&);

// Nothing where there is no such file, or it cannot be read or understood.
std::optional<std::vector<assignment>> read_one(device_files& files, const std::string& path, parser parse) {
    const auto file = files.read(path);
    if (file.state != file_state::read) return std::nullopt;
    auto seen = parse(file.text, files.shown(path));
    files.remarks.insert(files.remarks.end(), seen.remarks.begin(), seen.remarks.end());
    return std::move(seen.found);
}

// aziot-edged reads its config.toml, then config.d by name; a later value replaces an earlier one of the same name.
std::optional<std::vector<assignment>> read_applied(device_files& files) {
    std::vector<std::string> paths{"/etc/aziot/edged/config.toml"};
    for (const auto& name : files.names("/etc/aziot/edged/config.d", ".toml"))
        paths.push_back("/etc/aziot/edged/config.d/" + name);
    std::optional<std::vector<assignment>> all;
    for (const auto& path : paths) {
        const auto found = read_one(files, path, agent_env_of_toml);
        if (!found) continue;
        if (!all) all.emplace();
        for (const auto& later : *found) {
            std::erase_if(*all, [&](const assignment& earlier) { return earlier.name == later.name; });
            all->push_back(later);
        }
    }
    return all;
}

void read_units(settings& to, device_files& files) {
    const auto defaults = read_default_environment(files);
    for (const auto& row : components()) {
        if (row.unit.empty()) continue;
        const auto unit = read_unit(files, std::string(row.unit), defaults);
        if (row.who == component::dockerd)
            if (const auto json = read_one(files, "/etc/docker/daemon.json", parse_daemon_json)) {
                add_daemon_json(to, *json);
                to.present.push_back(row.who);
            }
        if (!unit.exists) continue;
        add_environment(to, row.who, unit.variables);
        to.present.push_back(row.who);
    }
}

void read_agent(settings& to, device_files& files) {
    const auto wanted = read_one(files, "/etc/aziot/config.toml", agent_env_of_toml);
    const auto applied = read_applied(files);
    const auto yaml = read_one(files, "/etc/iotedge/config.yaml", agent_env_of_yaml); // 1.1
    if (wanted) add_agent(to, *wanted, !applied);
    if (applied) add_agent(to, *applied, true);
    if (yaml) add_agent(to, *yaml, !applied && !wanted);
    if (wanted || applied || yaml) to.present.insert(to.present.end(), {component::edge_agent, component::edge_hub});
}

void read_apt(settings& to, device_files& files, const std::vector<assignment>& environment) {
    read_result found;
    auto paths = files.names("/etc/apt/apt.conf.d", "");
    for (auto& name : paths) name.insert(0, "/etc/apt/apt.conf.d/");
    std::erase_if(
        paths, [](const std::string& path) { // as apt does: "x.conf", or letters, digits, '-', '_' and ':' only
            const auto name = std::string_view(path).substr(path.rfind('/') + 1);
            const auto plain = [](char c) {
                return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                       c == '_' || c == ':';
            };
            const bool conf = name.ends_with(".conf");
            return !std::ranges::all_of(name, [&](char c) { return plain(c) || (conf && c == '.'); });
        });
    paths.push_back("/etc/apt/apt.conf");
    for (const auto& path : paths) {
        const auto file = files.read(path);
        if (file.state != file_state::read) continue;
        add_apt_conf(found, file.text, files.shown(path));
        if (std::ranges::find(to.present, component::apt) == to.present.end()) to.present.push_back(component::apt);
    }
    files.remarks.insert(files.remarks.end(), found.remarks.begin(), found.remarks.end());
    add_apt(to, found.found);
    add_environment(to, component::apt, environment);
}

} // namespace

std::vector<assignment> proxy_environment(const char* const* environment) {
    std::vector<assignment> found;
    for (; environment != nullptr && *environment != nullptr; ++environment) {
        const std::string_view line(*environment);
        const auto name = line.substr(0, line.find('='));
        if (name.size() < line.size() && is_proxy_variable(name))
            found.push_back({std::string(name), secret(std::string(line.substr(name.size() + 1))), {}});
    }
    return found;
}

settings read_settings(const std::string& root, const std::vector<assignment>& environment) {
    device_files files(root);
    settings all;
    read_agent(all, files);
    read_units(all, files);
    read_apt(all, files, environment);
    if (!environment.empty() || root == "/") all.present.push_back(component::curl);
    add_environment(all, component::curl, environment);

    std::unordered_set<std::string> said; // what is wrong with a file of all services is wrong once
    for (auto& remark : files.remarks)
        if (said.insert(remark).second) all.remarks.push_back(std::move(remark));
    return all;
}

} // namespace proxy
