// SPDX-License-Identifier: MIT
//
// What egress-rules diff prints: for people, and as JSON (egress-rules-diff/1).
#pragma once

#include <string>
#include <vector>

#include "rules/policy/policy_diff.hpp"
#include "rules/policy/service_tags.hpp"

namespace tools::rules_commands {

std::string text_of(
    const rules::service_tags& before, const rules::service_tags& after, const std::vector<rules::tag_change>& changes);
std::string json_of(
    const rules::service_tags& before, const rules::service_tags& after, const std::vector<rules::tag_change>& changes);

std::string text_of(const rules::policy& before, const rules::policy& after, const rules::policy_change& change);
std::string json_of(const rules::policy& before, const rules::policy& after, const rules::policy_change& change);

} // namespace tools::rules_commands
