// SPDX-License-Identifier: MIT
//
// Emitted files, loaded by the loader that loads them at the site. Everything here runs in a sandbox.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "rules/export/format.hpp"
#include "rules/proof/program.hpp"

namespace rules::proof {

/// Daemons that have to live as long as the rules do.
struct loaded {
    std::vector<std::unique_ptr<running>> daemons;
    std::size_t around = 0; ///< rules that were made around those of the files: a jump to them, a site
};

/// Loads the files of a format: "nftables", "iptables", "ipset", "firewalld", "ufw" or "dnsmasq" (whose sets are filled
/// with the policy's addresses, as dnsmasq with its .conf would from answers). With allow_only the site around the
/// rules is made, too: it refuses all else, and jumps to them. Throws `refused` with the loader's words, cannot_prove
/// where a program is missing, std::invalid_argument where the files are not of this format.
loaded load_rules(
    std::string_view format, const std::vector<output_file>& files, const policy& of, const std::string& folder);

/// Their texts, one behind the other.
std::string all_text(const std::vector<output_file>& files);

/// Which formats load_rules() knows.
bool can_load(std::string_view format) noexcept;

/// Loads nft text; in portions, where an ordinary user's socket is too small for the whole (facts/rules.md §2.2).
void load_nft(const std::string& text, const std::string& what);

/// For iptables-restore -n and ip6tables-restore -n, each.
void load_iptables(const std::string& text, const std::string& what);

/// What the kernel holds now, in its own words: nft list ruleset, iptables-save, ip6tables-save, ipset save, as far as
/// those programs are there and `format` uses them; empty: all.
std::string kernel_listing(std::string_view format);

} // namespace rules::proof
