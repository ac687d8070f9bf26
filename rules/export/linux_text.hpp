// SPDX-License-Identifier: MIT
//
// What the Linux formats have in common: pieces of text and how a policy is cut to what their loaders hold.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "rules/ip/set.hpp"
#include "rules/policy/policy.hpp"

namespace rules {

/// The families in which anything may leave: a gateway's devices may have addresses of one only.
std::vector<ip_family> families_of(const policy& of);

/// Whether a set has addresses of that family.
bool has_family(const ip_set& all, ip_family family) noexcept;

/// Name of a kernel's set of addresses: "eh4-iot-hub", of a gateway "eg6.devices"; at most 28 characters where `rest`
/// is a flow's id behind "-".
std::string ipset_name(hook h, ip_family family, std::string_view rest);

/// Appends formatted text.
template <typename... Values>
void add(std::string& to, fmt::format_string<Values...> text, Values&&... values) {
    fmt::format_to(std::back_inserter(to), text, std::forward<Values>(values)...);
}

/// "v4" or "v6".
std::string_view suffix_of(ip_family family) noexcept;

/// "iot-hub: IoT Hub: identity of modules"; at most 126 characters, which is less than every loader's limit.
std::string label_of(const flow& f);

/// "policy 7f3a…, owner netops, expires 2027-02-21", cut after `most` characters with "..." (the header has all of it).
std::string summary_of(const policy& of, std::size_t most);

/// Ports in groups of at most `most`: multiport and ufw take 15.
std::vector<std::vector<std::uint16_t>> port_groups(const std::vector<std::uint16_t>& ports, std::size_t most);

/// "443,5671,8883".
std::string joined_ports(const std::vector<std::uint16_t>& ports, std::string_view between = ",");

/// For the kernel's hash:net, which refuses a length of 0: everything is two halves.
std::vector<ip_prefix> hash_prefixes(const ip_set& all, ip_family family);

/// A line each, with `sign` before it.
void add_comments(std::string& to, std::string_view sign, const std::vector<std::string>& lines);

/// What no Linux format of that hook can decide, for the file's comments.
std::vector<std::string> scope_of(const policy& of);

} // namespace rules
