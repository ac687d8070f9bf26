// SPDX-License-Identifier: MIT
#include <algorithm>
#include <set>
#include <stdexcept>

#include <fmt/format.h>

#include "rules/plan/draft.hpp"
#include "rules/shown.hpp"

namespace rules {
namespace {

bool names(std::string_view word, const draft& d) {
    const auto& to = d.path.to;
    if (word == to.service || word == to.id) return true;
    if (to.id.starts_with(std::string(word) + "/")) return true; // "iot_hub/amqp", by every way out
    const auto at = word.find('@');
    if (at == word.npos || word.substr(0, at) != to.service) return false;
    const auto host = word.substr(at + 1);
    return host == d.short_host || host == d.asked_host;
}

bool named_by(const std::vector<std::string>& words, const draft& d) {
    return std::ranges::any_of(words, [&](const auto& word) { return names(word, d); });
}

void check_words(const std::vector<draft>& drafts, std::string_view option, const std::vector<std::string>& words) {
    for (const auto& word : words)
        if (std::ranges::none_of(drafts, [&](const draft& d) { return names(word, d); })) {
            std::vector<std::string> services;
            for (const auto& d : drafts)
                if (std::ranges::find(services, d.path.to.service) == services.end())
                    services.push_back(d.path.to.service);
            throw std::invalid_argument(fmt::format(
                "{} {}: no path of this site has that name; give a service ({}), or a path's id as --plan shows it",
                option, shown(word), fmt::join(services, ", ")));
        }
}

} // namespace

std::vector<std::string> select(
    std::vector<draft>& drafts, const std::vector<std::string>& only, const std::vector<std::string>& skip) {
    std::vector<std::string> left_out;
    check_words(drafts, "--only", only);
    check_words(drafts, "--skip", skip);
    std::set<std::string> wanted;
    for (const auto& d : drafts) {
        const bool in = only.empty() ? !d.only_if_asked : named_by(only, d);
        if (!in || named_by(skip, d)) continue;
        wanted.insert(d.path.to.id);
        // The host of a path that follows another comes from there.
        if (!d.path.to.after.empty()) wanted.insert(d.path.to.after);
    }
    for (const auto& d : drafts)
        if (named_by(skip, d)) wanted.erase(d.path.to.id);
    for (const auto& d : drafts) {
        const auto& to = d.path.to;
        if (to.after.empty() || !wanted.contains(to.id) || wanted.contains(to.after)) continue;
        wanted.erase(to.id);
        left_out.push_back(
            fmt::format("{} is not tried: {} would name its host, and --skip leaves that out", to.id, to.after));
    }
    std::erase_if(drafts, [&](const draft& d) { return !wanted.contains(d.path.to.id); });
    if (drafts.empty())
        throw std::invalid_argument("--only, --skip: together they leave no path to try; drop one of them");
    return left_out;
}

} // namespace rules
