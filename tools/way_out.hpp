// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "proxy/address.hpp"
#include "rules/site.hpp"
#include "tools/options.hpp"

namespace tools {

/// Which proxy to go by: options of the tools that can.
struct proxy_options {
    std::string proxy = "auto"; ///< URL, "none", or "auto": what this device is set to
    std::string root = "/";     ///< where this device's files are; a copy of them elsewhere
};
void add_proxy_options(CLI::App& app, proxy_options& into, network_options& network);

/// The way out through somebody else.
struct way_out {
    std::optional<proxy::address> by;      ///< nothing: the direct way only
    std::vector<rules::proxy_user> users;  ///< who on this device would use which proxy
    std::string source;                    ///< where `by` was found, for people
    std::vector<std::string> remarks;      ///< what could not be read, or does not agree
};

/// What the options and the device's settings say; `hub` is whom its components are asked about. With a stand-in only a
/// proxy that is named counts: the device's own leads elsewhere. Throws usage_error for an address that makes no sense.
way_out find_way_out(const proxy_options& from, const std::string& hub, bool standin);

/// Notes it in the site, for plan and report: without secrets.
void add_way_out(rules::site& to, const way_out& out);

} // namespace tools
