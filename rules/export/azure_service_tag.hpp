// SPDX-License-Identifier: MIT
//
// Service tags in rules of Azure's products.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/policy/policy.hpp"

namespace rules {

/// The tags that stand for a flow's addresses: those of a flow that has its addresses from them, where all are spelt as
/// tags are, and AzureCloud is not among them (any customer's machine is inside). Empty: write the addresses.
std::vector<std::string> service_tags_for(const flow& f);

/// Whether a destination is a tag and no address: "AzureIoTHub", "Storage.WestEurope".
bool is_service_tag(std::string_view text) noexcept;

/// Ranges of a rule's destinations, prefixes or tags. A tag is what the flow `id` of `meant` has for addresses; throws
/// std::invalid_argument for a tag without such a flow, and for what is no prefix.
std::vector<ip_range> azure_destinations(
    const std::vector<std::string>& all, std::string_view id, const std::optional<policy>& meant);

/// Prefixes of one rule, or nothing for "*". Throws std::invalid_argument.
std::vector<ip_range> azure_sources(const std::vector<std::string>& all);

} // namespace rules
