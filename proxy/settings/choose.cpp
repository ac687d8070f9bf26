// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "proxy/settings.hpp"
#include "proxy/settings/collect.hpp"

namespace proxy {
namespace {

// curl's and apt's variables for http:// name no way for what IoT Edge sends.
bool counts(const value& set) noexcept { return set.what == purpose::https || set.what == purpose::all; }

// The agent's configurations count as they are written, config.toml first: what was edited is what is to be tried.
bool candidate(const value& set, component who) noexcept {
    return set.reader == who && counts(set) && (set.in_use || who == component::edge_agent);
}

const value* first_of(const settings& all, component who) {
    for (const auto& set : all.values)
        if (candidate(set, who) && set.proxy) return &set;
    return nullptr;
}

std::string difference(const address& chosen, const address& other) {
    auto same_place = other;
    same_place.login = chosen.login;
    return same_place == chosen ? "the same proxy with other credentials" : "another proxy: " + shown(other);
}

void compare(choice& into, const settings& all, const component_row& who) {
    bool any = false;
    for (const auto& set : all.values) {
        if (!candidate(set, who.who)) continue;
        any = any || set.proxy || !set.error.empty();
        if (!set.error.empty())
            into.remarks.push_back(fmt::format("{}: not used: it is no address of a proxy", shown(set.written)));
        else if (set.proxy && *set.proxy != *into.proxy)
            into.remarks.push_back(fmt::format("{}: {}{} has {}", shown(set.written), who.name,
                set.in_use ? "" : ", not applied,", difference(*into.proxy, *set.proxy)));
    }
    const bool is_here = std::ranges::find(all.present, who.who) != all.present.end();
    if (!any && is_here && who.who != component::curl)
        into.remarks.push_back(fmt::format("{} has no proxy, and goes out directly; it reads {}", who.name, who.reads));
}

} // namespace

choice choose(const settings& all) {
    constexpr std::array order{
        component::edge_agent, component::identityd, component::iotedged, component::dockerd, component::curl};
    choice out;
    for (const auto who : order)
        if (const auto* const set = out.proxy ? nullptr : first_of(all, who)) {
            out.proxy = set->proxy;
            out.from = shown(set->written);
        }
    if (!out.proxy) return out;
    for (const auto who : order) compare(out, all, row_of(who));
    return out;
}

} // namespace proxy
