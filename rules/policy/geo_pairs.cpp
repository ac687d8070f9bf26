// SPDX-License-Identifier: MIT
#include "rules/policy/geo_pairs.hpp"

#include <array>
#include <utility>

#include <fmt/format.h>

#include "netprobe/ascii.hpp"
#include "rules/read_toml.hpp"
#include "rules/shown.hpp"
#include "rules/strict_toml.hpp"

namespace rules {

extern const std::string_view geo_pairs_text;

namespace {

class geo_pairs_reader : strict_toml {
public:
    using strict_toml::strict_toml;

    geo_pairs read(const toml::table& from) {
        constexpr std::array<std::string_view, 1> keys{"group"};
        known_keys(from, keys, "the file");
        const auto* groups = from["group"].as_array();
        if (groups == nullptr) fail(from, "[[group]] is missing", "write a group of pairs");
        for (const auto& node : *groups) {
            const auto* group = node.as_table();
            if (group == nullptr) fail(node, "group is no table", "write [[group]]");
            read_group(*group);
        }
        return std::move(result_);
    }

private:
    void read_group(const toml::table& group) {
        constexpr std::array<std::string_view, 3> keys{"source", "as_of", "pairs"};
        known_keys(group, keys, "a group");
        const auto source = text(group, "source"), as_of = date(group, "as_of");
        for (auto&& [key, node] : table_at(group, "pairs")) {
            const std::string region(key.str());
            const auto pair = text_of(node, region);
            for (const auto& name : {region, pair})
                if (name.empty() || name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789") != name.npos)
                    fail(node, fmt::format("{} is no region", shown(name)),
                        "write Azure's programmatic name: westeurope");
            if (region == pair) fail(node, region + " is its own pair", "leave out regions that have none");
            if (!result_.emplace(region, geo_pair{pair, source, as_of}).second)
                fail(node, region + " is there twice", "keep the pair of the better source");
        }
    }

    geo_pairs result_;
};

} // namespace

std::string_view built_in_geo_pairs() noexcept { return geo_pairs_text; }

geo_pairs parse_geo_pairs(std::string_view text, std::string_view origin) {
    const auto parsed = read_toml(text, origin);
    return geo_pairs_reader(origin).read(parsed);
}

const geo_pair* pair_of(const geo_pairs& in, std::string_view region) {
    const auto found = in.find(netprobe::lower(region));
    return found == in.end() ? nullptr : &found->second;
}

} // namespace rules
