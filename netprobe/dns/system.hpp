// SPDX-License-Identifier: MIT
//
// Linux and other systems with threads and pipes.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <asio/awaitable.hpp>

#include "netprobe/observation.hpp"
#include "netprobe/time_budget.hpp"

namespace netprobe::dns {

/// What the resolver library handed back, as plain values.
struct library_answer {
    int code = 0;         ///< 0 or one of getaddrinfo's EAI_…
    int system_error = 0; ///< errno, where code is EAI_SYSTEM
    std::string canonical;
    std::vector<std::string> addresses; ///< in the library's order, each once, at most 64
};

/// A blocking lookup: called on a thread of its own, it may take as long as it likes, and it must
/// not throw nor touch anything but its argument.
using library_lookup = std::function<library_answer(std::string)>;

/// The lookup every program of the device does: getaddrinfo(3) for both families, with the
/// canonical name and without AI_ADDRCONFIG, so that addresses this device has no route to are seen too.
library_answer ask_library(std::string name);

/// Step: asks the device's own resolver library. It blocks, for up to 15 s in a site that drops
/// AAAA questions (facts/faults.md A12), and cannot be cancelled: it runs on a thread that is left
/// to itself once the step's limit has passed, and that touches nothing of this program any more.
/// `hosts_file` is the text of /etc/hosts, or empty; it is read for the answer's hosts_file field.
///
/// failed: none, name_not_found (EAI_NONAME), no_address (EAI_NODATA), timed_out (the limit, or
/// EAI_AGAIN: no usable answer from any server), dns_error (EAI_FAIL), no_descriptor (memory,
/// threads, pipes), interrupted, not_tried (a name with a NUL in it); code: the EAI word.
asio::awaitable<system_answer> ask_system(
    std::string name, std::string hosts_file, time_budget& budget, library_lookup lookup = ask_library);

} // namespace netprobe::dns
