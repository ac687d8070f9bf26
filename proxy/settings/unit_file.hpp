// SPDX-License-Identifier: MIT
//
// systemd's unit files and drop-ins, as far as they make the environment of a service (systemd.syntax(7),
// systemd.exec(5); each rule tried against systemd 252). Pure: text in, values out.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace proxy {

/// KEY=VALUE, continuation lines joined. A value may hold a password.
struct unit_line {
    std::string section, key, value;
    std::size_t line = 0; ///< where it begins
};

/// A unit file or drop-in, in its order.
struct unit_text {
    std::vector<unit_line> lines;
    std::size_t gave_up = 0; ///< the line where systemd stops reading, and does not load a unit file: a section header
                             ///< without its bracket, or a text that is not UTF-8. 0: it reads to the end
};
unit_text parse_unit_file(std::string_view text);

/// The value of Environment= and the like, taken apart.
struct unit_words {
    std::vector<std::string> words;
    bool broken = false; ///< a quote without its pair or an unknown escape: systemd ignores what follows `words`
};
unit_words split_words(std::string_view value);

/// A word with systemd's specifiers replaced as far as they are the same everywhere: "%%" is '%'. Nothing where another
/// one is asked for (%H: the host's name), or where systemd 252 ignores the word because there is no such specifier:
/// what a password that is percent-encoded once looks like ("%40").
std::optional<std::string> without_specifiers(std::string_view word);

} // namespace proxy
