// SPDX-License-Identifier: MIT
#include "proxy/settings/unit.hpp"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>
#include <fnmatch.h>

#include "netprobe/printable.hpp"

namespace proxy {
namespace {

// As `systemd-analyze unit-paths` lists them, without what generators and "systemctl set-property" write.
constexpr std::array<std::string_view, 5> folders{"/etc/systemd/system", "/run/systemd/system",
    "/usr/local/lib/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system"};
constexpr std::array<std::string_view, 5> manager_folders{
    "/etc/systemd", "/run/systemd", "/usr/local/lib/systemd", "/usr/lib/systemd", "/lib/systemd"};

// Drop-ins of these folders, by file name; of the same name the one in the first folder.
std::vector<std::string> drop_ins(device_files& files, const std::vector<std::string>& in) {
    std::map<std::string, std::string> by_name;
    for (const auto& folder : in)
        for (const auto& name : files.names(folder, ".conf")) by_name.emplace(name, fmt::format("{}/{}", folder, name));
    std::vector<std::string> paths;
    for (const auto& [name, path] : by_name) paths.push_back(path);
    return paths;
}

// "aziot-identityd.service" has drop-ins in aziot-identityd.service.d, in aziot-.service.d and in service.d.
std::vector<std::string> drop_in_folders(const std::string& unit) {
    const auto dot = unit.rfind('.');
    const auto name = unit.substr(0, dot), type = unit.substr(dot + 1);
    std::vector<std::string> out;
    for (const auto folder : folders) {
        out.push_back(fmt::format("{}/{}.d", folder, unit));
        for (auto dash = name.rfind('-'); dash != name.npos && dash > 0; dash = name.rfind('-', dash - 1))
            out.push_back(fmt::format("{}/{}.{}.d", folder, name.substr(0, dash + 1), type));
    }
    for (const auto folder : folders) out.push_back(fmt::format("{}/{}.d", folder, type));
    return out;
}

bool add(unit_settings& to, device_files& files, const std::string& path, std::string_view section) {
    const auto file = files.read(path);
    if (file.state == file_state::read) add_unit_file(to, file.text, files.shown(path), section);
    return file.state == file_state::read || file.state == file_state::unreadable;
}

// The files that a path with wildcards in its last part names; the path itself if it has none.
std::vector<std::string> matching(device_files& files, const environment_file& file) {
    if (file.path.find_first_of("*?[") == std::string::npos) return {file.path};
    const auto slash = file.path.rfind('/');
    const auto folder = file.path.substr(0, slash), pattern = file.path.substr(slash + 1);
    // Each star multiplies the time that fnmatch(3) may take.
    if (folder.find_first_of("*?[") != std::string::npos || std::ranges::count(pattern, '*') > 4) {
        files.remarks.push_back(
            to_string(file.where) + ": the wildcards of EnvironmentFile= are not read here; name the files");
        return {};
    }
    std::vector<std::string> paths;
    for (const auto& name : files.names(folder.empty() ? "/" : folder, ""))
        if (::fnmatch(pattern.c_str(), name.c_str(), FNM_PERIOD) == 0)
            paths.push_back(fmt::format("{}/{}", folder, name));
    return paths;
}

bool is_unset(const unit_settings& in, const assignment& variable) {
    return std::ranges::any_of(in.unset, [&](const std::string& word) {
        return word == variable.name || word == variable.name + "=" + variable.value.reveal();
    });
}

} // namespace

std::vector<assignment> read_default_environment(device_files& files) {
    unit_settings all;
    std::vector<std::string> parts;
    for (const auto folder : manager_folders) parts.push_back(fmt::format("{}/system.conf.d", folder));
    for (const auto folder : manager_folders)
        if (add(all, files, fmt::format("{}/system.conf", folder), "Manager")) break;
    for (const auto& path : drop_ins(files, parts)) add(all, files, path, "Manager");
    files.remarks.insert(files.remarks.end(), all.remarks.begin(), all.remarks.end());
    return all.environment;
}

unit_environment read_unit(device_files& files, const std::string& unit, const std::vector<assignment>& defaults) {
    unit_environment out;
    unit_settings all;
    for (const auto folder : folders) {
        const auto path = fmt::format("{}/{}", folder, unit);
        const auto file = files.read(path);
        if (file.state == file_state::absent) continue;
        if (file.state == file_state::masked) return {};
        out.exists = true;
        if (file.state == file_state::read) add_unit_file(all, file.text, files.shown(path), "Service");
        break;
    }
    for (const auto& path : drop_ins(files, drop_in_folders(unit)))
        // One that is for every service does not show that this one is there.
        if (add(all, files, path, "Service") && path.find("/service.d/") == path.npos) out.exists = true;
    for (const auto& named : all.files)
        for (const auto& path : matching(files, named)) {
            const auto file = files.read(path);
            if (file.state == file_state::read) add_environment_file(all, file.text, files.shown(path));
            if (file.state == file_state::absent && !named.optional)
                all.remarks.push_back(fmt::format("{}: {} is not there: systemd does not start {}",
                    to_string(named.where), netprobe::printable(files.shown(path)), unit));
        }
    files.remarks.insert(files.remarks.end(), all.remarks.begin(), all.remarks.end());
    for (const auto& variable : defaults)
        if (std::ranges::find(all.environment, variable.name, &assignment::name) == all.environment.end())
            all.environment.push_back(variable);
    for (auto& variable : all.environment)
        if (!is_unset(all, variable)) out.variables.push_back(std::move(variable));
    return out;
}

} // namespace proxy
