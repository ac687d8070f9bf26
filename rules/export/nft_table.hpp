// SPDX-License-Identifier: MIT
//
// A policy as nftables rules of its own table, and as a chain for a site's table (facts of nft 1.0.6: a comment has 128
// bytes, there is no "destroy", a chain can be jumped to only from its own table).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rules/ip/address.hpp"
#include "rules/policy/policy.hpp"

namespace rules {

/// "egress", for a gateway "egress_gateway": so a device can hold both. Of the table (default-deny) or the chain
/// (allow-only).
std::string_view nft_name(hook h) noexcept;

/// The set that a flow's addresses of one family are in.
std::string nft_set_name(const flow& f, ip_family family);

/// A flow's addresses: known now, or put into its sets at run time.
using filled_later = bool (*)(const flow&);
/// No flow's.
bool never_later(const flow& f) noexcept;

/// Appends a transaction that replaces the table whole: default-deny. Applied twice it changes nothing.
void add_nft_table(std::string& to, const policy& of, filled_later later);

/// Appends a transaction that replaces the chain in `table inet SITE_TABLE` and nothing else there: allow-only. Its
/// sets have no names, so that they go with it; those that are filled later have, and keep what is in them.
void add_nft_chain(std::string& to, const policy& of, std::string_view site_table, filled_later later);

/// The table that Debian's /etc/nftables.conf and nftables' own examples call so.
inline constexpr std::string_view usual_site_table = "filter";

/// How a site takes the chain in, for the comments of an allow-only file.
std::vector<std::string> how_to_jump(const policy& of, std::string_view file);

} // namespace rules
