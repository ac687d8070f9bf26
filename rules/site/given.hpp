// SPDX-License-Identifier: MIT
//
// What users write where a host belongs, taken apart. Everything here throws std::invalid_argument with one line that
// names the option, what was given, what is wrong and the remedy; the line holds no secret.
#pragma once

#include <string>
#include <string_view>

namespace rules {

/// Throws that line.
[[noreturn]] void refuse(
    std::string_view option, std::string_view given, std::string_view what, std::string_view remedy);

/// A name in lower case, without one trailing dot, checked (fault_of_name()).
std::string checked_name(std::string_view option, std::string_view name);

/// The parts of "https://user@host:port/rest"; views into what was given.
struct given_host {
    std::string_view host; // brackets and user information removed
    std::string_view port; // empty: none
    std::string_view rest; // from the first '/', '?' or '#'; empty: none
    bool url = false;
    bool colon = false; // a port was announced, even an empty one
};

/// Takes an address apart, with a scheme or without; only https and wss are schemes here.
given_host take_apart(std::string_view option, std::string_view given);

/// A connection string ("Key=value;Key=value"): it has a "key=" before anything that only a URL would have.
bool is_connection_string(std::string_view text) noexcept;

/// The value of a key of a connection string (facts/azure.md §4.1), or empty; `wanted` in lower case, the text's keys
/// in either, as people type them.
std::string_view value_of(std::string_view text, std::string_view wanted);

} // namespace rules
