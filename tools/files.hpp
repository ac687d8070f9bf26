// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>

#include "rules/catalog.hpp"

namespace tools {

/// The catalog that --catalog names, or the built-in one. Throws usage_error.
rules::catalog load_catalog(const std::string& file);

/// A whole text file of at most `limit` bytes; "-" is standard input. Throws usage_error naming `option`.
std::string read_text_file(const std::string& file, const char* option, std::size_t limit);

/// Throws usage_error where write_text_file() could not open the file; what is in it stays.
void check_writable(const std::string& file, const char* option);

/// Writes a file whole, or throws usage_error naming `option` (no permission, disk full).
void write_text_file(const std::string& file, const char* option, const std::string& text);

/// The same for a text with secrets in it: nobody but the user who runs this may read the file, whatever it was before.
void write_private_file(const std::string& file, const char* option, const std::string& text);

} // namespace tools
