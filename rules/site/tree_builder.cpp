// SPDX-License-Identifier: MIT
#include "rules/site/tree_builder.hpp"

#include <fmt/format.h>

#include "rules/site/document_text.hpp"

namespace rules {

std::size_t values_in(const node& tree) noexcept {
    std::size_t all = 1;
    for (const auto& [key, value] : tree.members) all += values_in(value);
    for (const auto& item : tree.items) all += values_in(item);
    return all;
}

tree_builder::tree_builder(std::string_view syntax, const std::string& file, std::vector<file_fault>& faults)
    : syntax_(syntax), file_(std::make_shared<const std::string>(file)), faults_(faults) {}

bool tree_builder::count(std::size_t values, std::size_t line) {
    values_ += values;
    if (values_ <= max_document_values) return true;
    faults_.push_back({{*file_, line},
        fmt::format("has more than {} values; what follows is not read", max_document_values), "correct the file"});
    return false;
}

void tree_builder::put(node made) {
    if (open_.empty()) {
        root_ = std::move(made);
        return;
    }
    auto& in = open_.back();
    if (in.made.is_table()) {
        made.line = static_cast<std::uint32_t>(in.key_line);
        in.made.members.emplace_back(std::move(in.key), std::move(made));
        in.key.clear();
    } else {
        in.made.items.push_back(std::move(made));
    }
}

bool tree_builder::key(std::string text, std::size_t line) {
    open_.back().key = std::move(text);
    open_.back().key_line = line;
    return true;
}

bool tree_builder::value(node::type kind, std::string text, std::size_t line) {
    if (!count(1, line)) return false;
    node made;
    made.kind = kind;
    made.line = static_cast<std::uint32_t>(line);
    made.file = file_;
    made.text = std::move(text);
    put(std::move(made));
    return true;
}

bool tree_builder::copy(node of, std::size_t line) {
    if (!count(values_in(of), line)) return false;
    of.line = static_cast<std::uint32_t>(line);
    put(std::move(of));
    return true;
}

bool tree_builder::open(node::type kind, std::size_t line) {
    if (!count(1, line)) return false;
    if (open_.size() >= static_cast<std::size_t>(max_document_depth)) {
        faults_.push_back({{*file_, line},
            fmt::format("is nested deeper than {} levels; what follows is not read", max_document_depth),
            "correct the brackets"});
        return false;
    }
    level next;
    next.made.kind = kind;
    next.made.line = static_cast<std::uint32_t>(line);
    next.made.file = file_;
    open_.push_back(std::move(next));
    return true;
}

bool tree_builder::close() {
    auto made = std::move(open_.back().made);
    open_.pop_back();
    if (made.is_table()) drop_repeated_keys(made, syntax_, faults_);
    put(std::move(made));
    return true;
}

const node* tree_builder::last() const noexcept {
    if (open_.empty()) return &root_;
    const auto& in = open_.back().made;
    if (in.is_table()) return in.members.empty() ? nullptr : &in.members.back().second;
    return in.items.empty() ? nullptr : &in.items.back();
}

node tree_builder::finish() {
    while (!open_.empty()) close();
    return std::move(root_);
}

} // namespace rules
