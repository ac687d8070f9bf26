// SPDX-License-Identifier: MIT
//
// What controls a report asks for, in words.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "rules/controls.hpp"

namespace site_builder {

using names = std::vector<std::string>;

/// "control_ttl_1 203.0.113.7:443" of each.
inline names asked(const std::vector<rules::planned_path>& all) {
    names text;
    for (const auto& c : all) text.push_back(c.to.service + " " + c.to.as.address + ":" + std::to_string(c.to.port));
    return text;
}

/// Those of one service.
inline std::size_t how_many(const names& all, const std::string& service) {
    return static_cast<std::size_t>(
        std::ranges::count_if(all, [&](const auto& one) { return one.starts_with(service + " "); }));
}

} // namespace site_builder
