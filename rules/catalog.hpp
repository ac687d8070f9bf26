// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "rules/site.hpp"

namespace rules {

/// How much a site depends on a path.
enum class need {
    required,    ///< without it the site does not work
    alternative, ///< one of its group is enough: the four upstream protocols
    optional     ///< only some features, or only some sites, use it
};
std::string_view to_string(need n) noexcept;

/// One port and what speaks on it.
struct port_protocol {
    int port = 0;
    std::string protocol; ///< a row of netprobe::protocols()
    rules::need need = need::required;
    std::string resource; ///< replaces the row's for this port: the WebSocket path; empty: the row's
};

/// One row of the catalog: an endpoint that an IoT Edge site may have to reach.
struct endpoint {
    std::string service; ///< "iot_hub", "mcr_data"; the ids of design.md §4
    std::string host;    ///< a name, or with {hub} {registry} {storage} {region} {parent} {dps} {mcr} … placeholders
    std::string rule_host; ///< what a firewall rule needs where it is wider than `host`: "*.data.mcr.microsoft.com"
    std::vector<port_protocol> ports;
    std::string when; ///< "always", "no_parent", "parent", "dps", "acr", "region", "docker_hub", "registry", "storage",
                      ///< "tls13", "install", "inbound"
    std::string probe =
        "always"; ///< "always", "asked" (only where --only names the service) or "never" (a firewall rule, no path)
    std::vector<std::string> clouds; ///< the clouds it exists in; empty: all
    std::string direction = "out";   ///< "out" or "in" (a gateway's own ports)
    std::string resource;            ///< request target to ask for, or the repository to pull
    std::string after;               ///< service whose answer names the host
    std::string service_tag;         ///< several are separated by ", "
    bool service_roots = false;      ///< genuine chains end in the cloud's own roots
    bool redirects = false;          ///< answers with an HTTP redirect when all is well
    std::string purpose;             ///< one line for people
    std::string source;              ///< where the row comes from: facts page section, document, "unverified"
    std::string as_of;               ///< RFC 3339 date of the source, or of its reading where it bears none
};

struct catalog {
    std::string as_of;
    std::map<std::string, std::map<std::string, std::string>>
        suffixes; ///< cloud → placeholder → value ("public" → "hub_suffix" → "azure-devices.net")
    std::map<std::string, std::string> service_roots; ///< SHA-256, lower-case hex → subject
    std::vector<endpoint> endpoints;
};

/// The catalog compiled into the binary, as TOML text; `egress-check --print-catalog` writes it.
std::string_view built_in_catalog() noexcept;

/// Whether the row exists in that cloud.
bool exists_in(const endpoint& row, cloud where) noexcept;

/// Reads a catalog (its form is described at the top of rules/catalog.toml). `origin` names the
/// file in messages. Strict: unknown keys and words, wrong types, ports outside 1–65535,
/// placeholders without a value, and a service with the same host twice are refused. Throws
/// std::invalid_argument with one line: file, line, what is wrong, remedy.
catalog parse_catalog(std::string_view toml, std::string_view origin);

} // namespace rules
