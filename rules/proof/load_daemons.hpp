// SPDX-License-Identifier: MIT
//
// Loaders that are more than one program: firewalld, whose daemon needs a bus, and ufw, whose files have to be its own.
#pragma once

#include <string>
#include <vector>

#include "rules/export/format.hpp"
#include "rules/proof/load.hpp"

namespace rules::proof {

/// Writes the files into a configuration of firewalld's in `folder`, and starts a private bus and firewalld with it
/// (facts/rules.md §2.4). Returns when all rules are in the kernel.
void load_firewalld(const std::vector<output_file>& files, const policy& of, const std::string& folder, loaded& into);

/// Starts firewalld with a whole configuration, a copy of the site's.
void start_firewalld(const std::string& configuration, const std::string& folder, loaded& into);

/// Runs the lines of `script` that begin with "ufw " and no others, without a shell, against ufw's files as the package
/// brings them, in `folder`; then enables it there (facts/rules.md §2.5).
void load_ufw(const std::string& script, const policy& of, const std::string& folder);

/// Enables ufw with a copy of a site's /etc/ufw: its *.rules and, strictly read, its settings (ufw_settings.hpp).
/// Nothing of it is run.
void start_ufw(const std::string& configuration, const std::string& folder);

/// Whether a copy of /etc/ufw has programs that ufw would run (before.init, after.init), and start_ufw() does not.
bool has_ufw_programs(const std::string& configuration);

/// The words of one command line with single and double quotes, as a shell without expansions reads it. Throws
/// std::invalid_argument for what a shell would do more with.
std::vector<std::string> words_of_command(std::string_view line);

} // namespace rules::proof
