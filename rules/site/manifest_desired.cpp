// SPDX-License-Identifier: MIT
//
// Layered deployments say "properties.desired.modules.a" where others nest (facts/azure.md §4.3).
#include <unordered_map>

#include <fmt/format.h>

#include "rules/shown.hpp"
#include "rules/site/manifest_parts.hpp"

namespace rules {
namespace {

constexpr std::string_view desired_key = "properties.desired";

/// Puts values into a tree by dotted paths. Ten thousand keys with the same beginning are usual in no manifest and must
/// not take ten thousand times ten thousand comparisons: each table that a path leads through is indexed once.
class dotted_tree {
public:
    explicit dotted_tree(node& root) : root_(root) { root_.kind = node::type::table; }

    /// False where a part of the path is no table, or something is there already.
    bool put(std::string_view path, node value) {
        node* at = &root_;
        std::string prefix;
        for (;;) {
            const auto dot = path.find('.');
            const auto key = std::string(path.substr(0, dot));
            auto& index = index_of(prefix, *at);
            const auto [entry, fresh] = index.try_emplace(key, at->members.size());
            if (dot == path.npos) {
                if (!fresh) return false;
                at->members.emplace_back(key, std::move(value));
                return true;
            }
            if (fresh) {
                node between;
                between.kind = node::type::table;
                between.line = value.line;
                between.file = value.file;
                at->members.emplace_back(key, std::move(between));
            }
            at = &at->members[entry->second].second;
            if (!at->is_table()) return false;
            prefix += key + '.';
            path.remove_prefix(dot + 1);
        }
    }

private:
    using positions = std::unordered_map<std::string, std::size_t>; ///< in node::members

    positions& index_of(const std::string& prefix, const node& table) {
        const auto [entry, fresh] = indexed_.try_emplace(prefix);
        if (fresh)
            for (std::size_t i = 0; i < table.members.size(); ++i) entry->second.try_emplace(table.members[i].first, i);
        return entry->second;
    }

    node& root_;
    std::unordered_map<std::string, positions> indexed_; ///< by the path that leads there
};

/// A path that leads somewhere: no empty part, not deeper than any document is.
bool sound_path(std::string_view path) {
    int depth = 1;
    for (std::size_t i = 0; i < path.size(); ++i) {
        if (path[i] != '.') continue;
        if (i == 0 || path[i - 1] == '.' || ++depth > max_document_depth) return false;
    }
    return !path.empty() && path.back() != '.';
}

} // namespace

desired_properties desired_of(node entry, std::string_view twin, std::vector<file_fault>& faults) {
    desired_properties out;
    if (table_in(&entry, twin, faults) == nullptr) return out;
    out.root.line = entry.line;
    out.root.file = entry.file;
    bool whole = false;
    for (auto& [key, value] : entry.members) { // what is whole first: dotted keys are put into it
        const bool exact = key == desired_key;
        if (!exact && (key.starts_with(desired_key) || meant_key(key, {desired_key}).empty())) continue;
        if (!exact)
            faults.push_back({value.at(),
                fmt::format("{}: the key {} is not known; did you mean {}?", twin, shown(key), desired_key),
                fmt::format("write \"{}\"", desired_key)});
        if (whole || table_in(&value, fmt::format("{}: {}", twin, desired_key), faults) == nullptr) continue;
        whole = true;
        out.root = std::move(value);
        key.clear();
    }
    dotted_tree tree(out.root);
    for (auto& [key, value] : entry.members) {
        if (!key.starts_with(desired_key) || key.size() <= desired_key.size() || key[desired_key.size()] != '.')
            continue;
        out.dotted = true;
        const auto at = value.at();
        const auto path = std::string_view(key).substr(desired_key.size() + 1);
        if (!sound_path(path))
            faults.push_back({at, fmt::format("{}: the key {} has an empty part, or too many", twin, shown(key)),
                "name one thing between two dots"});
        else if (!tree.put(path, std::move(value)))
            faults.push_back({at, fmt::format("{}: {} is set here and elsewhere in this manifest", twin, shown(key)),
                "keep one of the two"});
    }
    return out;
}

} // namespace rules
