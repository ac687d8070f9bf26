// SPDX-License-Identifier: MIT
//
// The parts of reading a manifest. Inside: manifest.hpp is what others use.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/site/manifest.hpp"

namespace rules {

/// A table's members by what their keys are meant to be. .NET reads a manifest's keys in any case, so does this. A key
/// that is nearly one of `known`, and whose own place is free, is a fault with "did you mean", and is taken for it: the
/// rest of the manifest is judged as it was meant, so that one slip is one fault. What is null is not there.
class known_members {
public:
    /// `table` must outlive this; where it is no table, nothing is found. `whose` names it in faults: "module \"a\"".
    known_members(const node& table, std::initializer_list<std::string_view> known, std::string_view whose,
        std::vector<file_fault>& faults);

    /// nullptr: it is not there.
    const node* operator[](std::string_view key) const noexcept;

private:
    std::vector<std::pair<std::string_view, const node*>> found_;
};

/// The one of `known` that `key` is a slip of: a letter or two too few, too many, wrong or exchanged. Empty: none is.
std::string_view meant_key(std::string_view key, std::initializer_list<std::string_view> known);

/// A table, or nothing and a fault where it is something else; nothing where it is not there.
const node* table_in(const node* value, std::string_view what, std::vector<file_fault>& faults);

/// Text with its place, the same way; with `any_scalar` numbers and truths are taken, too, as written.
std::optional<told> text_in(
    const node* value, std::string_view what, std::vector<file_fault>& faults, bool any_scalar = false);

/// Whether a text is filled in later: "${REGISTRY}".
bool has_placeholder(std::string_view text) noexcept;

/// properties.desired of one twin as one tree: keys with dots ("properties.desired.modules.a") are taken apart and put
/// where they belong. `entry` is what stands for the twin in modulesContent.
struct desired_properties {
    node root;
    bool dotted = false; ///< some of it came by such keys
};
desired_properties desired_of(node entry, std::string_view twin, std::vector<file_fault>& faults);

/// One module from what systemModules or modules has for it.
module_settings module_of(std::string name, bool system, const node& entry, std::vector<file_fault>& faults);

/// Fills in create_options and has_create_options from the settings of a module: one text, its continuations
/// createOptions01 … in the order of their keys, or an object as in a template. Faults of the text are faults of
/// create_options; faults of the chunks' keys and types go to `faults`.
void read_create_options(module_settings& to, const node& settings, std::vector<file_fault>& faults);

} // namespace rules
