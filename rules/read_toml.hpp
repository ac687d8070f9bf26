// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include <toml++/toml.h>

namespace rules {

/// Parses TOML that may be hostile. toml++ 3.3 runs into an assertion (in a release build: undefined
/// behaviour) where a table header does not start with a key ("[="), so such a line, and control
/// characters anywhere, are refused first. A nested array at the start of a line is refused with
/// them unless it starts like a key. Throws std::invalid_argument with one line: `origin`, line,
/// what is wrong, remedy. The table holds no reference to `text`.
toml::table read_toml(std::string_view text, std::string_view origin);

} // namespace rules
