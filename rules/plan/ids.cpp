// SPDX-License-Identifier: MIT
#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "rules/plan/draft.hpp"

namespace rules {
namespace {

bool same(const draft& a, const draft& b) {
    return a.path.to.service == b.path.to.service && a.asked_host == b.asked_host && a.path.to.port == b.path.to.port &&
           a.path.to.protocol == b.path.to.protocol;
}

std::string id_of(const draft& d, std::string_view host) {
    const auto& to = d.path.to;
    return fmt::format("{}{}{}/{}/{}", to.service, host.empty() ? "" : "@", host, to.protocol, to.via);
}

} // namespace

void drop_repeated(std::vector<draft>& drafts) {
    std::vector<draft> kept;
    for (auto& d : drafts)
        if (std::ranges::none_of(kept, [&](const draft& k) { return same(k, d); })) kept.push_back(std::move(d));
    drafts = std::move(kept);
}

void name_all(std::vector<draft>& drafts) {
    std::map<std::string, std::set<std::string>> hosts;
    for (const auto& d : drafts) hosts[d.path.to.service].insert(d.asked_host);
    std::map<std::string, int> uses;
    for (auto& d : drafts) {
        // Layers are told apart as soon as their registries are.
        const bool several = hosts[d.path.to.service].size() > 1 || (!d.after.empty() && hosts[d.after].size() > 1);
        d.path.to.id = id_of(d, several ? d.short_host : "");
        ++uses[d.path.to.id];
    }
    // Two ports of one host with one protocol: only --endpoint and registries with ports can do that.
    for (auto& d : drafts)
        if (uses[d.path.to.id] > 1) d.path.to.id = id_of(d, fmt::format("{}:{}", d.asked_host, d.path.to.port));
    for (auto& d : drafts)
        for (const auto& other : drafts)
            if (!d.after.empty() && other.path.to.service == d.after && other.followed == d.followed &&
                other.path.to.protocol == "registry")
                d.path.to.after = other.path.to.id;
}

} // namespace rules
