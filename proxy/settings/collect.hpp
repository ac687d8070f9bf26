// SPDX-License-Identifier: MIT
//
// From assignments to values of a component. Pure.
#pragma once

#include <string>
#include <vector>

#include "proxy/settings.hpp"

namespace proxy {

/// "https_proxy, /etc/aziot/config.toml:12".
std::string shown(const assignment& written);

/// The value that an assignment is for this reader, not yet in use. Reads the address.
value value_of(component reader, purpose what, const assignment& written);

/// Adds the variables of an environment as values of this reader, with what it makes of their order and spelling.
/// Those of `before` win over them where they are not empty: they are in use already.
void add_environment(settings& to, component reader, const std::vector<assignment>& variables);

/// Adds what daemon.json says; before Docker's environment.
void add_daemon_json(settings& to, const std::vector<assignment>& found);

/// Adds what apt's configuration says; before apt's environment.
void add_apt(settings& to, const std::vector<assignment>& found);

/// Adds the agent's variables of one configuration. `in_use`: this is the one that the running agent got.
void add_agent(settings& to, const std::vector<assignment>& found, bool in_use);

} // namespace proxy
