// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace proxy {

/// NAME=VALUE of a file that EnvironmentFile= names. The value may hold a password.
struct environment_line {
    std::string name, value;
    std::size_t line = 0; ///< where the name stands
};

/// Reads such a file by systemd's rules (systemd.exec(5); tried against systemd 252): like a shell's assignments
/// without expansion, '#' and ';' begin a comment at the start of a line only, and blanks need no quotes. Later
/// assignments of a name are kept beside the earlier; the last counts. Nothing where a name or value is not UTF-8:
/// systemd then takes nothing from the file.
std::optional<std::vector<environment_line>> parse_environment_file(std::string_view text);

} // namespace proxy
