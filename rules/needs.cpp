// SPDX-License-Identifier: MIT
#include "rules/needs.hpp"

#include <algorithm>
#include <map>

#include "rules/diagnose/alone.hpp"

namespace rules {

need needed(const path_result& path) { return path.planned.to.protocol == "ntp" ? need::optional : path.planned.need; }

std::vector<site_need> needs_of(const report& of) {
    std::vector<site_need> all;
    std::map<std::string, std::size_t> groups;
    for (std::size_t i = 0; i < of.paths.size(); ++i) {
        const auto& group = of.paths[i].planned.group;
        const auto at = group.empty() ? all.size() : groups.emplace(group, all.size()).first->second;
        if (at == all.size()) all.push_back({group, need::optional, {}});
        all[at].how = std::min(all[at].how, needed(of.paths[i]));
        all[at].paths.push_back(i);
    }
    return all;
}

bool met(const site_need& what, const report& of) {
    return met(what, [&](std::size_t i) { return of.paths[i].works; });
}

bool met(const site_need& what, const std::function<bool(std::size_t)>& works) {
    return std::any_of(what.paths.begin(), what.paths.end(), works);
}

bool unknown(const site_need& what, const report& of) {
    if (met(what, of)) return false;
    return std::any_of(what.paths.begin(), what.paths.end(), [&](auto i) {
        const auto& waiting = of.paths[i].seen;
        if (diagnosis::undecided(of, of.paths[i])) return true;
        return waiting.failed == netprobe::failure::not_tried &&
               std::any_of(of.paths.begin(), of.paths.end(),
                   [&](const auto& p) { return p.works && p.seen.to.id == waiting.to.after; });
    });
}

} // namespace rules
