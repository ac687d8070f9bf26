// SPDX-License-Identifier: MIT
#include "rules/site/document.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace rules {

std::string to_string(const place& at) { return at.line == 0 ? at.file : fmt::format("{}:{}", at.file, at.line); }

node::node() noexcept = default;
node::node(const node& other) = default;
node::node(node&& other) noexcept = default;
node& node::operator=(const node& other) = default;
node& node::operator=(node&& other) noexcept = default;
node::~node() = default;

const node* node::find(std::string_view key) const noexcept {
    if (kind != type::table) return nullptr;
    const auto found = std::ranges::find_if(members, [&](const auto& member) { return member.first == key; });
    return found == members.end() ? nullptr : &found->second;
}

const node* node::find(std::initializer_list<std::string_view> path) const noexcept {
    const node* at = this;
    for (const auto key : path) {
        at = at->find(key);
        if (at == nullptr) break;
    }
    return at;
}

place node::at() const { return {file ? *file : std::string(), line}; }

void merge(node& into, node later) {
    if (into.kind == node::type::list && later.kind == node::type::list) {
        for (auto& item : later.items) into.items.push_back(std::move(item));
        return;
    }
    if (!into.is_table() || !later.is_table()) {
        into = std::move(later);
        return;
    }
    for (auto& one : later.members) {
        const auto same =
            std::ranges::find_if(into.members, [&](const auto& member) { return member.first == one.first; });
        if (same == into.members.end())
            into.members.push_back(std::move(one));
        else
            merge(same->second, std::move(one.second));
    }
}

} // namespace rules
