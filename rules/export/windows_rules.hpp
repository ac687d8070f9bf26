// SPDX-License-Identifier: MIT
//
// Outbound rules of Windows Defender Firewall, as its four text forms share them, and how it decides: an explicit block
// beats every allow, an allow beats the profile's default (facts/rules.md §2.6). So default-deny is the profile's
// default and allow rules; a rule that blocks everything would block what the others allow, too (§0.4).
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "rules/export/format.hpp"
#include "rules/verdict/ruleset.hpp"

namespace rules {

/// The group that all rules bear, of whatever policy: by it they are found again.
inline constexpr std::string_view windows_group = "Egress: Azure IoT Edge";

/// Addresses in one rule; "about 10,000" is recalled, no document was found that says so.
inline constexpr std::size_t most_windows_addresses = 10'000;

/// One allow rule.
struct windows_rule {
    std::string name;        ///< unique: "egress-iot-hub-tcp", "egress-iot-hub-tcp-2"; no part of the policy's id
    std::string title;       ///< for people, unique as well: "Egress iot-hub TCP", "Egress iot-hub TCP 2"
    std::string description; ///< begins with the flow's id, so never with "@", which would name a string in a DLL
    transport over = transport::tcp;
    std::vector<std::string> ports;
    std::vector<std::string> addresses; ///< as Windows takes them: "203.0.113.10", "203.0.113.64/27"
    std::vector<std::string> names;     ///< instead of addresses
};

/// The rules that a format makes of a policy, in the order of the flows. A rule has no more than
/// most_windows_addresses, and its addresses, joined by commas, no more than `most_characters`; what is more goes into
/// further rules.
std::vector<windows_rule> windows_rules(
    const policy& of, const format& in, std::size_t most_characters = std::numeric_limits<std::size_t>::max());

/// The lines with CRLF.
std::string windows_text(const std::vector<std::string>& lines);

/// Where in a file a reader is.
struct windows_place {
    std::string_view origin;
    std::size_t line = 0; ///< 0: the file as a whole

    /// Throws std::invalid_argument: file, line, what, remedy.
    [[noreturn]] void fail(std::string_view what) const;
};

/// One line of a text, without its line end, and its number.
struct windows_line {
    std::string_view text;
    std::size_t number = 0;
};

/// The lines of a text; CRLF and LF both end one. Throws std::invalid_argument for a byte that is no printable ASCII
/// character: PowerShell takes curly quotes for quotes and long dashes for "-".
std::vector<windows_line> windows_lines(std::string_view text, std::string_view origin);

/// A rule as its text says it, before it is understood. Texts are as in the file; the four forms differ in their words
/// only. Empty: the text does not say.
struct windows_statement {
    std::string label, action, direction, protocol, enabled = "yes";
    std::vector<std::string> ports, addresses;
    std::vector<std::string> names; ///< of dynamic keywords
};

/// Adds what the statement means: nothing for an inbound rule or one that is off. Throws std::invalid_argument where
/// Windows would refuse it (ports without TCP or UDP), and where nobody here can know what it means (address
/// keywords such as LocalSubnet).
void add_windows_rule(ruleset& to, const windows_statement& rule, const windows_place& at);

/// The one file of a format, for its reader. Throws std::invalid_argument for several.
const output_file& only_windows_file(const std::vector<output_file>& files, std::string_view format);

} // namespace rules
