// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <asio/ip/address.hpp>

#include "tools/standin/authority.hpp"
#include "tools/standin/service.hpp"

namespace standin {

/// The ports the services have in the world: 443, 5671, 8883, 53, 123.
using port_map = std::map<int, int>; ///< standard port → the one that is listened on; 0: any free one

/// Everything the command line says.
struct settings {
    std::vector<asio::ip::address> addresses; ///< to listen on; empty: 127.0.0.1, and ::1 where there is one
    std::vector<asio::ip::address> advertise; ///< in DNS answers; empty: those listened on
    port_map ports{{443, 443}, {5671, 5671}, {8883, 8883}, {53, 53}, {123, 123}};
    std::string cloud = "public";
    std::string hub = "contoso.azure-devices.net"; ///< full name, for the option file
    std::vector<std::string> registries;           ///< full names, for the option file
    extra_names extra;                             ///< the given names that are not Azure's own
    key_kind keys = key_kind::ec_p256;
    std::string region = "westeurope";
    bool layers_in_blob = false;
    std::chrono::milliseconds clock_skew{0};
    std::chrono::milliseconds hold{60'000};
    std::size_t limit_connections = 256;
    bool quiet = false;
    std::string ca_out, options_out, ready_file;
};

// The readers below throw std::invalid_argument with one line that names the word and the remedy.

/// Adds "443=10443" to the map.
void add_port(port_map& to, std::string_view word);

/// An IPv4 or IPv6 address, with or without brackets.
asio::ip::address read_address(std::string_view word);

/// A short name with the cloud's ending put behind it ("contoso" → "contoso.azure-devices.net"),
/// a full name as it is; lower-case. `option` is named in the message.
std::string full_name(std::string_view word, std::string_view ending, std::string_view option);

/// Takes --hub and --registry into the settings: completes them, notes those that are not Azure's.
void take_names(settings& to, const std::vector<std::string>& hubs, const std::vector<std::string>& registries);

/// The option file for egress-check: how to reach this stand-in instead of Azure. `ports` are the
/// real ones, `ca` is the absolute path of the root's PEM, `at` the address to reach it by.
std::string write_options(
    const settings& from, const port_map& ports, const asio::ip::address& at, const std::string& ca);

/// Writes `text` to `path`, readable to all (0644), in one step: nobody sees half a file. Throws
/// std::runtime_error with one line.
void write_file(const std::string& path, const std::string& text);

} // namespace standin
