// SPDX-License-Identifier: MIT
#include "tools/lint_facts.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <stdexcept>

#include <sys/stat.h>

#include "proxy/settings.hpp"
#include "proxy/settings/collect.hpp"
#include "proxy/settings/device_files.hpp"
#include "rules/site/key_files.hpp"
#include "tools/options.hpp"

namespace tools {
namespace {

// This program's own surroundings say nothing of the device's programs, and apt is none of IoT Edge's.
bool is_of_device(proxy::component who) { return who != proxy::component::curl && who != proxy::component::apt; }

rules::proxy_setting setting_of(const proxy::value& value, const std::vector<std::string>& misfits) {
    const auto& row = proxy::row_of(value.reader);
    const auto& text = value.written.value.reveal();
    rules::proxy_setting out;
    out.component = row.name;
    out.variable = value.written.name;
    out.at = {value.written.where.file, value.written.where.line};
    out.in_use = value.in_use;
    out.exceptions = value.what == proxy::purpose::none;
    out.ignored = out.exceptions && row.goes_out && row.no_proxy == proxy::no_proxy_reader::nobody && !text.empty();
    if (value.proxy) {
        out.address = proxy::host_and_port(*value.proxy);
        out.scheme = proxy::word(value.proxy->scheme);
    }
    out.login = !out.exceptions && text.find('@') != std::string::npos;
    const bool scheme = text.find("://") != std::string::npos;
    out.unusable =
        row.goes_out && (!value.error.empty() || (value.proxy && !proxy::can_use(row, value.proxy->scheme)) ||
                            (value.proxy && row.needs_scheme && !scheme));
    const auto place = proxy::shown(value.written) + ": ";
    for (const auto& one : misfits)
        if (one == value.error || one.starts_with(place))
            out.wrong.push_back(one.starts_with(place) ? value.written.name + ": " + one.substr(place.size()) : one);
    return out;
}

// The files that settings stand in, with who may read them: a password in one is everybody's business.
void add_files_of_settings(rules::device& to, const std::string& root) {
    for (const auto& setting : to.proxy_settings) {
        const auto& name = setting.at.file;
        struct stat about {};
        if (std::ranges::find(to.files, name, &rules::device_file::shown) != to.files.end()) continue;
        if (name.empty() || ::stat(name.c_str(), &about) != 0) continue;
        rules::device_file file;
        file.shown = name;
        file.path = root == "/" ? name : name.substr(std::min(root.size(), name.size()));
        file.mode = about.st_mode & 07777u;
        to.files.push_back(std::move(file));
    }
}

// Private keys, with who may read them: their mode alone, they are not opened. A link out of a copy is not followed.
void add_key_files(rules::device& to, const std::string& root) {
    const proxy::device_files files(root);
    std::error_code ignored;
    const auto below = std::filesystem::canonical(root, ignored).string();
    for (const auto& path : rules::key_files_of(to)) {
        const auto name = files.shown(path);
        const auto real = std::filesystem::canonical(name, ignored).string();
        struct stat about {};
        if (!real.starts_with(below) || ::stat(real.c_str(), &about) != 0 || !S_ISREG(about.st_mode)) continue;
        rules::device_file file;
        file.path = path;
        file.shown = name;
        file.mode = about.st_mode & 07777u;
        to.files.push_back(std::move(file));
    }
}

// Engines under the names that Debian, Docker and Microsoft give them.
constexpr std::array<std::string_view, 4> engine_names{"moby-engine", "docker-ce", "docker.io", "docker-engine"};

} // namespace

void add_proxy_settings(rules::device& to, const std::string& root) {
    try {
        const auto all = proxy::read_settings(root, {});
        const auto misfits = proxy::misfits(all);
        for (const auto& value : all.values)
            if (is_of_device(value.reader)) to.proxy_settings.push_back(setting_of(value, misfits));
        for (const auto who : all.present)
            if (is_of_device(who)) to.proxy_readers.emplace_back(proxy::row_of(who).name);
        std::error_code ignored;
        to.drop_ins_seen = std::filesystem::is_directory(root + "/etc/systemd/system", ignored);
        add_files_of_settings(to, root);
        add_key_files(to, root);
    } catch (const std::invalid_argument& wrong) {
        throw usage_error(wrong.what());
    }
}

void add_engine_packages(rules::device& to, const std::string& root) {
    constexpr auto status = "/var/lib/dpkg/status";
    try {
        proxy::device_files files(root);
        const auto text = files.read(status).text;
        std::string_view rest = text, package;
        std::size_t line = 0, at = 0;
        while (!rest.empty()) {
            const auto end = std::min(rest.find('\n'), rest.size());
            const auto row = rest.substr(0, end);
            rest.remove_prefix(std::min(end + 1, rest.size()));
            ++line;
            if (row.starts_with("Package: ")) {
                package = row.substr(9);
                at = line;
            }
            if (row == "Status: install ok installed" || row == "Status: hold ok installed")
                for (const auto name : engine_names)
                    if (package == name) to.engine_packages.push_back({std::string(name), {files.shown(status), at}});
        }
    } catch (const std::invalid_argument& wrong) {
        throw usage_error(wrong.what());
    }
}

} // namespace tools
