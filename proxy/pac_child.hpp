// SPDX-License-Identifier: MIT
//
// The process that runs a PAC script: what it is told, what it says.
#pragma once

#include <string>
#include <vector>

#include "proxy/pac.hpp"

namespace proxy {

/// What the child writes to its pipe: a kind, the length as four bytes, little end first, and so many bytes.
enum class pac_record : char {
    result = 'R',    ///< what the script returned for the next host; 4097 bytes: that much or more
    failed = 'F',    ///< the script failed for the next host: the interpreter's words
    no_script = 'S', ///< the interpreter could not run the script as such: its words
    broken = 'B',    ///< nothing can be asked: the reason
};

/// Limits this process, loads the interpreter, runs the script, writes records to `pipe`, and ends the process. To be
/// called in a child with one thread and with all signals blocked.
[[noreturn]] void run_pac_child(const pac_question& asked, int pipe) noexcept;

} // namespace proxy
