// SPDX-License-Identifier: MIT
#include "rules/plan/subjects.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "netprobe/ascii.hpp"

namespace rules {
namespace {

using netprobe::port_from;

/// "contoso:5000" → host and port; brackets of IPv6 addresses go.
std::pair<std::string, int> split_port(const std::string& host) {
    if (host.starts_with('[')) {
        const auto close = std::min(host.find(']'), host.size());
        const auto rest = std::string_view(host).substr(std::min(close + 1, host.size()));
        return {host.substr(1, close - 1), port_from(rest.substr(std::min<std::size_t>(1, rest.size()))).value_or(0)};
    }
    const auto colon = host.rfind(':');
    if (colon == host.npos) return {host, 0};
    return {host.substr(0, colon), port_from(std::string_view(host).substr(colon + 1)).value_or(0)};
}

} // namespace

std::string first_label(const std::string& host) { return host.substr(0, host.find('.')); }

site_subjects::site_subjects(const site& of, const catalog& from) : site_(of) {
    const auto cloud_values = from.suffixes.find(std::string(to_string(of.cloud)));
    if (cloud_values == from.suffixes.end())
        throw std::invalid_argument(fmt::format(
            "--cloud {0}: the catalog does not have that cloud; add [cloud.{0}] to it", to_string(of.cloud)));
    for (const auto& [key, value] : cloud_values->second) known_[key] = value;
    known_["hub"] = of.hub;
    known_["hub_short"] = first_label(of.hub);
    known_["parent"] = of.parent;
    known_["region"] = of.region;
    if (!of.dps_host.empty()) known_["dps"] = of.dps_host;
    sort_registries();
}

const std::string& site_subjects::mcr_repository() const noexcept { return mcr_repository_; }

// One subject a registry, however many of its repositories the site names: the paths are the same.
void site_subjects::sort_registries() {
    const auto suffix = fmt::format(".{}", value_of("registry_suffix"));
    for (const auto& given : site_.registries) {
        auto [host, port] = split_port(given.host);
        const bool acr = suffix.size() > 1 && host.ends_with(suffix);
        subject one{{}, host, host, given.repository, port};
        if (acr) one.name = host.substr(0, host.size() - suffix.size());
        one.placeholders = {{"registry", host}, {"registry_short", first_label(host)}};
        if (host == value_of("mcr")) {
            mcr_named_ = true;
            if (!given.repository.empty()) mcr_repository_ = given.repository;
            continue; // has rows of its own
        }
        auto& list = host == "docker.io" ? docker_ : acr ? acrs_ : others_;
        const auto same =
            std::ranges::find_if(list, [&](const subject& s) { return s.host == one.host && s.port == one.port; });
        if (same == list.end())
            list.push_back(std::move(one));
        else if (same->repository.empty())
            same->repository = one.repository;
    }
}

std::vector<subject> site_subjects::subjects_of(const endpoint& row) const {
    const std::vector<subject> whole{subject{}}, nobody;
    if (row.when == "acr") return acrs_;
    if (row.when == "region") return site_.region.empty() ? nobody : acrs_;
    if (row.when == "registry") return others_;
    if (row.when == "docker_hub") {
        auto hub = docker_;
        for (auto& one : hub) one.name.clear(); // its rows have hosts of their own
        return hub;
    }
    if (row.when == "storage") return storage_accounts();
    if (row.when == "mcr") return site_.mcr ? whole : nobody;
    if (row.when == "parent") return site_.parent.empty() ? nobody : whole;
    if (row.when == "no_parent") return site_.parent.empty() ? whole : nobody;
    if (row.when == "inbound") return nobody;
    if (row.host.find("{ntp}") != row.host.npos) return time_servers();
    return whole;
}

std::vector<subject> site_subjects::storage_accounts() const {
    const auto suffix = fmt::format(".{}", value_of("storage_suffix"));
    std::vector<subject> out;
    for (const auto& host : site_.storage) {
        const bool known = suffix.size() > 1 && host.ends_with(suffix);
        out.push_back({{{"storage", host}}, known ? host.substr(0, host.size() - suffix.size()) : host, host, {}, 0});
    }
    return out;
}

std::vector<subject> site_subjects::time_servers() const {
    std::vector<subject> out;
    for (const auto& host : site_.ntp) out.push_back({{{"ntp", host}}, host, host, {}, 0});
    if (out.empty()) out.push_back({{{"ntp", value_of("ntp")}}, {}, {}, {}, 0});
    return out;
}

std::string site_subjects::value_of(std::string_view name) const {
    const auto found = known_.find(name);
    return found == known_.end() ? std::string() : found->second;
}

std::string site_subjects::expand(std::string_view text, const subject& one, std::string& missing) const {
    std::string out;
    while (true) {
        const auto open = text.find('{');
        out += text.substr(0, open);
        if (open == text.npos) return out;
        const auto close = std::min(text.find('}', open), text.size());
        const auto name = text.substr(open + 1, close - open - 1);
        const auto own = one.placeholders.find(name);
        const auto value = own != one.placeholders.end() ? own->second : value_of(name);
        if (value.empty() && missing.empty()) missing = name;
        out += value;
        text.remove_prefix(std::min(close + 1, text.size()));
    }
}

need site_subjects::need_of(const endpoint& row, need stated) const {
    if (row.when == "dps" && !site_.dps) return need::optional;
    // A nested device reaches the hub and its images through its parent, but for those that name another registry.
    if (site_.parent.empty() || (row.when == "mcr" && mcr_named_)) return stated;
    return row.when == "always" || row.when == "mcr" ? need::optional : stated;
}

} // namespace rules
