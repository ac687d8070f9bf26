// SPDX-License-Identifier: MIT
//
// The same paths by a proxy.
#include <string_view>
#include <utility>

#include "rules/plan/draft.hpp"

namespace rules {
namespace {

constexpr std::string_view direct = "/direct";

std::string without_way(const std::string& id) { return id.substr(0, id.size() - direct.size()); }

// Modules and the hub's own devices speak these over TCP and never by a proxy.
bool ignores_proxy(const netprobe::target& to) { return to.protocol == "amqp" || to.protocol == "mqtt"; }

// A parent is in the site: no proxy is between.
bool has_twin(const draft& d) {
    const auto& to = d.path.to;
    return to.protocol != "ntp" && to.protocol != "dns" && to.service != "parent"; // a proxy carries no UDP
}

draft twin_of(const draft& d) {
    draft twin = d;
    auto& path = twin.path;
    path.to.via = "proxy";
    path.to.id = without_way(d.path.to.id) + "/proxy";
    if (!path.to.after.empty()) path.to.after = without_way(d.path.to.after) + "/proxy";
    if (ignores_proxy(path.to)) {
        path.need = need::optional;
        path.group.clear();
    }
    return twin;
}

} // namespace

void add_twins(std::vector<draft>& drafts, ways by) {
    std::vector<draft> all;
    for (auto& d : drafts) {
        if (!has_twin(d)) {
            if (by == ways::all) all.push_back(std::move(d));
            continue;
        }
        if (by == ways::all && d.path.group.empty() && !ignores_proxy(d.path.to))
            d.path.group = without_way(d.path.to.id);
        auto twin = twin_of(d);
        if (by == ways::all) all.push_back(std::move(d));
        all.push_back(std::move(twin));
    }
    drafts = std::move(all);
}

} // namespace rules
