// SPDX-License-Identifier: MIT
#include <algorithm>

#include <fmt/format.h>

#include "netprobe/ascii.hpp"
#include "rules/shown.hpp"
#include "rules/site/manifest_parts.hpp"

namespace rules {
namespace {

constexpr std::string_view chunk_name = "createoptions";

/// The number of a chunk: "createOptions" is 0, "createOptions07" is 7; nothing: the key is none.
std::optional<std::size_t> chunk_number(const std::string& key) {
    if (key.size() < chunk_name.size() || key.size() > chunk_name.size() + 2) return std::nullopt;
    const auto small = netprobe::lower(key);
    if (!small.starts_with(chunk_name)) return std::nullopt;
    std::size_t number = 0;
    for (const char c : small.substr(chunk_name.size())) {
        if (c < '0' || c > '9') return std::nullopt;
        number = number * 10 + static_cast<std::size_t>(c - '0');
    }
    return number;
}

/// A text inside of a text has its lines counted from 1: all of it stands where the outer text does.
void move_to(node& all, const node& where) {
    all.line = where.line;
    all.file = where.file;
    for (auto& [key, value] : all.members) move_to(value, where);
    for (auto& item : all.items) move_to(item, where);
}

/// What a key that is nearly "createOptions" holds, with a fault; nullptr: there is none.
const node* misspelled_options(const node& settings, std::string_view name, std::vector<file_fault>& faults) {
    for (const auto& [key, value] : settings.members) {
        if (chunk_number(key) || meant_key(key, {"createOptions"}).empty()) continue;
        faults.push_back({value.at(),
            fmt::format(
                "module {}: settings: the key {} is not known; did you mean createOptions?", shown(name), shown(key)),
            "write \"createOptions\""});
        return value.kind == node::type::none ? nullptr : &value;
    }
    return nullptr;
}

void read_environment(module_settings& to, const node& env, std::string_view whose, std::vector<file_fault>& faults) {
    for (const auto& [name, entry] : env.members) {
        if (entry.kind == node::type::none) continue;
        const auto what = fmt::format("{}: env {}", whose, shown(name));
        const node* value = &entry;
        if (entry.is_table()) {
            value = known_members(entry, {"value"}, what, faults)["value"];
            if (value == nullptr) {
                // Nothing at all: edgeAgent takes that for a variable without a value.
                if (!entry.members.empty() && entry.find("value") == nullptr)
                    faults.push_back({entry.at(), fmt::format("{} has no value", what), "write {\"value\": …}"});
                continue;
            }
        } else if (entry.kind != node::type::list) {
            faults.push_back({entry.at(), fmt::format("{} is written without {{\"value\": …}} around it", what),
                "write {\"value\": …}: without it edgeAgent refuses the whole deployment"});
        }
        if (auto text = text_in(value, what, faults, true)) to.env.emplace_back(name, std::move(*text));
    }
}

} // namespace

void read_create_options(module_settings& to, const node& settings, std::vector<file_fault>& faults) {
    struct chunk {
        std::string key; ///< in lower case
        std::size_t number = 0;
        const node* value = nullptr;
    };
    const auto whose = fmt::format("module {}: createOptions", shown(to.name));
    std::vector<chunk> chunks;
    for (const auto& [key, value] : settings.members)
        if (const auto number = chunk_number(key); number && value.kind != node::type::none)
            chunks.push_back({netprobe::lower(key), *number, &value});
    if (chunks.empty())
        if (const auto* slip = misspelled_options(settings, to.name, faults))
            chunks.push_back({std::string(chunk_name), 0, slip});
    if (chunks.empty()) return;
    std::sort(chunks.begin(), chunks.end(), [](const chunk& a, const chunk& b) { return a.key < b.key; });
    if (chunks.size() == 1 && chunks[0].value->is_table()) { // as in a template
        to.has_create_options = true;
        to.create_options.root = *chunks[0].value;
        return;
    }
    std::string text;
    for (std::size_t i = 0; i < chunks.size(); ++i) {
        const auto& [key, number, value] = chunks[i];
        // edgeAgent counts, too (JsonEx.cs, ChunkedProperty), and refuses the deployment.
        if (number != i) {
            faults.push_back({value->at(),
                fmt::format("{}: chunk {} is missing, or there twice; chunk {} stands here", whose, i, number),
                "number the continuations 01, 02, … without a gap"});
            return;
        }
        const auto part = text_in(value, whose, faults);
        if (!part) return;
        text += part->value;
    }
    if (text.find_first_not_of(" \t\r\n") == text.npos) return;
    to.has_create_options = true;
    if (has_placeholder(text) && text.find('{') == text.find("${") + 1) return; // "${OPTIONS}": filled in later
    const auto& first = *chunks[0].value;
    const auto place_of_all = first.at();
    to.create_options = json_document(text, place_of_all.file);
    move_to(to.create_options.root, first);
    for (auto& fault : to.create_options.faults) {
        fault.at = place_of_all;
        fault.what = fmt::format("{} {}", whose, fault.what);
    }
    if (to.create_options.faults.empty() && !to.create_options.root.is_table())
        to.create_options.faults.push_back(
            {place_of_all, fmt::format("{} holds something else than an object", whose), "write \"{ … }\""});
}

module_settings module_of(std::string name, bool system, const node& entry, std::vector<file_fault>& faults) {
    module_settings out;
    out.name = std::move(name);
    out.system = system;
    out.at = entry.at();
    const auto whose = fmt::format("module {}", shown(out.name));
    if (table_in(&entry, whose, faults) == nullptr) return out;
    const known_members of(entry,
        {"type", "status", "restartPolicy", "imagePullPolicy", "startupOrder", "version", "settings", "env",
            "configuration"},
        whose, faults);
    out.type = text_in(of["type"], whose + ": type", faults);
    out.status = text_in(of["status"], whose + ": status", faults);
    out.restart_policy = text_in(of["restartPolicy"], whose + ": restartPolicy", faults);
    if (const auto* settings = table_in(of["settings"], whose + ": settings", faults)) {
        const known_members in(*settings, {"image"}, whose + ": settings", faults);
        out.image = text_in(in["image"], whose + ": image", faults);
        read_create_options(out, *settings, faults);
    }
    if (const auto* env = table_in(of["env"], whose + ": env", faults)) read_environment(out, *env, whose, faults);
    return out;
}

} // namespace rules
