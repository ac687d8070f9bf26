// SPDX-License-Identifier: MIT
//
// The container engine: logs that end, names that resolve, an engine that is supported.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "netprobe/ascii.hpp"
#include "rules/lint/look.hpp"
#include "rules/lint/topics.hpp"
#include "rules/shown.hpp"

namespace rules {
namespace {

// Why the logs of this configuration grow without end; empty: they do not. `driver` empty: the default.
std::string endless_log(const std::string& driver, const node* options) {
    if (!driver.empty() && driver != "json-file") return "";
    // max-file is 1 where it is not set (Docker documentation, json-file), so max-size alone ends a log.
    const auto* const value = options == nullptr ? nullptr : options->find("max-size");
    const bool endless =
        value == nullptr || value->kind == node::type::none || value->text.empty() || value->text == "-1";
    return endless ? "json-file without max-size" : "";
}

// Whether this module's own createOptions hold its log.
bool limits_itself(const module_settings& module) {
    const auto* const own = module.create_options.root.find({"HostConfig", "LogConfig"});
    if (own == nullptr || !own->is_table()) return false;
    return endless_log(text_at(*own, {"Type"}).value_or(""), own->find("Config")).empty();
}

// Every module of every whole deployment limits its own log.
bool all_limit_themselves(const device& of) {
    bool any = false;
    for (const auto& one : of.manifests)
        for (const auto& module : one.modules) {
            any = true;
            if (!limits_itself(module)) return false;
        }
    return any;
}

void look_at_log_limits(const device& of, const lint_context& with, lint_findings& found) {
    const bool there = of.daemon_json.root.is_table();
    if ((!there && !with.whole_device) || !of.daemon_json.faults.empty() || all_limit_themselves(of)) return;
    if (!there && !of.daemon_json_file.empty()) return;          // it could not be read, and that is said
    if (of.daemon_json.root.find("max-size") != nullptr) return; // in the wrong place, and that is said
    constexpr auto remedy =
        "write \"log-driver\": \"local\", or \"json-file\" with \"log-opts\": {\"max-size\": \"10m\", "
        "\"max-file\": \"3\"}, in /etc/docker/daemon.json";
    if (!there) {
        found.add({of.config.root.is_table() ? of.config.root.at().file : "/etc/docker/daemon.json", 0},
            "there is no /etc/docker/daemon.json: container logs grow until the disk is full", remedy);
        return;
    }
    const auto& root = of.daemon_json.root;
    const auto* const options = root.find("log-opts");
    const auto why = endless_log(text_at(root, {"log-driver"}).value_or(""), options);
    if (why.empty()) return;
    const auto* const place_of = options != nullptr ? options : root.find("log-driver");
    found.add(place_of != nullptr ? place_of->at() : place{of.daemon_json_file, 1},
        fmt::format("container logs grow until the disk is full: {}", why), remedy);
}

void look_at_log_options(const device& of, const lint_context&, lint_findings& found) {
    const auto& root = of.daemon_json.root;
    for (const char* key : {"max-size", "max-file"})
        if (const auto* const value = root.find(key))
            found.add(value->at(), fmt::format("{} stands outside log-opts: Docker does not start with it", key),
                "put it into \"log-opts\": {…}");
    const auto* const options = root.find("log-opts");
    if (options == nullptr) return;
    if (!options->is_table()) {
        found.add(options->at(), "log-opts is no object: Docker does not start with it",
            "write \"log-opts\": {\"max-size\": \"10m\", \"max-file\": \"3\"}");
        return;
    }
    for (const auto& [key, value] : options->members)
        if (!value.is_text())
            found.add(value.at(),
                fmt::format("{} in log-opts is not in quotes: Docker does not start with it", shown(key)),
                "write it as a text, in quotes");
}

bool is_loopback_server(std::string_view address) { return address.starts_with("127.") || address == "::1"; }

void look_at_servers(const node* servers, const place& otherwise, std::string_view whose, lint_findings& found) {
    if (servers == nullptr) return;
    for (const auto& one : servers->items)
        if (is_loopback_server(one.text))
            found.add(one.line > 0 ? one.at() : otherwise,
                fmt::format("{} are told the name server {}: in a container that is the container itself", whose,
                    shown(one.text)),
                "give the address of a name server of the network");
}

void look_at_name_servers(const device& of, const lint_context&, lint_findings& found) {
    look_at_servers(of.daemon_json.root.find("dns"), {of.daemon_json_file, 1}, "containers", found);
    for (const auto& one : of.manifests)
        for (const auto& module : one.modules) // in the device's own network its name server is the device's
            if (text_at(module.create_options.root, {"HostConfig", "NetworkMode"}).value_or("") != "host")
                look_at_servers(module.create_options.root.find({"HostConfig", "Dns"}), module.at,
                    "the containers of " + module.name, found);
}

void look_at_engine(const device& of, const lint_context&, lint_findings& found) {
    if (of.engine_packages.empty()) return;
    const auto has = [&](std::string_view name) {
        return std::ranges::find(of.engine_packages, name, &told::value) != of.engine_packages.end();
    };
    if (has("moby-engine")) return;
    const auto& other = of.engine_packages.front();
    found.add(other.at,
        fmt::format("the container engine is {}, and Microsoft supports IoT Edge on moby-engine", other.value),
        "install moby-engine, or accept that support may ask for it");
}

constexpr std::array engine_rows{
    lint_rule{"log-limits-missing", severity::warning, "Container logs grow until the disk is full",
        "Microsoft, production checklist (2020-04-24), \"Place limits on log size\"", look_at_log_limits},
    lint_rule{"log-options-invalid", severity::error, "Docker does not start with these log options",
        "moby: daemon/config.go (log-opts maps text to text)", look_at_log_options},
    lint_rule{"dns-loopback", severity::warning, "Containers are told a name server that only the device can reach",
        "moby/buildkit issue 3210 (a container has a loopback of its own)", look_at_name_servers},
    lint_rule{"engine-not-moby", severity::warning, "The container engine is not Moby",
        "Microsoft, production checklist (2020-04-24), \"Use Moby as the container engine\"", look_at_engine},
};

} // namespace

std::span<const lint_rule> engine_rules() noexcept { return engine_rows; }

} // namespace rules
