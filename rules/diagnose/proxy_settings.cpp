// SPDX-License-Identifier: MIT
//
// Who on this device would use which proxy: the parts that disagree, and those that ignore their no_proxy
// (facts/azure.md §4.2; facts/faults.md D32).
#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <map>

#include "rules/component.hpp"
#include "rules/diagnose/by_proxy.hpp"
#include "rules/proxy_exception.hpp"

namespace rules::diagnosis {
namespace {

// aziot-edged reaches nothing outside by itself: `iotedge check` alone wants it to agree.
constexpr std::string_view daemon = "aziot-edged";

// Parts of IoT Edge; what apt or this shell use is their own affair.
bool is_part(const proxy_user& user) {
    static constexpr std::array<std::string_view, 7> names{
        "aziot-identityd", "aziot-certd", daemon, "iotedge", "docker", "moby", "edge"};
    return std::any_of(names.begin(), names.end(), [&](auto n) { return user.component.starts_with(n); });
}

std::string user_sentence(const proxy_user& user) {
    return fmt::format("{}: {}{}", user.component, user.proxy.empty() ? "no proxy" : user.proxy,
        user.source.empty() ? "" : fmt::format(" ({})", user.source));
}

void diagnose_difference(inquiry& in) {
    std::set<std::string> all, of_others;
    suspicion s;
    s.cause = "proxy.settings_differ";
    s.proved = true;
    s.control = "their settings, as they stand";
    for (const auto& user : in.of.site.proxy_users) {
        if (!is_part(user) || !user.known()) continue;
        auto proxy = user.proxy;
        while (proxy.ends_with('/')) proxy.pop_back();
        all.insert(proxy);
        if (!user.component.starts_with(daemon)) of_others.insert(proxy);
        s.evidence.push_back(user_sentence(user));
    }
    if (all.size() < 2) return;
    s.severity = of_others.size() < 2 ? severity::note : severity::warning;
    if (of_others.size() < 2)
        s.advice = "Set the same proxy for aziot-edged, which goes nowhere by itself: 'iotedge check' compares them.";
    in.suspect(std::move(s));
}

// The programs that component_of() names, by the names that settings have.
bool goes_here(const proxy_user& user, const netprobe::target& to) {
    const auto* who = component_of(to);
    return who && !user.component.empty() && who->name.find(user.component) != std::string_view::npos;
}

// A host that no_proxy sends past the proxy goes through it all the same.
void diagnose_no_proxy(inquiry& in) {
    for (const auto& user : in.of.site.proxy_users) {
        if (user.heeds_no_proxy || user.no_proxy.empty() || user.proxy.empty()) continue;
        suspicion s;
        s.cause = "proxy.no_proxy_ignored";
        s.keys = {"no_proxy"};
        s.proved = true;
        s.control = "how that program reads its settings";
        bool harm = false;
        for (std::size_t i = 0; i < in.size(); ++i) {
            const auto& to = in.path(i).seen.to;
            if (to.host.empty() || !goes_here(user, to) || !excepts(user.no_proxy, to.host)) continue;
            s.hosts.insert(to.host);
            if (by_proxy(in.path(i).seen) && in.works(i)) s.touches.push_back(i);
            harm = harm || (by_proxy(in.path(i).seen) && !in.works(i) && !informative(in.path(i)));
        }
        if (s.hosts.empty()) continue;
        s.severity = harm ? severity::warning : severity::note;
        if (s.severity == severity::warning) s.touches.clear(); // what works is none the worse for it
        std::string hosts;
        for (const auto& host : s.hosts) hosts += (hosts.empty() ? "" : ", ") + host;
        s.evidence.push_back(fmt::format("{} has no_proxy for {} and sends it to {} all the same{}", user.component,
            hosts, user.proxy, harm ? ", which does not let it through" : ""));
        in.suspect(std::move(s));
    }
}

} // namespace

void diagnose_proxy_settings(inquiry& in) {
    diagnose_difference(in);
    diagnose_no_proxy(in);
}

} // namespace rules::diagnosis
