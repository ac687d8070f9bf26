// SPDX-License-Identifier: MIT
//
// Which sets dnsmasq would fill, read from its configuration. Pure.
#pragma once

#include <compare>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "rules/ip/address.hpp"

namespace rules::proof {

/// "4#inet#egress#f_hub_v4": a set that takes the addresses of one family.
struct dnsmasq_set {
    ip_family family = ip_family::v4;
    std::string table; ///< "inet egress"
    std::string set;

    auto operator<=>(const dnsmasq_set&) const = default;
};

/// Lines "nftset=/name/4#inet#table#set,6#inet#table#set" by their names, lower case; sets sorted. Comments and blank
/// lines are passed over. Throws std::invalid_argument with `file` and line for any other line, and for names that two
/// lines give different sets: dnsmasq fills those of one of them only.
using dnsmasq_sets = std::map<std::string, std::vector<dnsmasq_set>, std::less<>>;
dnsmasq_sets dnsmasq_sets_in(std::string_view configuration, std::string_view file);

/// The sets that answers for `name` fill: of the longest name that it is or is below. Null: none. "*." is not looked
/// at.
const std::vector<dnsmasq_set>* sets_for(const dnsmasq_sets& all, std::string_view name);

} // namespace rules::proof
