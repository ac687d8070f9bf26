// SPDX-License-Identifier: MIT
#include "rules/settings/deployment.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "netprobe/ascii.hpp"
#include "rules/component.hpp"
#include "rules/proxy_shown.hpp"
#include "rules/settings.hpp"
#include "rules/settings/private_parts.hpp"
#include "rules/site/manifest_parts.hpp"

namespace rules {
namespace {

using json = nlohmann::ordered_json;
using netprobe::same_but_for_case;

/// The variables to set, as the modules read them.
std::vector<std::pair<std::string, std::string>> variables_for(std::string_view protocol, std::string_view proxy) {
    settings_for(protocol, proxy); // refuses what cannot be set
    std::vector<std::pair<std::string, std::string>> all{{"UpstreamProtocol", std::string(protocol)}};
    const auto address = read_shown_proxy(proxy);
    if (address && with_scheme(edge_modules(), address->scheme) == ability::can)
        all.emplace_back("https_proxy", std::string(proxy));
    return all;
}

json env_patch(const std::vector<std::pair<std::string, std::string>>& variables, const json& env) {
    json patch = json::object();
    for (const auto& [name, value] : variables) {
        if (env.is_object())
            for (const auto& [key, ignored] : env.items())
                if (key != name && same_but_for_case(key, name)) patch[key] = nullptr;
        patch[name] = json{{"value", value}};
    }
    return patch;
}

/// The member that `path` leads to or through, with its key; a key may hold dots, and then covers several parts.
const json* step_into(const json& object, std::string_view path, std::string& key) {
    if (!object.is_object()) return nullptr;
    for (const auto& [name, value] : object.items()) {
        const bool through = path.size() > name.size() && path[name.size()] == '.' &&
                             same_but_for_case(path.substr(0, name.size()), name);
        if (!through && !same_but_for_case(path, name)) continue;
        key = name;
        return &value;
    }
    return nullptr;
}

/// The patch of one module's env, under the manifest's own keys from the twin on. `layered`: what is not there yet is
/// one dotted key.
json module_patch(const json& twin, std::string_view path, bool layered,
    const std::vector<std::pair<std::string, std::string>>& variables) {
    std::string key;
    if (const auto* next = step_into(twin, path, key)) {
        const auto rest = path.size() > key.size() ? path.substr(key.size() + 1) : std::string_view();
        if (rest.empty()) return json{{key, env_patch(variables, *next)}};
        return json{{key, module_patch(*next, rest, false, variables)}};
    }
    if (layered) { // a key for each variable: together they would replace what other layers set
        json patch = json::object();
        for (const auto& [name, value] : variables) patch[fmt::format("{}.{}", path, name)] = json{{"value", value}};
        return patch;
    }
    constexpr std::string_view whole = "properties.desired";
    const auto dot = path.find('.', path.starts_with(whole) ? whole.size() : 0);
    if (dot == path.npos) return json{{std::string(path), env_patch(variables, nullptr)}};
    return json{{std::string(path.substr(0, dot)), module_patch(nullptr, path.substr(dot + 1), false, variables)}};
}

/// One patch over another. Not merge_patch(): that would apply the nulls, and they are to stay.
void join(json& into, json more) {
    if (!into.is_object() || !more.is_object()) {
        into = std::move(more);
        return;
    }
    for (auto& [key, value] : more.items()) join(into[key], std::move(value));
}

json parsed(const given_manifest& from) {
    auto text = from.text;
    constexpr std::string_view mark = "\xef\xbb\xbf";
    if (text.starts_with(mark)) text.remove_prefix(mark.size());
    auto root = from.read == nullptr || text.size() > max_document_bytes ? json() : json::parse(text, nullptr, false);
    const auto has_content = [](const json& value) { return value.is_object() && value.contains("modulesContent"); };
    if (!has_content(root) && !(root.is_object() && root.contains("content") && has_content(root["content"])))
        throw std::invalid_argument(fmt::format(
            "{}: is no deployment manifest; give one with modulesContent", from.read ? from.read->file : ""));
    return root;
}

json patch_of(std::string_view protocol, std::string_view proxy, const json& root, bool layered) {
    const auto variables = variables_for(protocol, proxy);
    const bool wrapped = root.is_object() && !root.contains("modulesContent") && root.contains("content");
    json twin;
    if (root.is_object()) {
        const auto& content = (wrapped ? root["content"] : root)["modulesContent"];
        if (content.is_object() && content.contains("$edgeAgent")) twin = content["$edgeAgent"];
    }
    json modules = json::object();
    for (const auto* name : {"edgeAgent", "edgeHub"})
        join(modules,
            module_patch(twin, fmt::format("properties.desired.systemModules.{}.env", name), layered, variables));
    json patch{{"modulesContent", json{{"$edgeAgent", std::move(modules)}}}};
    return wrapped ? json{{"content", std::move(patch)}} : patch;
}

std::string written(const json& value) { return value.dump(2, ' ', false, json::error_handler_t::replace) + "\n"; }

/// The smallest deployment: what the portal starts with (facts/azure.md §4.3).
json smallest(iot_edge version) {
    const std::string tag = version == iot_edge::v1_1 ? "1.1" : "1.6"; // of either the last that there is
    const auto module = [&](const std::string& image) {
        return json{{"type", "docker"},
            {"settings", {{"image", "mcr.microsoft.com/" + image + ":" + tag}, {"createOptions", "{}"}}}};
    };
    auto hub = module("azureiotedge-hub");
    hub["status"] = "running";
    hub["restartPolicy"] = "always";
    return json{{"modulesContent",
        {{"$edgeAgent", {{"properties.desired",
                            {{"schemaVersion", "1.1"},
                                {"runtime", {{"type", "docker"},
                                                {"settings", {{"minDockerVersion", "v1.25"}, {"loggingOptions", ""}}}}},
                                {"systemModules", {{"edgeAgent", module("azureiotedge-agent")}, {"edgeHub", hub}}},
                                {"modules", json::object()}}}}},
            {"$edgeHub",
                {{"properties.desired", {{"schemaVersion", "1.1"}, {"routes", json::object()},
                                            {"storeAndForwardConfiguration", {{"timeToLiveSecs", 7200}}}}}}}}}};
}

} // namespace

std::string merge_patch_for(
    std::string_view upstream_protocol, std::string_view proxy, const std::optional<given_manifest>& manifest) {
    const auto root = manifest ? parsed(*manifest) : json();
    const bool layered = manifest && manifest->read->kind == manifest::type::layered;
    return written(patch_of(upstream_protocol, proxy, root, layered));
}

set_modules_input set_modules_input_for(std::string_view upstream_protocol, std::string_view proxy,
    const std::optional<given_manifest>& manifest, iot_edge version) {
    if (manifest && manifest->read != nullptr && manifest->read->kind != manifest::type::deployment)
        throw std::invalid_argument(
            fmt::format("{}: is a part of a deployment, which set-modules does not take; use the "
                        "merge patch, or give the whole deployment",
                manifest->read->file));
    if (manifest && manifest->read != nullptr && manifest->read->from_template)
        throw std::invalid_argument(
            fmt::format("{}: is a template; give the deployment that is generated from it, or use "
                        "the merge patch",
                manifest->read->file));
    auto all = manifest ? parsed(*manifest) : smallest(version);
    all.merge_patch(patch_of(upstream_protocol, proxy, all, false));
    set_modules_input out;
    out.whole = written(all);
    if (!json_spans(out.whole)) // then nothing of it would be hidden
        throw std::invalid_argument(fmt::format(
            "{}: is too large or too deep to be laid out; use the merge patch", manifest ? manifest->read->file : ""));
    const auto parts = private_parts_of(out.whole);
    for (const auto& part : parts.secret) out.hidden.push_back(part.pointer);
    out.text = with_stars(out.whole, parts);
    return out;
}

} // namespace rules
