// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include <toml++/toml.h>

namespace rules {

/// Parses TOML that may be hostile. toml++ 3.3 runs into assertions (in a release build: undefined
/// behaviour) where a table header does not start with a key ("[="), and where certain characters
/// beyond ASCII stand outside strings. So control characters anywhere, characters beyond ASCII
/// except in lines of comment, and lines that start with a bracket and no key are refused first;
/// none of the files read here needs them. Throws std::invalid_argument with one line: `origin`,
/// line, what is wrong, remedy. The table holds no reference to `text`.
toml::table read_toml(std::string_view text, std::string_view origin);

} // namespace rules
