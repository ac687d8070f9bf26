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

/// The tags that stand for a flow's addresses but for outside_tags_of(): those of a flow that has its addresses from
/// them, where all are spelt as tags are, and AzureCloud is not among them (any customer's machine is inside). Empty:
/// write the addresses.
std::vector<std::string> service_tags_for(const flow& f);

/// The flow's addresses that its tags do not stand for: they are in `tags`, too, as prefixes ("192.0.2.77/32", from
/// make_policy()). Where there are tags, they go into a rule of their own, by address.
ip_set outside_tags_of(const flow& f);

/// What a proof of rules with these destinations takes for granted, a sentence; none: there is no tag among them.
std::vector<std::string> tags_assumed(const std::vector<std::string>& used);

/// Whether a destination is a tag and no address: "AzureIoTHub", "Storage.WestEurope".
bool is_service_tag(std::string_view text) noexcept;

/// header_of(), and, where tags stand in the rules, what that means. Which tags are whose is in the policy there.
std::vector<std::string> azure_header_of(const policy& of, const format& in, const std::vector<std::string>& cannot);

/// Ranges of a rule's destinations, prefixes or tags. A tag is taken for what the flow `id` of `meant` has for
/// addresses, but for those outside the tags: the ranges known at export. Throws std::invalid_argument for a tag that
/// is not this flow's, and for what is no prefix.
std::vector<ip_range> azure_destinations(
    const std::vector<std::string>& all, std::string_view id, const std::optional<policy>& meant);

/// The rules of a flow have all of its tags, as only together they stand for its addresses. Throws
/// std::invalid_argument for one that is missing in `used`.
void want_all_tags(const std::vector<std::string>& used, std::string_view id, const std::optional<policy>& meant);

/// Prefixes of one rule, or nothing for "*". Throws std::invalid_argument.
std::vector<ip_range> azure_sources(const std::vector<std::string>& all);

} // namespace rules
