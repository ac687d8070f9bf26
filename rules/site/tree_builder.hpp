// SPDX-License-Identifier: MIT
//
// A tree made from the events of a reader, held to what a file of a device may be.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "rules/site/document.hpp"

namespace rules {

/// Takes keys, values and brackets in the order of the text. Each call is false where reading has to end: the tree
/// would be too deep or too large, and there is a fault that says so. finish() gives what came until then.
class tree_builder {
public:
    /// `syntax`, `file` and `faults` must outlive it.
    tree_builder(std::string_view syntax, const std::string& file, std::vector<file_fault>& faults);

    bool key(std::string text, std::size_t line);
    bool value(node::type kind, std::string text, std::size_t line);
    bool open(node::type kind, std::size_t line); ///< of a table or list
    bool close();
    /// A copy of values that are in the tree already.
    bool copy(node of, std::size_t line);
    /// Values that are kept beside the tree.
    bool count(std::size_t values, std::size_t line);

    /// What was closed last: before anything follows it.
    const node* last() const noexcept;
    node finish();

private:
    struct level {
        node made;
        std::string key; // of the member that comes next
        std::size_t key_line = 0;
    };
    void put(node made);

    std::string_view syntax_;
    std::shared_ptr<const std::string> file_;
    std::vector<file_fault>& faults_;
    std::vector<level> open_;
    node root_;
    std::size_t values_ = 0;
};

/// The values in a tree, itself counted.
std::size_t values_in(const node& tree) noexcept;

} // namespace rules
