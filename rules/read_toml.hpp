// SPDX-License-Identifier: MIT
#pragma once

#include <stdexcept>
#include <string_view>

namespace rules {

/// Thrown where toml++ finds its own assumptions broken; read_toml() turns it into a message.
struct toml_library_gave_up : std::logic_error {
    toml_library_gave_up() : std::logic_error("toml++ assertion") {}
};
[[noreturn]] inline void give_up_on_toml() { throw toml_library_gave_up(); }

} // namespace rules

// toml++ 3.3 asserts on some malformed texts ("[=", "a = ,"); in a release build the same assertions become
// promises to the optimiser, and breaking them is undefined behaviour. Here they throw, in every build.
// Include toml++ through this header only: two meanings of its inline functions must not meet in one program.
#pragma push_macro("NDEBUG")
#undef NDEBUG
#define TOML_ASSERT(expr) ((expr) ? static_cast<void>(0) : ::rules::give_up_on_toml())
#include <toml++/toml.h>
#pragma pop_macro("NDEBUG")

namespace rules {

/// Parses TOML that may be hostile. Refused before toml++ sees them, because it cannot take them
/// and no file read here needs them: control characters anywhere, characters beyond ASCII except
/// in lines of comment, and lines that start with a bracket and no key. Throws
/// std::invalid_argument with one line: `origin`, line, what is wrong, remedy. The table holds no
/// reference to `text`.
toml::table read_toml(std::string_view text, std::string_view origin);

} // namespace rules
