// SPDX-License-Identifier: MIT
#include "rules/ip/set.hpp"

#include <algorithm>
#include <bitset>
#include <random>

#include <catch2/catch.hpp>

#include "rules/ip/radix_sort.hpp"

namespace {

rules::ip_set set_from(const std::vector<std::string>& texts) {
    std::vector<rules::ip_prefix> all;
    for (const auto& text : texts) {
        std::string fault;
        const auto p = rules::read_prefix(text, fault);
        REQUIRE(p);
        all.push_back(*p);
    }
    return rules::set_of(all);
}

std::string text_of(const rules::ip_set& all) {
    std::string out;
    for (const auto& p : rules::prefixes_of(all)) out += (out.empty() ? "" : " ") + rules::text_of(p);
    return out;
}

// A universe small enough to look at every member: 256 addresses at one place of a family.
using universe = std::bitset<256>;

struct place {
    rules::ip_address base;

    rules::ip_address at(unsigned n) const { return {base.family, base.value + n}; }
    std::vector<rules::ip_range> ranges(const universe& of) const {
        std::vector<rules::ip_range> out;
        for (unsigned n = 0; n < of.size(); ++n)
            if (of[n]) out.push_back({at(n), at(n)});
        return out;
    }
    universe members(const rules::ip_set& of) const {
        universe out;
        for (unsigned n = 0; n < out.size(); ++n) out[n] = rules::contains(of, at(n));
        return out;
    }
};

// The fewest prefixes: a block that is full is one, else its halves' are.
void cover(const universe& of, unsigned first, unsigned size, std::vector<std::pair<unsigned, unsigned>>& out) {
    unsigned inside = 0;
    for (unsigned n = first; n < first + size; ++n) inside += of[n];
    if (inside == size)
        out.emplace_back(first, size);
    else if (inside > 0)
        for (const auto half : {first, first + size / 2}) cover(of, half, size / 2, out);
}

universe random_universe(std::mt19937& random) {
    universe out;
    for (auto runs = 1 + random() % 12; runs > 0; --runs) {
        const auto first = random() % 256, most = random() % 4 == 0 ? 256ul : 20ul;
        for (auto n = first; n < std::min(first + random() % most, 256ul); ++n) out.set(n);
    }
    return out;
}

} // namespace

