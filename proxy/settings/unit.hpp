// SPDX-License-Identifier: MIT
//
// The environment that systemd gives a service, as far as proxies go (systemd.exec(5), systemd.unit(5)).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "proxy/settings/assignment.hpp"
#include "proxy/settings/device_files.hpp"

namespace proxy {

/// EnvironmentFile=
struct environment_file {
    std::string path;
    bool optional = false; ///< a '-' stands before the path
    place where;
};

/// What unit files and drop-ins add up to. Pure.
struct unit_settings {
    std::vector<assignment> environment; ///< proxy variables, each once, as assigned last
    std::vector<environment_file> files;
    std::vector<std::string> unset; ///< NAME or NAME=VALUE
    std::vector<std::string> remarks;
};

/// Adds one file in the order in which systemd reads them. `section` is "Service"; "Manager" for system.conf, whose
/// DefaultEnvironment= every service gets.
void add_unit_file(unit_settings& to, std::string_view text, const std::string& file, std::string_view section);

/// Adds what a file of EnvironmentFile= says; it wins over Environment=, wherever that stands.
void add_environment_file(unit_settings& to, std::string_view text, const std::string& file);

struct unit_environment {
    bool exists = false; ///< there is a unit file or a drop-in, and the unit is not masked
    std::vector<assignment> variables;
};

/// What every service gets: DefaultEnvironment= of system.conf and its drop-ins. Remarks go to files.remarks.
std::vector<assignment> read_default_environment(device_files& files);

/// Reads the files of a unit ("docker.service") in systemd's order: the unit file of the first folder that has one,
/// then drop-ins by file name, where /etc hides the same name in /run, and that one in /usr/lib; then EnvironmentFile=.
/// Remarks go to files.remarks.
unit_environment read_unit(device_files& files, const std::string& unit, const std::vector<assignment>& defaults);

} // namespace proxy
