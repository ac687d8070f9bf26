// SPDX-License-Identifier: MIT
//
// What egress-rules diff prints: for people, and as JSON (egress-rules-diff/1).
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "rules/policy/policy_diff.hpp"
#include "rules/policy/service_tags.hpp"
#include "rules/verdict/reach_diff.hpp"
#include "tools/rules/diff_kernel.hpp"
#include "tools/rules/diff_side.hpp"

namespace tools::rules_commands {

inline constexpr const char* diff_schema = "egress-rules-diff/1";

/// "12 IPv4 addresses in 2 prefixes, 1 IPv6 prefix"
std::string counted_addresses(const rules::ip_set& all);
/// A line for each prefix: indent, sign, prefix.
void add_prefix_lines(std::string& to, char sign, const rules::ip_set& all, const char* indent);
nlohmann::ordered_json json_of(const rules::ip_set& all);

std::string text_of(
    const rules::service_tags& before, const rules::service_tags& after, const std::vector<rules::tag_change>& changes);
std::string json_of(
    const rules::service_tags& before, const rules::service_tags& after, const std::vector<rules::tag_change>& changes);

/// Of policies, and of rules that have no reader here, as far as they were compared. Pre: both have policies.
std::string text_of(const diff_side& before, const diff_side& after, const rules::policy_change& change,
    const rules_compared& compared);
std::string json_of(const diff_side& before, const diff_side& after, const rules::policy_change& change,
    const rules_compared& compared);

/// Of rules, both evaluated. Pre: both have rules.
std::string text_of(const diff_side& before, const diff_side& after, const std::vector<rules::setting_change>& settings,
    const rules::reach_change& change);
std::string json_of(const diff_side& before, const diff_side& after, const std::vector<rules::setting_change>& settings,
    const rules::reach_change& change);

} // namespace tools::rules_commands
