// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "rules/site.hpp"

namespace tools {

/// Exit status of every tool (design.md §1).
enum exit_status : int {
    holds = 0,         ///< what was asked holds
    does_not_hold = 1, ///< it does not
    cannot_ask = 2     ///< the question could not be asked: bad option, unreadable file, no permission
};

/// A problem of the user's making or of the machine's; its text is the one line to print before exit 2.
struct usage_error : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// How to reach the network: options that every probing tool has.
struct network_options {
    std::vector<std::string> resolvers;
    // Not of options: what a device's files say of resolvers (tools/device_dns.hpp). The first take this machine's
    // place, the others are asked besides; --resolver goes over both.
    std::vector<std::string> device_resolvers, container_resolvers;
    std::string ca, service_roots;
    std::string proxy_ca; ///< for the certificate of an https:// proxy; empty: the device's trust
    std::string interface, source;
    bool ipv4_only = false, ipv6_only = false;
    double limit_seconds = 5, deadline_seconds = 60;
    std::size_t width = 64;
    std::string standin;
    std::vector<std::string> ports; ///< "443=10443"

    std::chrono::milliseconds limit() const;
    std::chrono::milliseconds deadline() const;
    /// Throws usage_error for what is no pair of ports.
    std::map<std::uint16_t, std::uint16_t> port_map() const;
};
/// Whom to ask and for how long: all that names need.
void add_lookup_options(CLI::App& app, network_options& into);
/// The same, and what connections need besides.
void add_network_options(CLI::App& app, network_options& into);

/// What the site uses, as given on the command line.
struct site_options {
    std::string hub, cloud = "public", region, parent;
    bool cloud_given = false; ///< --cloud stood there
    std::string dps;          ///< empty: not given; "true": without a scope; else the scope
    std::vector<std::string> registries, storage, endpoints, ntp;
    std::vector<std::string> only, skip;
    std::string catalog;

    /// Throws usage_error naming the option that makes no sense.
    rules::site site() const;
};
void add_site_options(CLI::App& app, site_options& into);

/// What a tool does with keys of an option file that are options of other tools only.
enum class other_keys { refused, passed_over };

/// --options FILE: a TOML file with the long options' names. egress-check takes all of them, and so can tell a
/// mistyped one; the smaller tools share its file.
void add_option_file(CLI::App& app, other_keys others);

/// Parses; help and version are printed to standard output. Nothing: go on. Otherwise the status to exit with,
/// after one line on standard error for what cannot be understood.
std::optional<int> parse(CLI::App& app, int argc, char** argv);

/// Prints "TOOL: WHY" as one line on standard error, without control characters and without what may be a secret.
void complain(std::string_view tool, std::string_view why);

/// A number of seconds in a range, and not "nan".
CLI::Validator seconds_between(double least, double most);

/// Runs a tool's body; what it throws becomes one line on standard error and exit 2, and so does output that could
/// not be written. Standard descriptors that are closed stay unusable: no file or socket takes their numbers.
int guarded(const char* tool, const std::function<int()>& body);

} // namespace tools
