// SPDX-License-Identifier: MIT
#include "tools/standin/service.hpp"

#include <algorithm>
#include <array>

#include "netprobe/ascii.hpp"

namespace standin {
namespace {

// A pattern's "*" stands for exactly one label, as in a certificate (RFC 6125 §6.4.3).
struct row {
    std::string_view pattern;
    part what;
};

constexpr std::array rows{
    row{"*.azure-devices.net", part::hub},
    row{"*.azure-devices.us", part::hub},
    row{"*.azure-devices.cn", part::hub},
    row{"*.device.azure-devices.net", part::hub_device},
    row{"*.device.azure-devices.us", part::hub_device},
    row{"*.device.azure-devices.cn", part::hub_device},
    row{"global.azure-devices-provisioning.net", part::dps},
    row{"global.azure-devices-provisioning.us", part::dps},
    row{"global.azure-devices-provisioning.cn", part::dps},
    row{"mcr.microsoft.com", part::mcr},
    row{"mcr.azure.cn", part::mcr},
    row{"*.data.mcr.microsoft.com", part::mcr_data},
    row{"*.data.mcr.azure.cn", part::mcr_data},
    row{"*.azurecr.io", part::acr},
    row{"*.azurecr.us", part::acr},
    row{"*.azurecr.cn", part::acr},
    row{"*.*.geo.azurecr.io", part::acr},
    row{"*.*.data.azurecr.io", part::acr_data},
    row{"*.*.data.azurecr.us", part::acr_data},
    row{"*.*.data.azurecr.cn", part::acr_data},
    row{"*.blob.core.windows.net", part::blob},
    row{"*.blob.core.usgovcloudapi.net", part::blob},
    row{"*.blob.core.chinacloudapi.cn", part::blob},
    row{"registry-1.docker.io", part::docker_hub},
    row{"auth.docker.io", part::docker_auth},
    row{"production.cloudfront.docker.com", part::docker_data},
    row{"production.cloudflare.docker.com", part::docker_data},
    row{"packages.microsoft.com", part::packages},
    row{"aka.ms", part::short_link},
    row{"raw.githubusercontent.com", part::raw_files},
    row{"pool.ntp.org", part::time},
    row{"*.pool.ntp.org", part::time},
    row{"*.debian.pool.ntp.org", part::time},
    row{"ntp.ubuntu.com", part::time},
};

// Both sides label by label from the left; they must have the same number of labels.
bool matches(std::string_view pattern, std::string_view name) {
    for (;;) {
        const auto pattern_label = pattern.substr(0, pattern.find('.'));
        const auto label = name.substr(0, name.find('.'));
        if (label.empty() || (pattern_label != "*" && pattern_label != label)) return false;
        const bool last = pattern_label.size() == pattern.size();
        if (last || label.size() == name.size()) return last && label.size() == name.size();
        pattern.remove_prefix(pattern_label.size() + 1);
        name.remove_prefix(label.size() + 1);
    }
}

// Whether the pattern without one or more of its leading labels matches.
bool is_parent_of(std::string_view name, std::string_view pattern) {
    for (auto dot = pattern.find('.'); dot != std::string_view::npos; dot = pattern.find('.')) {
        pattern.remove_prefix(dot + 1);
        if (matches(pattern, name)) return true;
    }
    return false;
}

} // namespace

std::string_view to_string(part p) noexcept {
    switch (p) {
    case part::hub: return "hub";
    case part::hub_device: return "hub (device name)";
    case part::dps: return "dps";
    case part::mcr: return "mcr";
    case part::mcr_data: return "mcr data";
    case part::acr: return "acr";
    case part::acr_data: return "acr data";
    case part::blob: return "blob";
    case part::docker_hub: return "docker hub";
    case part::docker_auth: return "docker auth";
    case part::docker_data: return "docker data";
    case part::packages: return "packages";
    case part::short_link: return "aka.ms";
    case part::raw_files: return "raw files";
    case part::time: return "time";
    }
    return "?";
}

std::optional<part> part_for(std::string_view name, const extra_names& extra) {
    const auto wanted = normal_name(name);
    if (std::find(extra.hubs.begin(), extra.hubs.end(), wanted) != extra.hubs.end()) return part::hub;
    if (std::find(extra.registries.begin(), extra.registries.end(), wanted) != extra.registries.end()) return part::acr;
    if (!is_host_name(wanted)) return std::nullopt;
    for (const auto& [pattern, what] : rows)
        if (matches(pattern, wanted)) return what;
    return std::nullopt;
}

name_state state_of(std::string_view name, const extra_names& extra) {
    if (part_for(name, extra)) return name_state::served;
    const auto wanted = normal_name(name);
    if (wanted.empty()) return name_state::parent_of_served; // the root
    const auto patterns = served_patterns(extra);
    const bool above = std::any_of(
        patterns.begin(), patterns.end(), [&](const std::string& pattern) { return is_parent_of(wanted, pattern); });
    return above ? name_state::parent_of_served : name_state::unknown;
}

std::vector<std::string> served_patterns(const extra_names& extra) {
    std::vector<std::string> all;
    for (const auto& known : rows) all.emplace_back(known.pattern);
    all.insert(all.end(), extra.hubs.begin(), extra.hubs.end());
    all.insert(all.end(), extra.registries.begin(), extra.registries.end());
    return all;
}

std::string normal_name(std::string_view name) {
    if (name.ends_with('.')) name.remove_suffix(1);
    return netprobe::lower(name);
}

bool is_host_name(std::string_view name) noexcept {
    if (name.empty() || name.size() > 253) return false;
    std::size_t label = 0;
    for (const char c : name) {
        if (c == '.') {
            if (label == 0) return false;
            label = 0;
            continue;
        }
        const bool good =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
        if (!good || ++label > 63) return false;
    }
    return label != 0;
}

} // namespace standin
