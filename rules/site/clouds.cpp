// SPDX-License-Identifier: MIT
#include "rules/site/clouds.hpp"

#include <array>

#include <fmt/format.h>

#include "rules/site/given.hpp"

namespace rules {
namespace {

constexpr std::array cloud_words{std::string_view("public"), std::string_view("usgov"), std::string_view("china")};

struct kind_row {
    std::string_view option;
    std::string_view what;
    std::array<std::string_view, 3> suffixes; // in the order of cloud
};
// In the order of kind; facts/azure.md §3.3. The catalog holds the same (tests compare the two).
constexpr std::array kinds{
    kind_row{"--hub", "an IoT hub", {"azure-devices.net", "azure-devices.us", "azure-devices.cn"}},
    kind_row{"--registry", "a container registry", {"azurecr.io", "azurecr.us", "azurecr.cn"}},
    kind_row{"--storage", "a storage account",
        {"blob.core.windows.net", "blob.core.usgovcloudapi.net", "blob.core.chinacloudapi.cn"}},
    kind_row{"--dps", "the provisioning service",
        {"azure-devices-provisioning.net", "azure-devices-provisioning.us", "azure-devices-provisioning.cn"}},
};
constexpr const kind_row& row_of(azure_kind k) { return kinds[static_cast<std::size_t>(k)]; }

} // namespace

std::string_view option_of(azure_kind k) noexcept { return row_of(k).option; }
std::string_view suffix_of(azure_kind k, cloud c) noexcept { return row_of(k).suffixes[static_cast<std::size_t>(c)]; }

bool below(std::string_view host, std::string_view suffix) noexcept {
    return host.size() > suffix.size() && host.ends_with(suffix) && host[host.size() - suffix.size() - 1] == '.';
}

void check_cloud(azure_kind wanted, std::string_view host, cloud in) {
    const auto option = row_of(wanted).option;
    for (const auto& row : kinds)
        for (std::size_t c = 0; c < row.suffixes.size(); ++c) {
            if (host == row.suffixes[c])
                refuse(option, host, "is a cloud's domain, not a name in it",
                    fmt::format("put the name in front: contoso.{}", suffix_of(wanted, in)));
            if (!below(host, row.suffixes[c])) continue;
            if (&row != &row_of(wanted))
                refuse(option, host, fmt::format("is {}, not {}", row.what, row_of(wanted).what),
                    fmt::format("give it with {}", row.option));
            if (c != static_cast<std::size_t>(in))
                refuse(option, host,
                    fmt::format("belongs to the {} cloud, but --cloud is {}", cloud_words[c], to_string(in)),
                    fmt::format("give --cloud {}, or the name in the {} cloud", cloud_words[c], to_string(in)));
        }
}

std::string_view hub_suffix(cloud c) noexcept { return suffix_of(azure_kind::hub, c); }
std::string_view registry_suffix(cloud c) noexcept { return suffix_of(azure_kind::registry, c); }
std::string_view storage_suffix(cloud c) noexcept { return suffix_of(azure_kind::storage, c); }

std::string_view to_string(cloud c) noexcept { return cloud_words[static_cast<std::size_t>(c)]; }

std::optional<cloud> cloud_from(std::string_view word) noexcept {
    for (std::size_t i = 0; i < cloud_words.size(); ++i)
        if (cloud_words[i] == word) return static_cast<cloud>(i);
    return std::nullopt;
}

} // namespace rules
