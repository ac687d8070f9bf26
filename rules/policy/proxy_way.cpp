// SPDX-License-Identifier: MIT
#include "rules/policy/proxy_way.hpp"

#include <algorithm>

#include "rules/component.hpp"
#include "rules/proxy_exception.hpp"

namespace rules {
namespace {

// A parent is in the site: no proxy is between.
bool never_by_proxy(std::string_view service, std::string_view protocol) {
    return protocol == "dns" || protocol == "ntp" || protocol == "amqp" || protocol == "mqtt" || service == "parent";
}

// IoT Edge 1.1 has one daemon for what identityd does.
bool is_user(const proxy_user& user, const component& who) {
    if (user.component.empty()) return false;
    if (&who == &identity_service() && user.component.starts_with("iotedged")) return true;
    return who.name.find(user.component) != std::string_view::npos;
}

struct parts_set {
    bool any = false; // one whose setting is known
    way_there way{false, {}, false};
};

parts_set parts_that_go(
    const proxy_knowledge& known, std::string_view service, std::string_view host, std::string_view protocol) {
    parts_set out;
    netprobe::target to;
    to.service = service;
    to.protocol = protocol;
    const auto* who = component_of(to);
    if (who == nullptr) return out;
    for (const auto& user : known.users) {
        if (!user.known() || !is_user(user, *who)) continue;
        out.any = true;
        if (user.proxy.empty() || (user.heeds_no_proxy && excepts(user.no_proxy, host)))
            out.way.direct = true;
        else
            out.way.proxies.insert(user.proxy);
    }
    return out;
}

struct outcome_of_ways {
    bool direct = false, proxy = false; // that works
};

template <class Predicate>
outcome_of_ways what_worked(const proxy_knowledge& known, Predicate counts) {
    outcome_of_ways out;
    for (const auto& one : known.tried) {
        if (!one.works || !counts(one)) continue;
        (one.by_proxy ? out.proxy : out.direct) = true;
    }
    return out;
}

} // namespace

way_there way_to(
    const proxy_knowledge& known, std::string_view service, std::string_view host, std::string_view protocol) {
    if (never_by_proxy(service, protocol)) return {};
    if (!known.only.empty()) return {false, {known.only}, false};
    const auto parts = parts_that_go(known, service, host, protocol);
    const auto here = what_worked(known,
        [&](const tried_way& one) { return one.service == service && one.host == host && one.protocol == protocol; });
    if (here.direct && here.proxy) return {true, parts.way.proxies, !parts.way.proxies.empty() && !parts.way.direct};
    if (here.direct) return {};
    if (here.proxy) {
        auto way = way_there{false, parts.way.proxies, false};
        way.proxies.insert(known.site_proxy);
        return way;
    }
    if (parts.any) return parts.way;
    const auto elsewhere =
        what_worked(known, [](const tried_way& one) { return !never_by_proxy(one.service, one.protocol); });
    if (elsewhere.proxy && !elsewhere.direct) return {false, {known.site_proxy}, false};
    return {};
}

} // namespace rules
