// SPDX-License-Identifier: MIT
#include "rules/site/manifest.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "netprobe/ascii.hpp"
#include "rules/shown.hpp"
#include "rules/site/manifest_parts.hpp"

namespace rules {
namespace {

/// modulesContent, alone or in "content" as the hub exports it; nullptr: there is none. `key` becomes its key.
node* modules_content(node& root, std::string& key) {
    const auto in = [&](node& table) -> node* {
        for (auto& [name, value] : table.members)
            if (netprobe::same_but_for_case(name, "modulesContent") ||
                netprobe::same_but_for_case(name, "moduleContent")) {
                key = name;
                return &value;
            }
        return nullptr;
    };
    if (auto* found = in(root)) return found;
    for (auto& [name, value] : root.members)
        if (name == "content")
            if (auto* found = in(value)) return found;
    return nullptr;
}

/// Whether anything but the text of createOptions is filled in later. createOptions are left out: they may hold
/// variables of a shell.
bool filled_in_later(const node& all) {
    if (all.is_text()) return has_placeholder(all.text);
    for (const auto& [key, value] : all.members) {
        const bool options = netprobe::lower(key).starts_with("createoptions") && value.is_text();
        if (!options && (has_placeholder(key) || filled_in_later(value))) return true;
    }
    return std::any_of(all.items.begin(), all.items.end(), filled_in_later);
}

void read_modules(manifest& to) {
    const known_members of(
        to.edge_agent, {"schemaVersion", "runtime", "systemModules", "modules", "integrity"}, "$edgeAgent", to.faults);
    if (const auto* system = table_in(of["systemModules"], "$edgeAgent: systemModules", to.faults)) {
        const known_members named(*system, {"edgeAgent", "edgeHub"}, "systemModules", to.faults);
        for (const auto* name : {"edgeAgent", "edgeHub"})
            if (const auto* entry = named[name]) to.modules.push_back(module_of(name, true, *entry, to.faults));
    }
    if (const auto* all = table_in(of["modules"], "$edgeAgent: modules", to.faults)) {
        to.modules.reserve(to.modules.size() + all->members.size());
        for (const auto& [name, entry] : all->members)
            if (entry.kind != node::type::none) // null takes a module out of what another layer says
                to.modules.push_back(module_of(name, false, entry, to.faults));
    }
    const auto* runtime = table_in(of["runtime"], "$edgeAgent: runtime", to.faults);
    if (runtime == nullptr) return;
    const auto* settings = table_in(known_members(*runtime, {"type", "settings"}, "runtime", to.faults)["settings"],
        "runtime: settings", to.faults);
    if (settings == nullptr) return;
    const known_members in(
        *settings, {"minDockerVersion", "loggingOptions", "registryCredentials"}, "runtime: settings", to.faults);
    const auto* all = table_in(in["registryCredentials"], "runtime: registryCredentials", to.faults);
    if (all == nullptr) return;
    for (const auto& [name, entry] : all->members) {
        const auto whose = fmt::format("registryCredentials {}", shown(name));
        if (table_in(&entry, whose, to.faults) == nullptr) continue;
        const known_members part(entry, {"address", "username", "password"}, whose, to.faults);
        registry_credentials one;
        one.name = name;
        one.at = entry.at();
        one.address = text_in(part["address"], whose + ": address", to.faults);
        one.username = text_in(part["username"], whose + ": username", to.faults);
        const auto password = text_in(part["password"], whose + ": password", to.faults);
        one.has_password = password && !password->value.empty();
        to.credentials.push_back(std::move(one));
    }
}

/// The twin of that name; where only a slip of it is there, that one, with a fault. nullptr: neither.
node* twin_in(node& content, std::string_view name, std::vector<file_fault>& faults) {
    for (auto& [key, value] : content.members)
        if (key == name) return &value;
    for (auto& [key, value] : content.members) {
        // A user's module may have nearly any name, but for '$': only what can be nothing else is taken for a slip.
        const bool slip = netprobe::same_but_for_case(key, name) || netprobe::same_but_for_case(key, name.substr(1)) ||
                          (key.starts_with('$') && meant_key(key, {"$edgeAgent", "$edgeHub"}) == name);
        if (!slip) continue;
        faults.push_back({value.at(), fmt::format("the key {} is not known; did you mean {}?", shown(key), name),
            fmt::format("write \"{}\"", name)});
        return &value;
    }
    return nullptr;
}

} // namespace

const told* module_settings::variable(std::string_view name_of_it) const noexcept {
    const auto set = std::find_if(
        env.begin(), env.end(), [&](const auto& one) { return netprobe::same_but_for_case(one.first, name_of_it); });
    return set == env.end() ? nullptr : &set->second;
}

const module_settings* manifest::module(std::string_view name) const noexcept {
    const auto at = std::find_if(modules.begin(), modules.end(), [&](const auto& one) { return one.name == name; });
    return at == modules.end() ? nullptr : &*at;
}

bool is_manifest(const document& json) {
    const auto has = [](const node* table) {
        return table != nullptr && std::any_of(table->members.begin(), table->members.end(), [](const auto& member) {
            return netprobe::same_but_for_case(member.first, "modulesContent") ||
                   netprobe::same_but_for_case(member.first, "moduleContent");
        });
    };
    return has(&json.root) || has(json.root.find("content"));
}

manifest manifest_of(document json, const std::string& file) {
    manifest out;
    out.file = file;
    out.kind = manifest::type::partial;
    out.faults = std::move(json.faults);
    std::string key;
    auto* content = modules_content(json.root, key);
    if (content == nullptr) {
        // What could not be read at all has its fault already.
        if (json.root.kind != node::type::none || out.faults.empty())
            out.faults.push_back({{file, 0}, "is no deployment manifest: it has no modulesContent",
                "give the file that is deployed: az iot edge set-modules --content"});
        return out;
    }
    if (key != "modulesContent")
        out.faults.push_back(
            {content->at(), fmt::format("the key {} is not known; did you mean modulesContent?", shown(key)),
                "write \"modulesContent\""});
    out.from_template = json.root.find("$schema-template") != nullptr || filled_in_later(json.root);
    if (table_in(content, "modulesContent", out.faults) == nullptr) return out;
    if (content->members.empty() && out.faults.empty())
        out.faults.push_back({content->at(), "modulesContent is empty: nothing is deployed",
            "give the file that is deployed: az iot edge set-modules --content"});
    bool dotted = false;
    if (auto* twin = twin_in(*content, "$edgeAgent", out.faults)) {
        auto desired = desired_of(std::move(*twin), "$edgeAgent", out.faults);
        out.kind = manifest::type::deployment;
        dotted = desired.dotted;
        out.edge_agent = std::move(desired.root);
        read_modules(out);
    }
    if (auto* twin = twin_in(*content, "$edgeHub", out.faults)) {
        auto desired = desired_of(std::move(*twin), "$edgeHub", out.faults);
        dotted = dotted || desired.dotted;
        out.edge_hub = std::move(desired.root);
        known_members(out.edge_hub,
            {"schemaVersion", "routes", "storeAndForwardConfiguration", "mqttBroker", "integrity"}, "$edgeHub",
            out.faults);
    }
    if (dotted) out.kind = manifest::type::layered;
    return out;
}

} // namespace rules
