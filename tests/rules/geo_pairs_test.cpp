// SPDX-License-Identifier: MIT
#include "rules/policy/geo_pairs.hpp"

#include <stdexcept>

#include <catch2/catch.hpp>

TEST_CASE("pairs of regions: the built-in table") {
    const auto all = rules::parse_geo_pairs(rules::built_in_geo_pairs(), "built-in");
    CHECK(all.size() > 50);
    REQUIRE(pair_of(all, "WestEurope") != nullptr);
    CHECK(pair_of(all, "WestEurope")->region == "northeurope");
    CHECK(pair_of(all, "northeurope")->region == "westeurope");
    CHECK(pair_of(all, "westus3")->region == "eastus"); // not mutual
    CHECK(pair_of(all, "eastus")->region == "westus");
    CHECK(pair_of(all, "brazilsouth")->region == "southcentralus");
    CHECK(pair_of(all, "qatarcentral") == nullptr); // has none
    CHECK(pair_of(all, "") == nullptr);
    CHECK(!pair_of(all, "westeurope")->source.starts_with("unverified"));
    CHECK(pair_of(all, "chinaeast")->source.starts_with("unverified: "));
    for (const auto& [region, pair] : all) {
        CAPTURE(region);
        CHECK(all.contains(pair.region)); // whoever is a pair is a known region, and has one
        CHECK(pair.as_of.size() == 10);
    }
}

TEST_CASE("pairs of regions: a table of one's own is read strictly") {
    const auto fault_of = [](const std::string& text) -> std::string {
        try {
            rules::parse_geo_pairs(text, "pairs.toml");
            return "read";
        } catch (const std::invalid_argument& wrong) {
            return wrong.what();
        }
    };
    const std::string head = "[[group]]\nsource = \"a\"\nas_of = \"2026-01-01\"\n";
    CHECK(fault_of(head + "[group.pairs]\na = \"b\"\n") == "read");
    struct row {
        std::string text, says;
    };
    for (const auto& [text, says] : {row{"", "[[group]] is missing"}, row{"group = 1", "[[group]] is missing"},
             row{"group = [1]", "no table"}, row{"x = 1", "unknown key"}, row{head, "[pairs] is missing"},
             row{head + "[group.pairs]\na = 1\n", "no text"}, row{head + "[group.pairs]\na = \"a\"\n", "its own pair"},
             row{head + "[group.pairs]\na = \"West Europe\"\n", "no region"},
             row{head + "[group.pairs]\nA = \"b\"\n", "no region"},
             row{head + "more = 1\n[group.pairs]\n", "unknown key"},
             row{"[[group]]\nas_of = \"2026-01-01\"\n[group.pairs]\n", "source is missing"},
             row{"[[group]]\nsource = \"a\"\nas_of = \"now\"\n", "no date"},
             row{head + "[group.pairs]\na = \"b\"\n" + head + "[group.pairs]\na = \"c\"\n", "a is there twice"},
             row{"[", "pairs.toml:1"}}) {
        const auto said = fault_of(text);
        CAPTURE(text, said);
        CHECK(said.starts_with("pairs.toml:"));
        CHECK(said.find(says) != std::string::npos);
    }
}
