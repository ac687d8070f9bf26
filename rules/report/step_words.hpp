// SPDX-License-Identifier: MIT
//
// What a step saw, in words: one sentence for people, without its time. Texts of peers are in it as they came; a page
// makes them safe.
#pragma once

#include <string>
#include <string_view>

#include "netprobe/observation.hpp"

namespace rules {

/// What the kernel knew of a socket when its step ended without success: who rejected, what was acknowledged
/// (facts/faults.md M5). Empty where it knew nothing that tells.
std::string kernel_words(const netprobe::kernel_evidence& of);

/// "203.0.113.7, 203.0.113.8 by this device's own lookup".
std::string resolve_words(const netprobe::resolve_observation& of);
/// "203.0.113.7:5671 rejected: EHOSTUNREACH, ICMP administratively prohibited (type 3 code 13) from 10.0.0.1".
std::string connect_words(const netprobe::connect_observation& of);
std::string tls_words(const netprobe::tls_observation& of);
std::string tunnel_words(const netprobe::tunnel_observation& of);
std::string hold_words(const netprobe::hold_observation& of);
std::string upgrade_words(const netprobe::upgrade_observation& of);
std::string hello_words(const netprobe::hello_observation& of);

/// How far a path came, and what its last step saw: "answered: CONNACK 5 (not authorized)", "TLS: no answer …".
std::string outcome_words(const netprobe::path_observation& of);

} // namespace rules
