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

const flow* flow_called(const policy& in, std::string_view id) {
    const auto found = std::find_if(in.flows.begin(), in.flows.end(), [&](const flow& f) { return f.id == id; });
    return found == in.flows.end() ? nullptr : &*found;
}

} // namespace

bool is_service_tag(std::string_view text) noexcept {
    constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    constexpr std::string_view signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.";
    return !text.empty() && text.size() <= 80 && text[0] >= 'A' && text[0] <= 'Z' && text.find_first_of(letters) == 0 &&
           text.find_first_not_of(signs) == text.npos;
}

ip_set outside_tags_of(const flow& f) {
    std::vector<ip_prefix> out;
    std::string fault;
    for (const auto& text : f.tags)
        if (const auto p = read_prefix(text, fault)) out.push_back(*p);
    return intersect(set_of(out), f.addresses);
}

std::vector<std::string> service_tags_for(const flow& f) {
    std::vector<std::string> out;
    std::string fault;
    for (const auto& text : f.tags)
        if (!read_prefix(text, fault)) out.push_back(text);
    const bool fit = f.how == rung::tag && std::all_of(out.begin(), out.end(), [](const auto& tag) {
        return is_service_tag(tag) && !tag.starts_with("AzureCloud");
    });
    // A tag that would stand for none of the addresses is none of a policy of ours.
    if (!fit || subtract(f.addresses, outside_tags_of(f)).empty()) return {};
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

std::vector<std::string> tags_assumed(const std::vector<std::string>& used) {
    std::vector<std::string> out;
    for (const auto& text : used)
        if (is_service_tag(text)) out.push_back(text);
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    if (out.empty()) return {};
    return {fmt::format("this rests on the service tags being the ranges known at export: {}; what Azure adds to them "
                        "since is let out, too, and what it takes away is stopped",
        fmt::join(out, ", "))};
}

std::vector<std::string> azure_header_of(const policy& of, const format& in, const std::vector<std::string>& cannot) {
    auto out = header_of(of, in, cannot);
    const bool any = std::any_of(of.flows.begin(), of.flows.end(),
        [&](const flow& f) { return in.carries(of, f) == carried::by_address && !service_tags_for(f).empty(); });
    if (any)
        out.emplace_back(
            "service tags are taken for the ranges known at export, what Azure adds to them is let out, too");
    return out;
}

std::vector<ip_range> azure_destinations(
    const std::vector<std::string>& all, std::string_view id, const std::optional<policy>& meant) {
    std::vector<ip_range> out;
    const auto* const f = meant ? flow_called(*meant, id) : nullptr;
    for (const auto& text : all) {
        if (!is_service_tag(text)) {
            out.push_back(range_in(text));
            continue;
        }
        const auto known = f ? service_tags_for(*f) : std::vector<std::string>();
        if (std::find(known.begin(), known.end(), text) == known.end())
            throw std::invalid_argument(
                fmt::format("rule {}: service tag {} is none that the file's comments have for this flow", id, text));
        for (const auto& r : ranges_of(subtract(f->addresses, outside_tags_of(*f)))) out.push_back(r);
    }
    if (out.empty()) throw std::invalid_argument(fmt::format("rule {}: it has no destination", id));
    return out;
}

void want_all_tags(const std::vector<std::string>& used, std::string_view id, const std::optional<policy>& meant) {
    const auto* const f = meant ? flow_called(*meant, id) : nullptr;
    if (!f) return;
    for (const auto& tag : service_tags_for(*f))
        if (std::find(used.begin(), used.end(), tag) == used.end())
            throw std::invalid_argument(fmt::format("rules of flow {}: service tag {} is missing", id, tag));
}

std::vector<ip_range> azure_sources(const std::vector<std::string>& all) {
    if (all == std::vector<std::string>{"*"}) return {};
    std::vector<ip_range> out;
    for (const auto& text : all) out.push_back(range_in(text));
    if (out.empty()) throw std::invalid_argument("a rule has no source");
    return out;
}

} // namespace rules
