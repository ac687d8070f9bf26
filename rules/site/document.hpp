// SPDX-License-Identifier: MIT
//
// A configuration file as values that remember where they are written. TOML, YAML and JSON become the same tree, so
// that what is asked of a file does not depend on how it is written. Pure: text in, values out; nothing throws for what
// a file holds: a fault is kept with its place, and what could be read is there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rules {

/// Where something is written. `line` counts from 1; 0: the file as a whole.
struct place {
    std::string file; ///< as people know it: "/etc/aziot/config.toml"
    std::size_t line = 0;

    bool operator==(const place&) const = default;
};
/// "/etc/aziot/config.toml:12", or the file alone.
std::string to_string(const place& at);

/// What is wrong with a file: one line each, without what may be a secret.
struct file_fault {
    place at;
    std::string what;   ///< "is not TOML: a key twice"
    std::string remedy; ///< "correct the line"
};

/// One value. Keys keep their order and their spelling.
struct node {
    enum class type : std::uint8_t { none, truth, number, text, list, table };
    type kind = type::none;
    std::uint32_t line = 0;
    std::shared_ptr<const std::string> file;           ///< shared by all values of one file; nothing: written nowhere
    std::string text;                                  ///< of text; of a number or truth as written
    std::vector<std::pair<std::string, node>> members; ///< of a table
    std::vector<node> items;                           ///< of a list

    /// The member with that key, or nullptr; also where this is no table.
    const node* find(std::string_view key) const noexcept;
    /// The same over several tables: "agent", "env", "UpstreamProtocol".
    const node* find(std::initializer_list<std::string_view> path) const noexcept;
    bool is_table() const noexcept { return kind == type::table; }
    bool is_text() const noexcept { return kind == type::text; }
    place at() const;
};

/// A file that was read. `root` is of type none where nothing could be read.
struct document {
    node root;
    std::vector<file_fault> faults;
};

/// What no file of a device needs more of; beyond it a file is a fault, not read.
constexpr std::size_t max_document_bytes = std::size_t{64} << 20;
constexpr int max_document_depth = 64;

/// Each: BOM, CR LF and an empty file are taken; a key twice, a cut off text, too deep or too large a file, bytes that
/// are not UTF-8 are faults with their line. `file` is how people know it.
document toml_document(std::string_view text, const std::string& file);
/// Of several documents the first counts. Anchors are followed up to a million values in all.
document yaml_document(std::string_view text, const std::string& file);
document json_document(std::string_view text, const std::string& file);

/// Later settings over earlier, as the daemons of IoT Edge 1.2+ merge config.d: tables are merged, lists are joined,
/// anything else is replaced (facts/azure.md §4.1).
void merge(node& into, node later);

} // namespace rules
