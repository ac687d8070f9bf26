// SPDX-License-Identifier: MIT
#include "rules/ip/aggregate.hpp"

#include <algorithm>

#include "rules/ip/blocks.hpp"
#include "rules/ip/print.hpp"

namespace rules {
namespace {

template <typename number>
void add_lines(std::string& to, const std::vector<interval<number>>& all) {
    constexpr int whole = 8 * sizeof(number);
    for (const auto& i : all)
        for_each_block(i.first, i.last, [&](number first, int length) {
            char line[longest_prefix_text + 1];
            char* at = print_address(line, first);
            if (length < whole) at = print_length(at, length);
            *at++ = '\n';
            to.append(line, at);
        });
}

} // namespace

std::vector<std::vector<std::uint32_t>> provenance_of(
    const std::vector<ip_prefix>& prefixes, std::span<const ip_set> sources) {
    std::vector<std::vector<std::uint32_t>> out(prefixes.size());
    for (std::uint32_t source = 0; source < sources.size(); ++source)
        for (const auto& range : ranges_of(sources[source])) {
            auto at = std::partition_point(
                prefixes.begin(), prefixes.end(), [&](const ip_prefix& p) { return last_of(p) < range.first; });
            for (; at != prefixes.end() && at->first <= range.last; ++at) {
                auto& from = out[static_cast<std::size_t>(at - prefixes.begin())];
                if (from.empty() || from.back() != source) from.push_back(source);
            }
        }
    return out;
}

std::string lines_of(const ip_set& all) {
    std::string out;
    add_lines(out, all.v4);
    add_lines(out, all.v6);
    return out;
}

} // namespace rules
