// SPDX-License-Identifier: MIT
#include "rules/export/tree.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "rules/policy/policy.hpp"

namespace rules {

tree& tree::add(std::string_view key, tree value) {
    keys.emplace_back(key);
    items.push_back(std::move(value));
    return *this;
}

tree text_tree(std::string_view text) {
    tree out;
    out.kind = tree::type::text;
    out.text = text;
    return out;
}

tree code_tree(std::string_view code) {
    auto out = text_tree(code);
    out.kind = tree::type::code;
    return out;
}

tree number_tree(long number) {
    tree out;
    out.kind = tree::type::number;
    out.number = number;
    return out;
}

tree truth_tree(bool truth) {
    tree out;
    out.kind = tree::type::truth;
    out.truth = truth;
    return out;
}

tree list_tree(std::vector<tree> items) {
    tree out;
    out.kind = tree::type::list;
    out.items = std::move(items);
    return out;
}

tree list_tree(const std::vector<std::string>& texts) {
    std::vector<tree> items;
    for (const auto& text : texts) items.push_back(text_tree(text));
    return list_tree(std::move(items));
}

tree object_tree(std::vector<std::pair<std::string, tree>> members) {
    tree out;
    for (auto& [key, value] : members) out.add(key, std::move(value));
    return out;
}

void tree_view::refuse(std::string_view what) const {
    throw std::invalid_argument(fmt::format("{}: {}", place_, what));
}

void tree_view::only(std::initializer_list<std::string_view> keys) const {
    if (value_->kind != tree::type::object) refuse("an object belongs here");
    for (const auto& key : value_->keys)
        if (std::find(keys.begin(), keys.end(), key) == keys.end())
            refuse(fmt::format("\"{}\" is not expected here", plain_text(key)));
}

bool tree_view::has(std::string_view key) const noexcept {
    return value_->kind == tree::type::object &&
           std::find(value_->keys.begin(), value_->keys.end(), key) != value_->keys.end();
}

tree_view tree_view::operator[](std::string_view key) const {
    const auto found = std::find(value_->keys.begin(), value_->keys.end(), key);
    if (value_->kind != tree::type::object || found == value_->keys.end())
        refuse(fmt::format("\"{}\" is missing", key));
    return {value_->items[static_cast<std::size_t>(found - value_->keys.begin())], fmt::format("{}.{}", place_, key)};
}

std::vector<tree_view> tree_view::items() const {
    if (value_->kind != tree::type::list) refuse("a list belongs here");
    std::vector<tree_view> out;
    for (const auto& item : value_->items) out.emplace_back(item, fmt::format("{}[{}]", place_, out.size()));
    return out;
}

const std::string& tree_view::text() const {
    if (value_->kind != tree::type::text) refuse("text belongs here");
    return value_->text;
}

std::vector<std::string> tree_view::texts() const {
    std::vector<std::string> out;
    for (const auto& item : items()) out.push_back(item.text());
    return out;
}

long tree_view::number() const {
    if (value_->kind != tree::type::number) refuse("a number belongs here");
    return value_->number;
}

bool tree_view::truth() const {
    if (value_->kind != tree::type::truth) refuse("true or false belongs here");
    return value_->truth;
}

void tree_view::is(std::string_view expected) const {
    if (text() != expected) refuse(fmt::format("\"{}\" belongs here, not \"{}\"", expected, plain_text(text())));
}

void tree_view::is_code(std::string_view expected) const {
    if (value_->kind != tree::type::code || value_->text != expected)
        refuse(fmt::format("the expression {} belongs here", expected));
}

} // namespace rules