TEST_CASE("sets: small cases by hand") {
    CHECK(text_of(set_from({"255.255.255.255", "0.0.0.0"})) == "0.0.0.0/32 255.255.255.255/32"); // not 0.0.0.0/0
    CHECK(text_of(set_from({"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "::"})) ==
          "::/128 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128");
    CHECK(text_of(set_from({"255.255.255.255", "::"})) == "255.255.255.255/32 ::/128");
    CHECK(text_of(set_from({"0.0.0.0/0", "10.0.0.0/8", "::/0", "::1"})) == "0.0.0.0/0 ::/0");
    CHECK(text_of(set_from({"128.0.0.0/1", "0.0.0.0/1"})) == "0.0.0.0/0");
    CHECK(text_of(set_from({"8000::/1", "::/1"})) == "::/0");
    CHECK(text_of(set_from({"10.0.1.0/24", "10.0.0.0/24", "10.0.1.0/24"})) == "10.0.0.0/23");
    CHECK(text_of(set_from({"10.0.1.0/24", "10.0.2.0/24"})) == "10.0.1.0/24 10.0.2.0/24");
    CHECK(text_of(set_from({})) == "");
    CHECK(set_from({}).empty());
    CHECK(!set_from({"::/0"}).empty());
    CHECK(set_from({"10.0.0.0/9", "10.128.0.0/9"}) == set_from({"10.0.0.0/8"}));
}

TEST_CASE("sets: differences at the ends of a family") {
    const auto all = set_from({"0.0.0.0/0", "::/0"});
    CHECK(rules::subtract(all, all).empty());
    CHECK(rules::subtract(all, {}) == all);
    CHECK(rules::subtract({}, all).empty());
    CHECK(rules::intersect(all, all) == all);
    const auto ends = set_from({"0.0.0.0", "255.255.255.255", "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"});
    const auto rest = rules::subtract(all, ends);
    REQUIRE(rest.v4.size() == 1);
    CHECK(rest.v4[0].first == 1);
    CHECK(rest.v4[0].last == 0xfffffffeu);
    REQUIRE(rest.v6.size() == 1);
    CHECK(rest.v6[0].last + 2 == 0);
    CHECK(rules::unite(rest, ends) == all);
    CHECK(rules::addresses_in(all, rules::ip_family::v4) == 4294967296.0);
    CHECK(rules::addresses_in(all, rules::ip_family::v6) == Approx(3.402823669e38));
    CHECK(rules::addresses_in(ends, rules::ip_family::v4) == 2);
    CHECK(text_of({all.v4, {}}) == "0.0.0.0/0");
    CHECK(rules::prefixes_of(all, rules::ip_family::v6).size() == 1);
}

TEST_CASE("sets: every operation beside one that looks at every address") {
    const std::vector<place> places{{{rules::ip_family::v4, 0}}, {{rules::ip_family::v4, 0xffffff00u}},
        {{rules::ip_family::v4, 0x0a000000u}}, {{rules::ip_family::v6, 0}},
        {{rules::ip_family::v6, ~rules::uint128{255}}}, {{rules::ip_family::v6, ~rules::uint128{0} >> 64 << 8}}};
    std::mt19937 random(4); // NOLINT
    for (int round = 0; round < 300; ++round)
        for (const auto& here : places) {
            const auto a = random_universe(random), b = random_universe(random);
            auto ranges = here.ranges(a);
            std::shuffle(ranges.begin(), ranges.end(), random);
            const auto one = rules::set_of(ranges), other = rules::set_of(here.ranges(b));
            REQUIRE(here.members(one) == a);
            REQUIRE(here.members(rules::unite(one, other)) == (a | b));
            REQUIRE(here.members(rules::subtract(one, other)) == (a & ~b));
            REQUIRE(here.members(rules::intersect(one, other)) == (a & b));
            // Equal sets compare equal, however they came about.
            REQUIRE(rules::subtract(one, other) == rules::set_of(here.ranges(a & ~b)));
            REQUIRE(rules::unite(one, other) == rules::set_of(here.ranges(a | b)));
            REQUIRE(rules::set_of(rules::prefixes_of(one)) == one);
            REQUIRE(rules::addresses_in(one, here.base.family) == static_cast<double>(a.count()));
            std::vector<std::pair<unsigned, unsigned>> fewest;
            cover(a, 0, 256, fewest);
            const auto prefixes = rules::prefixes_of(one);
            REQUIRE(prefixes.size() == fewest.size());
            for (std::size_t i = 0; i < fewest.size(); ++i) {
                REQUIRE(prefixes[i].first == here.at(fewest[i].first));
                REQUIRE(rules::last_of(prefixes[i]) == here.at(fewest[i].first + fewest[i].second - 1));
            }
        }
}

TEMPLATE_TEST_CASE("sorting: many, as std::sort does it", "", std::uint32_t, rules::uint128) {
    std::mt19937_64 random(5); // NOLINT
    const bool ties = GENERATE(false, true);
    for (const int kept : {8, 16, 32, 64, 128}) // digits that are the same everywhere are passed over
        for (const std::size_t size : {0u, 1u, 2u, 2047u, 2048u, 20000u}) {
            std::vector<rules::interval<TestType>> all(size);
            for (auto& i : all) {
                const auto value = static_cast<rules::uint128>(random()) << 64 | random();
                i.first = static_cast<TestType>(kept == 128 ? value : value % (rules::uint128{1} << kept));
                // Much that only low digits tell apart.
                if (ties)
                    i.first = static_cast<TestType>((i.first & 0xffff) | (i.first & 7) << (8 * sizeof(TestType) - 4));
                i.last = static_cast<TestType>(i.first | random());
            }
            auto expected = all, sorted = all;
            rules::sort_by_first(sorted);
            REQUIRE(std::is_sorted(
                sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.first < b.first; }));
            auto again = sorted;
            rules::sort_by_first(again);
            REQUIRE(again == sorted);
            // Nothing is lost: the same elements.
            std::sort(expected.begin(), expected.end());
            std::sort(sorted.begin(), sorted.end());
            REQUIRE(sorted == expected);
        }
}

TEST_CASE("sets: the order of what they are made from does not matter, many at once") {
    std::mt19937 random(6); // NOLINT
    std::vector<rules::ip_prefix> all;
    for (int i = 0; i < 30000; ++i) {
        const int length = 16 + static_cast<int>(random() % 17);
        const auto value = length == 32 ? random() : random() >> (32 - length) << (32 - length);
        all.push_back({{rules::ip_family::v4, static_cast<std::uint32_t>(value)}, length});
        const auto high = static_cast<rules::uint128>(random()) << 96;
        all.push_back({{rules::ip_family::v6, high}, 32});
        all.push_back({{rules::ip_family::v6, high | random()}, 128});
    }
    const auto once = rules::set_of(all);
    std::shuffle(all.begin(), all.end(), random);
    CHECK(rules::set_of(all) == once);
    std::reverse(all.begin(), all.end());
    CHECK(rules::set_of(all) == once);
    for (const auto& p : all) REQUIRE((rules::contains(once, p.first) && rules::contains(once, rules::last_of(p))));
    for (std::size_t i = 1; i < once.v4.size(); ++i) REQUIRE(once.v4[i - 1].last + 1 < once.v4[i].first);
    for (std::size_t i = 1; i < once.v6.size(); ++i) REQUIRE(once.v6[i - 1].last + 1 < once.v6[i].first);
}
