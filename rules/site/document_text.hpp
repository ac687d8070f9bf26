// SPDX-License-Identifier: MIT
//
// What is the same for files of every syntax.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/site/document.hpp"

namespace rules {

/// TOML and YAML hold what people wrote for one device; the libraries that read them take their time.
constexpr std::size_t max_settings_bytes = std::size_t{1} << 20;

/// More values than this are in no file of a device; the tree of a larger one would use up the memory.
constexpr std::size_t max_document_values = 1'000'000;

/// Nobody reads more faults of one file.
constexpr std::size_t most_document_faults = 20;

/// The text without its byte order mark. Bytes that are not UTF-8 are '?' in it, and a fault for the first. Nothing,
/// and a fault, where it has more than `most` bytes or is UTF-16. `syntax` is the word for people: "TOML".
std::optional<std::string> document_text(std::string_view given, std::string_view syntax, const std::string& file,
    std::size_t most, std::vector<file_fault>& faults);

/// The values of a table whose keys may be there more than once: of each the last one stays, where the first was; a
/// fault for each of the others.
void drop_repeated_keys(node& table, std::string_view syntax, std::vector<file_fault>& faults);

/// "is not TOML: WHAT" at a line, with what to do.
file_fault syntax_fault(std::string_view syntax, const std::string& file, std::size_t line, std::string_view what,
    std::string_view remedy = "correct the line");

} // namespace rules
