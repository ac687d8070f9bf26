// SPDX-License-Identifier: MIT
//
// A document as values: what JSON, Bicep and YAML have in common. Cloud formats are built as one, and read back as one,
// strictly: a member that nobody expects is refused, as it could change what the rest means.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rules {

/// One value. Members of an object keep their order: the same policy gives the same bytes.
struct tree {
    enum class type { text, code, number, truth, list, object };
    type kind = type::object;
    std::string
        text; ///< of text; of code: an expression of the target's language, written by us and never from a policy
    long number = 0;
    bool truth = false;
    std::vector<std::string> keys; ///< of an object: those of `items`
    std::vector<tree> items;

    /// Adds a member; returns this object.
    tree& add(std::string_view key, tree value);
};

tree text_tree(std::string_view text);
tree code_tree(std::string_view code);
tree number_tree(long number);
tree truth_tree(bool truth);
tree list_tree(std::vector<tree> items);
tree list_tree(const std::vector<std::string>& texts);
tree object_tree(std::vector<std::pair<std::string, tree>> members);

/// How text and code are told apart in JSON.
enum class json_dialect {
    plain,    ///< no code
    arm,      ///< Azure Resource Manager: "[code]", text that begins with [ has it twice
    terraform ///< "${code}", in text $${ and %%{
};

// Writers: two blanks a level, a member a line, a newline at the end. Readers take what the writers write, and throw
// std::invalid_argument, one line with the place, for anything else: unknown escapes, double keys, more than 32 levels.
std::string json_of(const tree& value, json_dialect dialect);
tree tree_of_json(std::string_view text, json_dialect dialect);

/// The value alone, indented by `level`, without a newline at the end: an object is "{ … }" over several lines.
std::string bicep_of(const tree& value, int level = 0);
/// Reads one value from the front of `text` and removes it.
tree take_bicep(std::string_view& text);

/// Block style; text in double quotes unless it is a word.
std::string yaml_of(const tree& value);
/// Whole-line comments and one "---" at the start are passed over.
tree tree_of_yaml(std::string_view text);

/// A value and where it is, for readers: every member function throws std::invalid_argument, "PLACE: WHAT", where the
/// value is not of that kind. Points into the tree.
class tree_view {
public:
    tree_view(const tree& value, std::string place) : value_(&value), place_(std::move(place)) {}

    [[noreturn]] void refuse(std::string_view what) const;
    /// An object with no other keys than these.
    void only(std::initializer_list<std::string_view> keys) const;
    bool has(std::string_view key) const noexcept;
    tree_view operator[](std::string_view key) const; ///< a member that has to be there
    std::vector<tree_view> items() const;             ///< of a list
    const std::string& text() const;
    std::vector<std::string> texts() const; ///< of a list of text
    long number() const;
    bool truth() const;
    void is(std::string_view text) const;      ///< this text and no other
    void is_code(std::string_view code) const; ///< this expression and no other

private:
    const tree* value_;
    std::string place_;
};

} // namespace rules
