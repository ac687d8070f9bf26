// SPDX-License-Identifier: MIT
#include "rules/policy/service_tags.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "netprobe/ascii.hpp"

namespace rules {
namespace {

std::string_view trimmed(std::string_view text) noexcept {
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
}

// What is behind the service and its dot, where that is one word: "WestEurope".
std::string_view region_part(std::string_view name, std::string_view service) noexcept {
    if (name.size() < service.size() + 2 || name[service.size()] != '.') return {};
    if (!netprobe::same_but_for_case(name.substr(0, service.size()), service)) return {};
    const auto rest = name.substr(service.size() + 1);
    return rest.find('.') == rest.npos ? rest : std::string_view();
}

void take(const service_tag& tag, tag_choice& into) {
    if (std::find(into.names.begin(), into.names.end(), tag.name) != into.names.end()) return;
    into.names.push_back(tag.name);
    into.addresses = unite(into.addresses, tag.addresses);
}

// How many letters are to be put in, taken out or changed to make one of the other (Levenshtein).
std::size_t changes_between(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        auto corner = std::exchange(row[0], i);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const auto above = row[j];
            row[j] = std::min({above + 1, row[j - 1] + 1, corner + (a[i - 1] == b[j - 1] ? 0 : 1)});
            corner = above;
        }
    }
    return row[b.size()];
}

// Regions of the file that could be meant, the nearest first, at most three.
std::vector<std::string> regions_like(const service_tags& from, const std::string& region) {
    std::set<std::pair<std::size_t, std::string>> near;
    const auto try_one = [&](const std::string& has) {
        const auto changes = changes_between(region, has);
        if (changes <= std::min<std::size_t>(3, region.size() / 3) ||
            (region.size() > 3 && has.find(region) != has.npos))
            near.emplace(changes, has);
    };
    for (const auto& tag : from.tags) {
        if (tag.region.empty()) continue;
        try_one(netprobe::lower(tag.region)); // may be short: germanywc of AzureIoTHub.GermanyWestCentral
        try_one(netprobe::lower(tag.name.substr(tag.name.rfind('.') + 1)));
    }
    std::vector<std::string> out;
    for (const auto& [changes, name] : near)
        if (out.size() < 3) out.push_back(name);
    return out;
}

} // namespace

const service_tag* find(const service_tags& in, std::string_view name) noexcept {
    for (const auto& tag : in.tags)
        if (netprobe::same_but_for_case(tag.name, name)) return &tag;
    return nullptr;
}

bool is_in_region(const service_tag& tag, std::string_view region) noexcept {
    const std::string_view name = tag.name;
    const auto dot = name.rfind('.');
    return !region.empty() && (netprobe::same_but_for_case(tag.region, region) ||
                                  (dot != name.npos && netprobe::same_but_for_case(name.substr(dot + 1), region)));
}

const service_tag* find_in_region(const service_tags& in, std::string_view service, std::string_view region) noexcept {
    if (region.empty()) return nullptr;
    // A tag's name has the region in full (AzureIoTHub.GermanyWestCentral) where its property may be short (germanywc).
    for (const auto& tag : in.tags)
        if (netprobe::same_but_for_case(region_part(tag.name, service), region)) return &tag;
    for (const auto& tag : in.tags)
        if (!region_part(tag.name, service).empty() && netprobe::same_but_for_case(tag.region, region)) return &tag;
    return nullptr;
}

price price_of(const ip_set& addresses) {
    return {prefixes_of(addresses, ip_family::v4).size(), prefixes_of(addresses, ip_family::v6).size(),
        addresses_in(addresses, ip_family::v4)};
}

void want_region(const service_tags& from, const std::string& region) {
    const auto is_its = [&](const service_tag& tag) { return is_in_region(tag, region); };
    if (std::any_of(from.tags.begin(), from.tags.end(), is_its)) return;
    const auto like = regions_like(from, netprobe::lower(region));
    throw std::invalid_argument(
        fmt::format("--region {}: no tag of the file of service tags is of that region; {}", region,
            like.empty() ? "give its short name, such as westeurope, or leave it out for the ranges of everywhere"
                         : fmt::format("there is {}", fmt::join(like, ", "))));
}

tag_choice choose_tags(const service_tags& from, std::string_view row_tags, const std::vector<std::string>& regions) {
    if (!regions.empty()) want_region(from, regions.front());
    tag_choice out;
    while (!row_tags.empty()) {
        const auto comma = std::min(row_tags.find(','), row_tags.size());
        const auto name = trimmed(row_tags.substr(0, comma));
        row_tags.remove_prefix(std::min(comma + 1, row_tags.size()));
        if (name.empty()) continue;
        if (!regions.empty() && find_in_region(from, name, regions.front())) {
            for (const auto& region : regions)
                if (const auto* tag = find_in_region(from, name, region)) take(*tag, out);
            continue;
        }
        if (const auto* tag = find(from, name))
            take(*tag, out);
        else
            out.missing.emplace_back(name);
    }
    return out;
}

std::vector<tag_change> diff(const service_tags& before, const service_tags& after) {
    struct pair {
        const service_tag *before = nullptr, *after = nullptr;
    };
    std::map<std::string, pair> all; // by lower-case name
    for (const auto& tag : before.tags) all[netprobe::lower(tag.name)].before = &tag;
    for (const auto& tag : after.tags) all[netprobe::lower(tag.name)].after = &tag;
    std::vector<tag_change> out;
    for (const auto& [name, both] : all) {
        static const ip_set none;
        const auto& was = both.before == nullptr ? none : both.before->addresses;
        const auto& is = both.after == nullptr ? none : both.after->addresses;
        if (both.before != nullptr && both.after != nullptr && was == is) continue;
        out.push_back({(both.after == nullptr ? both.before : both.after)->name, both.before == nullptr,
            both.after == nullptr, subtract(is, was), subtract(was, is)});
    }
    return out;
}

} // namespace rules
