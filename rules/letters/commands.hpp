// SPDX-License-Identifier: MIT
//
// Commands for a letter: how its reader sees the fault himself, and how the repair is verified. Every host in one is
// fit for a shell; what is not is left out.
#pragma once

#include <string>
#include <vector>

#include "rules/letters/wanted.hpp"
#include "rules/report.hpp"

namespace rules {

/// "--hub contoso.azure-devices.net --dps --proxy http://proxy.corp.example:3128": the options that ask for the same
/// site again. No credential.
std::string site_options_of(const site& of);

/// " --hold 300" where the report has left connections alone for so long: without it no idle cut is seen again. Else
/// empty.
std::string hold_option_of(const report& of);

/// A cut that shows only in time: net.idle_timeout, net.lifetime_limit.
bool shows_in_time(const finding& f);

/// To be run on the device, a few at most: what shows this fault, with tools that most devices have.
std::vector<std::string> commands_to_see(const finding& f, const report& of, const wanted& what);

} // namespace rules
