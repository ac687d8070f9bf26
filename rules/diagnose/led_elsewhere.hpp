// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "rules/diagnose/inquiry.hpp"

namespace rules::diagnosis {

/// The name is in a domain of Microsoft's, in whichever cloud: of its services and of their aliases, as recalled.
bool is_microsofts(std::string_view name);

/// Why the service of a path cannot be where DNS says, although the address is one of the Internet: it is shared space
/// (RFC 6598), or the name's alias is not Microsoft's, or the hub has it in common with another service
/// (facts/faults.md A14). Words that end a sentence; empty where nothing says so, or where the service answers under
/// that name, or another has proved itself at that address.
std::string led_elsewhere(const inquiry& in, std::size_t index, const std::string& address);

/// Adds the resolvers that answered for the path's name, the box where that is one, and what they said where it leads
/// to the address that the path used.
void tell_who_led(suspicion& s, const inquiry& in, std::size_t index);

} // namespace rules::diagnosis
