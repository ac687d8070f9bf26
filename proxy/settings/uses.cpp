// SPDX-License-Identifier: MIT
#include <algorithm>

#include <fmt/format.h>

#include "netprobe/ascii.hpp"
#include "proxy/settings.hpp"
#include "proxy/settings/collect.hpp"

namespace proxy {
namespace {

const value* find(const settings& all, component who, purpose what, std::string_view only_for) {
    for (const auto& v : all.values)
        if (v.in_use && v.reader == who && v.what == what && netprobe::same_but_for_case(v.only_for, only_for))
            return &v;
    return nullptr;
}

bool of_file(const value* v) noexcept { return v != nullptr && !v->written.where.file.empty(); }

// What is for this host alone comes first; for https what is for https before what is for http; files before variables.
const value* find_for_apt(const settings& all, std::string_view host, bool tls) {
    const auto* const https = tls ? find(all, component::apt, purpose::https, {}) : nullptr;
    const auto* const http = find(all, component::apt, purpose::http, {});
    if (tls)
        if (const auto* const own = find(all, component::apt, purpose::https, host)) return own;
    if (const auto* const own = find(all, component::apt, purpose::http, host)) return own;
    if (of_file(https)) return https;
    if (of_file(http)) return http;
    return https != nullptr ? https : http;
}

const value* find_for(const settings& all, component who, std::string_view host, bool tls) {
    if (who == component::apt) return find_for_apt(all, host, tls);
    // The daemons send everything through the one proxy that they know.
    const bool one = row_of(who).for_http.empty();
    const auto* const own = find(all, who, tls || one ? purpose::https : purpose::http, {});
    return own != nullptr ? own : find(all, who, purpose::all, {});
}

} // namespace

std::vector<use> who_uses(const settings& all, std::string_view host, std::uint16_t port, bool tls) {
    std::vector<use> out;
    for (const auto& row : components()) {
        if (!row.goes_out || std::ranges::find(all.present, row.who) == all.present.end()) continue;
        use seen;
        seen.who = row.who;
        const auto* const set = find_for(all, row.who, host, tls);
        const auto* const list = find(all, row.who, purpose::none, {});
        if (row.who == component::edge_hub) {
            seen.known = false;
            seen.because = "set by the deployment only";
        } else if (set == nullptr) {
            seen.because = "no proxy is set for it";
        } else if (!set->error.empty()) {
            seen.because = fmt::format("{} is no address of a proxy", shown(set->written));
        } else if (!set->proxy) {
            seen.because = fmt::format("{} says that there is none", shown(set->written));
        } else if (!can_use(row, set->proxy->scheme)) {
            seen.because =
                fmt::format("it cannot use a proxy of {}:// ({})", word(set->proxy->scheme), shown(set->written));
        } else if (list != nullptr && goes_without_proxy(row.no_proxy, list->written.value.reveal(), host, port)) {
            seen.because = fmt::format("the host is in {}", shown(list->written));
        } else if (goes_without_proxy(row.no_proxy, {}, host, port)) {
            seen.because = "it never uses a proxy for this device itself";
        } else {
            seen.proxy = set->proxy;
            seen.because = shown(set->written);
        }
        out.push_back(std::move(seen));
    }
    return out;
}

} // namespace proxy
