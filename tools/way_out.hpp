// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "proxy/address.hpp"
#include "rules/catalog.hpp"
#include "rules/site.hpp"
#include "tools/options.hpp"

namespace tools {

/// Which proxy to go by: options of the tools that can.
struct proxy_options {
    std::string proxy = "auto"; ///< URL, "none", or "auto": what this device is set to
    std::string root = "/";     ///< where this device's files are; a copy of them elsewhere
    std::string pac;            ///< PAC file: path, URL, or "wpad"; empty: none is asked
};
void add_proxy_options(CLI::App& app, proxy_options& into, network_options& network);

/// The way out through somebody else.
struct way_out {
    std::optional<proxy::address> by;     ///< nothing: the direct way only
    std::vector<rules::proxy_user> users; ///< who on this device would use which proxy
    std::optional<rules::pac_file> pac;   ///< what the PAC file says, where one was to be asked
    std::string source;                   ///< where `by` was found, for people
    std::vector<std::string> remarks;     ///< what could not be read, or does not agree
    double spent_seconds = 0;             ///< of the run's deadline, on the PAC file
    bool ended = false;                   ///< by Ctrl-C or the deadline, while it was asked: measure nothing more
};

/// What the options say, else the PAC file, else the device's settings. With a stand-in the settings do not count: they
/// lead elsewhere. Throws usage_error for an address that makes no sense, and for a file that cannot be read.
way_out find_way_out(
    const proxy_options& from, const network_options& network, const rules::catalog& catalog, const rules::site& site);

/// Which part of the device below `root` would use which proxy for what this site reaches. Throws usage_error where
/// `root` is no folder.
std::vector<rules::proxy_user> proxy_users_below(const std::string& root, const rules::site& site);

/// What finding the way out has left of the run's deadline.
double seconds_left(const network_options& of, const way_out& out);

/// Notes it in the site, for plan and report: without secrets.
void add_way_out(rules::site& to, const way_out& out);

} // namespace tools
