// SPDX-License-Identifier: MIT
//
// Which resolvers a device uses, and what its hosts file says. Pure: text in, values out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace netprobe::dns {

/// A name server's address: a numeric IPv4 or IPv6 address, the latter with a scope where it has
/// one ("fe80::1%eth0"), never a name.
struct resolver {
    std::string address;
    std::uint16_t port = 53;

    bool operator==(const resolver&) const = default;
};

/// "10.0.0.1:53" or "[fd00::1]:53".
std::string to_string(const resolver& server);

/// Reads "10.0.0.1", "10.0.0.1:5353", "fd00::1" or "[fd00::1]:53". Nothing for anything else, with
/// one line in `error` that quotes the text and says what is wanted.
std::optional<resolver> parse_resolver(std::string_view text, std::string& error);

/// What glibc makes of /etc/resolv.conf (resolv.conf(5); details tried with res_ninit of glibc 2.36).
struct resolv_conf {
    std::vector<resolver> nameservers; ///< those the library uses: the first three. None: it asks 127.0.0.1
    std::vector<std::string> search;   ///< of the last search or domain line, without trailing dots, at most 32
    /// nameserver lines that the library passes over, each with the reason, for people: a file with
    /// Windows line ends has no nameserver at all. At most 8.
    std::vector<std::string> ignored;
};

/// Reads the text of /etc/resolv.conf as glibc does, but for its options, which nothing here follows: keywords at the
/// start of a line, lines that make no sense passed over. At most 64 kB are read.
resolv_conf parse_resolv_conf(std::string_view text);

/// The addresses that a hosts file (hosts(5)) gives this very name, as its canonical name or as an
/// alias, in the file's order, each once, at most 16. At most 1 MB is read.
std::vector<std::string> parse_hosts_file(std::string_view text, std::string_view name);

} // namespace netprobe::dns
