// SPDX-License-Identifier: MIT
//
// Suricata's rules, which AWS Network Firewall takes, too (docs.suricata.io "Rules Format"; facts/rules.md §2.15). A
// server name is what a client says of itself, so it decides together with the address where addresses are known.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rules/export/format.hpp"

namespace rules {

/// TCP flows by name and address, others by address; by name alone where no addresses are known.
carried carried_by_suricata(const policy& of, const flow& f);

/// The rules, a line each, without comments; the drops of default-deny last.
std::vector<std::string> suricata_rules(const policy& of);
std::vector<std::string> suricata_cannot(const format& in, const policy& of);

/// Reads such lines; comments and empty lines are passed over. Throws std::invalid_argument, "line N: …".
ruleset ruleset_of_suricata(std::string_view text);

/// The rules after which nothing else gets out of `from` ("$HOME_NET", "[10.0.0.0/8]"); their sids follow `sid`.
std::vector<std::string> suricata_drops(std::string_view from, int sid);

inline constexpr int first_suricata_sid = 1'000'001;

inline constexpr std::string_view suricata_limits =
    "The TCP handshake with an allowed address passes before the name is seen, and a name is what the client claims; "
    "ECH "
    "hides it. Written after the documentation and read again, not run.";

} // namespace rules
