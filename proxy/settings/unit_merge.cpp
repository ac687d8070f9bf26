// SPDX-License-Identifier: MIT
#include <algorithm>

#include <fmt/format.h>

#include "netprobe/ascii.hpp"
#include "netprobe/printable.hpp"
#include "proxy/settings/environment_file.hpp"
#include "proxy/settings/unit.hpp"
#include "proxy/settings/unit_file.hpp"
#include "proxy/settings/utf8.hpp"

namespace proxy {
namespace {

bool names_proxy(std::string_view value) { return netprobe::lower(value).find("_proxy") != std::string::npos; }

void assign(std::vector<assignment>& to, assignment given) {
    std::erase_if(to, [&](const assignment& old) { return old.name == given.name; });
    to.push_back(std::move(given));
}

void add_environment(unit_settings& to, const unit_line& line, const place& where) {
    const auto remark = [&](std::string_view what) {
        to.remarks.push_back(fmt::format("{}: {}", to_string(where), what));
    };
    const auto split = split_words(line.value);
    if (split.broken && names_proxy(line.value))
        remark("a quote without its pair or an unknown \\ escape: systemd ignores the rest of the line; write \\\\ for "
               "\\");
    for (const auto& word : split.words) {
        const auto equals = word.find('=');
        const auto name = word.substr(0, equals);
        if (!is_proxy_variable(name)) continue;
        if (equals == word.npos) {
            remark(name + " has no value: systemd ignores it; write Environment=\"" + name + "=…\" without blanks");
            continue;
        }
        auto value = without_specifiers(std::string_view(word).substr(equals + 1));
        if (!value)
            remark("a % in " + name +
                   " is a specifier of systemd, which replaces it or ignores the line; "
                   "write %% for each %");
        else if (!is_utf8(*value))
            remark(name + " is not UTF-8: systemd ignores it; write the bytes of a password as %%XX");
        else
            assign(to.environment, {name, secret(std::move(*value)), where});
    }
}

void add_file(unit_settings& to, std::string_view value, const place& where) {
    environment_file file;
    file.optional = value.starts_with('-');
    file.where = where;
    if (file.optional) value.remove_prefix(1);
    auto path = without_specifiers(value);
    if (!path || !path->starts_with('/')) {
        to.remarks.push_back(fmt::format("{}: the file of EnvironmentFile= is not read here: {}", to_string(where),
            path ? "it has no absolute path" : "its path has a specifier"));
        return;
    }
    file.path = std::move(*path);
    to.files.push_back(std::move(file));
}

} // namespace

void add_unit_file(unit_settings& to, std::string_view text, const std::string& file, std::string_view section) {
    const bool manager = section == "Manager";
    const auto read = parse_unit_file(text);
    if (read.gave_up != 0)
        to.remarks.push_back(to_string(place{file, read.gave_up}) +
                             ": is no line of a unit file: systemd stops reading there; correct it");
    for (const auto& line : read.lines) {
        const place where{file, line.line};
        const bool environment = line.key == (manager ? "DefaultEnvironment" : "Environment");
        if (line.section != section) {
            if (environment && names_proxy(line.value))
                to.remarks.push_back(fmt::format(
                    "{}: {}= names a proxy outside of [{}]: systemd ignores it", to_string(where), line.key, section));
        } else if (environment) {
            if (line.value.empty()) to.environment.clear();
            add_environment(to, line, where);
        } else if (line.key == "EnvironmentFile") {
            line.value.empty() ? to.files.clear() : add_file(to, line.value, where);
        } else if (line.key == "UnsetEnvironment") {
            if (line.value.empty()) to.unset.clear();
            for (auto& word : split_words(line.value).words) to.unset.push_back(std::move(word));
        }
    }
}

void add_environment_file(unit_settings& to, std::string_view text, const std::string& file) {
    const auto lines = parse_environment_file(text);
    if (!lines) {
        to.remarks.push_back(netprobe::printable(file) + ": is not UTF-8: systemd takes nothing from it");
        return;
    }
    for (const auto& line : *lines)
        if (is_proxy_variable(line.name)) assign(to.environment, {line.name, secret(line.value), {file, line.line}});
}

} // namespace proxy
