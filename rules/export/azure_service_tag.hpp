// SPDX-License-Identifier: MIT
//
// Service tags in rules of Azure's products.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/export/format.hpp"
#include "rules/policy/policy.hpp"

namespace rules {

/// The tags that stand for a flow's addresses: those of a flow that has its addresses from them, where all are spelt as
/// tags are, and AzureCloud is not among them (any customer's machine is inside). Empty: write the addresses.
std::vector<std::string> service_tags_for(const flow& f);

/// Whether a destination is a tag and no address: "AzureIoTHub", "Storage.WestEurope".
bool is_service_tag(std::string_view text) noexcept;

/// header_of(), then a line for each tag that stands in the rules and the flow it stands for, and what that means. By
/// these lines a reader knows which tags are the flow's.
std::vector<std::string> azure_header_of(const policy& of, const format& in, const std::vector<std::string>& cannot);

/// policy_in(), its flows with the tags that azure_header_of() wrote. Throws std::invalid_argument with one line naming
/// `origin` for a tag of a flow that has none, or that no exporter would write.
std::optional<policy> azure_policy_in(std::string_view text, std::string_view origin);

/// Ranges of a rule's destinations, prefixes or tags. A tag is taken for what the flow `id` of `meant` has for
/// addresses: the ranges known at export. Throws std::invalid_argument for a tag that is not this flow's, and for what
/// is no prefix.
std::vector<ip_range> azure_destinations(
    const std::vector<std::string>& all, std::string_view id, const std::optional<policy>& meant);

/// The rules of a flow have all of its tags, as only together they stand for its addresses. Throws
/// std::invalid_argument for one that is missing in `used`.
void want_all_tags(const std::vector<std::string>& used, std::string_view id, const std::optional<policy>& meant);

/// Prefixes of one rule, or nothing for "*". Throws std::invalid_argument.
std::vector<ip_range> azure_sources(const std::vector<std::string>& all);

} // namespace rules
