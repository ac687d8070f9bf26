// SPDX-License-Identifier: MIT
//
// Which proxy a device is told to use: by whom, where, and for whom.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "proxy/address.hpp"
#include "proxy/components.hpp"
#include "proxy/secret.hpp"
#include "proxy/settings/assignment.hpp"

namespace proxy {

enum class purpose {
    http,  ///< the proxy for http://
    https, ///< the proxy for https://, and for what is tunnelled
    all,   ///< the proxy for whatever has none of its own
    none,  ///< the list of hosts that are reached without one
};

/// One value that somebody wrote down for a component.
struct value {
    component reader = component::curl;
    purpose what = purpose::https;
    assignment written;   ///< "https_proxy", "proxies.https-proxy", "Acquire::http::Proxy"; the text is a secret
    std::string only_for; ///< apt: the one host it is for, or empty
    bool in_use = false;  ///< its reader takes this one; others are hidden by it, or have a name it does not know
    std::optional<address> proxy; ///< nothing: no proxy (an empty text, DIRECT), a list of hosts, or an `error`
    std::string error;            ///< one line: place, name, what is wrong with the address, remedy
};

struct settings {
    std::vector<value> values;
    std::vector<component> present;   ///< that there is something of on the device: a unit, a configuration
    std::vector<std::string> remarks; ///< one line each: files that could not be read, lines that make no sense
};

/// The proxy variables of a program's environment (environ(7)).
std::vector<assignment> proxy_environment(const char* const* environment);

/// Reads everything that names a proxy: the units of the daemons and of Docker, daemon.json, config.toml, what was
/// applied of it, config.yaml, apt's configuration, and `environment`, which is given as this program's own, or as
/// nothing for a copy of another device's files under `root`. What cannot be read or understood is a remark, and the
/// rest is read. Opens files and nothing else; never waits. Throws std::invalid_argument where `root` is no folder.
settings read_settings(const std::string& root, const std::vector<assignment>& environment);

/// What one component does for one target.
struct use {
    component who = component::curl;
    bool known = true;            ///< false: its settings are not on the device
    std::optional<address> proxy; ///< nothing: it goes there directly, or its setting is of no use
    std::string because;          ///< "https_proxy, /etc/aziot/config.toml:12", "no proxy is set for it"
};

/// Which component would use which proxy for this target, in the order of components(); those that go out nowhere, and
/// those that are not on the device, are left out. `host` is a name or a numeric address; `tls` is false for http://.
std::vector<use> who_uses(const settings& all, std::string_view host, std::uint16_t port, bool tls = true);

/// What will not work as whoever wrote it meant it, one line each: an address that cannot be read, a kind of proxy that
/// its reader cannot use, a variable in a spelling that it does not look for, no_proxy for components that ignore it.
std::vector<std::string> misfits(const settings& all);

/// The proxy of `--proxy auto`.
struct choice {
    std::optional<address> proxy;     ///< nothing: none is set anywhere
    std::string from;                 ///< "https_proxy, /etc/aziot/config.toml:12"
    std::vector<std::string> remarks; ///< one line for each place that says something else, compared as addresses
};

/// The first proxy of: config.toml, what was applied of it, config.yaml; the identity daemon's unit (1.1: the
/// daemon's); Docker's daemon.json and unit; the environment.
choice choose(const settings& all);

} // namespace proxy
