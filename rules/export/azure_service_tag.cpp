// SPDX-License-Identifier: MIT
#include "rules/export/azure_service_tag.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

namespace rules {
namespace {

ip_range range_in(std::string_view text) {
    std::string fault;
    const auto p = read_prefix(text, fault);
    if (!p) throw std::invalid_argument(fmt::format("\"{}\" is no address: {}", plain_text(text), fault));
    return range_of(*p);
}

} // namespace

bool is_service_tag(std::string_view text) noexcept {
    constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    constexpr std::string_view signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.";
    return !text.empty() && text.size() <= 80 && text[0] >= 'A' && text[0] <= 'Z' && text.find_first_of(letters) == 0 &&
           text.find_first_not_of(signs) == text.npos;
}

std::vector<std::string> service_tags_for(const flow& f) {
    const bool fit = f.how == rung::tag && std::all_of(f.tags.begin(), f.tags.end(), [](const auto& tag) {
        return is_service_tag(tag) && !tag.starts_with("AzureCloud");
    });
    if (!fit) return {};
    auto out = f.tags;
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

std::vector<ip_range> azure_destinations(
    const std::vector<std::string>& all, std::string_view id, const std::optional<policy>& meant) {
    std::vector<ip_range> out;
    for (const auto& text : all) {
        if (!is_service_tag(text)) {
            out.push_back(range_in(text));
            continue;
        }
        const flow* found = nullptr;
        if (meant)
            for (const auto& f : meant->flows)
                if (f.id == id && f.how == rung::tag) found = &f;
        if (!found || text.starts_with("AzureCloud"))
            throw std::invalid_argument(fmt::format(
                "rule {}: which addresses the service tag {} stands for is not in the file's comments", id, text));
        for (const auto& r : ranges_of(found->addresses)) out.push_back(r);
    }
    if (out.empty()) throw std::invalid_argument(fmt::format("rule {}: it has no destination", id));
    return out;
}

std::vector<ip_range> azure_sources(const std::vector<std::string>& all) {
    if (all == std::vector<std::string>{"*"}) return {};
    std::vector<ip_range> out;
    for (const auto& text : all) out.push_back(range_in(text));
    if (out.empty()) throw std::invalid_argument("a rule has no source");
    return out;
}

} // namespace rules
