// SPDX-License-Identifier: MIT
#include "rules/ip/set.hpp"

#include <algorithm>
#include <utility>

#include "rules/ip/radix_sort.hpp"

namespace rules {
namespace {

template <typename number>
void normalise(std::vector<interval<number>>& all) {
    sort_by_first(all);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        // last + 1 would wrap at the end of the family: then nothing can follow anyway.
        if (kept > 0 && (all[kept - 1].last >= all[i].first || all[kept - 1].last + 1 == all[i].first))
            all[kept - 1].last = std::max(all[kept - 1].last, all[i].last);
        else
            all[kept++] = all[i];
    }
    all.resize(kept);
}

template <typename number>
std::vector<interval<number>> without(const std::vector<interval<number>>& a, const std::vector<interval<number>>& b) {
    std::vector<interval<number>> out;
    auto cut = b.begin();
    for (auto rest : a) {
        while (cut != b.end() && cut->last < rest.first) ++cut;
        bool left = true;
        for (auto at = cut; left && at != b.end() && at->first <= rest.last; ++at) {
            if (at->first > rest.first) out.push_back({rest.first, static_cast<number>(at->first - 1)});
            left = at->last < rest.last;
            if (left) rest.first = static_cast<number>(at->last + 1);
        }
        if (left) out.push_back(rest);
    }
    return out;
}

void add(ip_set& to, const ip_range& r) {
    if (r.first.family == ip_family::v4)
        to.v4.push_back({static_cast<std::uint32_t>(r.first.value), static_cast<std::uint32_t>(r.last.value)});
    else
        to.v6.push_back({r.first.value, r.last.value});
}

template <typename number>
bool has(const std::vector<interval<number>>& all, number one) noexcept {
    const auto after =
        std::upper_bound(all.begin(), all.end(), one, [](number n, const auto& i) { return n < i.first; });
    return after != all.begin() && one <= std::prev(after)->last;
}

template <typename number>
double count(const std::vector<interval<number>>& all) noexcept {
    double sum = 0;
    for (const auto& i : all) sum += static_cast<double>(i.last - i.first) + 1;
    return sum;
}

} // namespace

ip_set set_of(const std::vector<ip_range>& ranges) {
    ip_set out;
    for (const auto& r : ranges) add(out, r);
    normalise(out.v4);
    normalise(out.v6);
    return out;
}

ip_set set_of(const std::vector<ip_prefix>& prefixes) {
    ip_set out;
    for (const auto& p : prefixes) add(out, range_of(p));
    normalise(out.v4);
    normalise(out.v6);
    return out;
}

ip_set set_of(std::vector<interval<std::uint32_t>> v4, std::vector<interval<uint128>> v6) {
    normalise(v4);
    normalise(v6);
    return {std::move(v4), std::move(v6)};
}

ip_set unite(const ip_set& a, const ip_set& b) {
    auto out = a;
    out.v4.insert(out.v4.end(), b.v4.begin(), b.v4.end());
    out.v6.insert(out.v6.end(), b.v6.begin(), b.v6.end());
    normalise(out.v4);
    normalise(out.v6);
    return out;
}

ip_set subtract(const ip_set& a, const ip_set& b) { return {without(a.v4, b.v4), without(a.v6, b.v6)}; }

ip_set intersect(const ip_set& a, const ip_set& b) { return subtract(a, subtract(a, b)); }

bool contains(const ip_set& all, const ip_address& one) noexcept {
    return one.family == ip_family::v4 ? has(all.v4, static_cast<std::uint32_t>(one.value)) : has(all.v6, one.value);
}

std::vector<ip_range> ranges_of(const ip_set& all) {
    std::vector<ip_range> out;
    for (const auto& i : all.v4) out.push_back({{ip_family::v4, i.first}, {ip_family::v4, i.last}});
    for (const auto& i : all.v6) out.push_back({{ip_family::v6, i.first}, {ip_family::v6, i.last}});
    return out;
}

std::vector<ip_prefix> prefixes_of(const ip_set& all) {
    std::vector<ip_prefix> out;
    for (const auto& r : ranges_of(all))
        for (const auto& p : prefixes_of(r)) out.push_back(p);
    return out;
}

std::vector<ip_prefix> prefixes_of(const ip_set& all, ip_family family) {
    return prefixes_of(family == ip_family::v4 ? ip_set{all.v4, {}} : ip_set{{}, all.v6});
}

double addresses_in(const ip_set& all, ip_family family) noexcept {
    return family == ip_family::v4 ? count(all.v4) : count(all.v6);
}

} // namespace rules
