// SPDX-License-Identifier: MIT
#include "rules/proof/audit_senders.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "rules/proof/read_values.hpp"
#include "rules/proof/rule_reading.hpp"

namespace rules::proof {
namespace {

bool can_send(const ip_address& a) {
    const auto v = a.value;
    if (a.family == ip_family::v4) return v >> 24 != 0 && v >> 24 != 127 && v >> 24 < 224;
    return v > 1 && v >> 120 != 0xff && v >> 118 != 0x3fa; // fe80::/10
}

bool is_inside(const ip_range& r, const ip_address& a) { return r.first <= a && a <= r.last; }

std::string name_of(const ip_range& r) {
    const auto all = prefixes_of(r);
    return all.size() == 1 ? text_of(all.front()) : fmt::format("{}-{}", text_of(r.first), text_of(r.last));
}

// The parts of a range that begin where a named block begins or is over.
std::vector<ip_range> parts_of(const ip_range& whole, const std::vector<ip_range>& named) {
    std::set<ip_address> begins{whole.first};
    for (const auto& r : named) {
        if (is_inside(whole, r.first)) begins.insert(r.first);
        if (r.last >= whole.first && r.last < whole.last) begins.insert({r.last.family, r.last.value + 1});
    }
    std::vector<ip_range> out;
    for (auto i = begins.begin(); i != begins.end(); ++i) {
        const auto next = std::next(i);
        out.push_back({*i, next == begins.end() ? whole.last : ip_address{next->family, next->value - 1}});
    }
    return out;
}

} // namespace

std::vector<ip_range> senders_named(const std::vector<loaded_chain>& chains, std::string_view listing, hook where) {
    const auto sets = elements_in(listing);
    const std::string_view own = where == hook::host ? "output" : "forward";
    std::vector<ip_range> out;
    for (const auto& c : chains) {
        const bool incoming = where == hook::host && c.hook == "input";
        if (!c.hook.empty() && c.hook != own && !incoming) continue;
        for (const auto& rule : c.rules)
            for (const auto& compared : read_rule(rule).compares) {
                if (compared.of != (incoming ? field::to : field::from)) continue;
                for (const auto& word : words_with_elements(compared.values, sets))
                    if (const auto range = range_in(word)) out.push_back(*range);
            }
    }
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

std::vector<audit_sender> senders_to_ask(const std::vector<ip_range>& named, const ip_set& among,
    const std::vector<ip_address>& otherwise, const ip_set& places) {
    std::vector<audit_sender> out;
    const auto add = [&](const ip_address& a, std::string who) {
        if (!can_send(a) || contains(places, a)) return false;
        if (std::none_of(out.begin(), out.end(), [&](const audit_sender& s) { return s.address == a; }))
            out.push_back({a, std::move(who)});
        return true;
    };
    for (const auto& whole : ranges_of(among))
        for (const auto& part : parts_of(whole, named)) {
            const ip_address middle{part.first.family, part.first.value + (part.last.value - part.first.value) / 2};
            for (const auto& a : {part.first, middle, part.last}) add(a, text_of(ip_prefix{a, bits_of(a.family)}));
        }
    if (!among.empty()) return out;
    for (const auto& whole : ranges_of(set_of(named)))
        for (const auto& part : parts_of(whole, named)) {
            // The first of a block is no device's; all of it may be where packets go to: a gateway's rule for answers
            // names that as a source.
            std::vector<ip_address> candidates{{part.first.family, part.first.value + 1}, part.first, part.last};
            candidates.insert(candidates.end(), otherwise.begin(), otherwise.end());
            for (const auto& a : candidates)
                if (is_inside(part, a) && add(a, name_of(part))) break;
        }
    for (const auto family : {ip_family::v4, ip_family::v6})
        for (const auto& a : otherwise) {
            const auto names_it = [&](const ip_range& r) { return is_inside(r, a); };
            if (a.family == family && std::none_of(named.begin(), named.end(), names_it) &&
                add(a, fmt::format("any other IPv{} address", family == ip_family::v4 ? 4 : 6)))
                break;
        }
    std::stable_sort(
        out.begin(), out.end(), [](const auto& a, const auto& b) { return a.address.family < b.address.family; });
    return out;
}

} // namespace rules::proof
