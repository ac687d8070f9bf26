// SPDX-License-Identifier: MIT
//
// Azure's published address ranges by service: ServiceTags_Public_*.json and its like of the other clouds.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/ip/set.hpp"
#include "rules/site.hpp"

namespace rules {

/// One tag: what "AzureIoTHub" or "AzureIoTHub.WestEurope" stands for.
struct service_tag {
    std::string name;           ///< [A-Za-z0-9._-]
    std::string region;         ///< as the file has it ("westeurope", "germanywc"); empty: everywhere
    std::string system_service; ///< "AzureIoTHub"; empty of tags that are no single service's
    std::vector<std::string>
        features; ///< where it can be used: "NSG", "FW", "API", "UDR"; empty: the file does not say
    ip_set addresses;
};

struct service_tags {
    rules::cloud cloud = cloud::public_;
    std::size_t change_number = 0; ///< grows with every week's file
    std::vector<service_tag> tags; ///< in the order of the file
};

/// No such file is larger; a real one has 4 MB.
inline constexpr std::size_t max_service_tag_bytes = 50u << 20;

/// Reads a file. Strict in what it uses: types, strict prefixes without host bits, no tag and no key twice; keys that
/// it does not know are passed over. Throws std::invalid_argument with one line: `origin`, the place ("AzureIoTHub,
/// addressPrefixes[3]"), what is wrong, remedy; also where the file is another cloud's than `expected`.
service_tags read_service_tags(std::string_view json, std::string_view origin, std::optional<cloud> expected = {});

/// By its name in any case. Null: there is none.
const service_tag* find(const service_tags& in, std::string_view name) noexcept;

/// Whether a tag is of one region: its name's end or its region, in any case.
bool is_in_region(const service_tag& tag, std::string_view region) noexcept;

/// The tag of a service in one region: "AzureIoTHub" in "westeurope" is AzureIoTHub.WestEurope. Both in any case; the
/// region is Azure's programmatic name, or the file's own where that differs. Null: it has none there.
const service_tag* find_in_region(const service_tags& in, std::string_view service, std::string_view region) noexcept;

/// What allowing a set of addresses comes to.
struct price {
    std::size_t v4_prefixes = 0, v6_prefixes = 0; ///< after aggregation
    double v4_addresses = 0;
};
price price_of(const ip_set& addresses);

/// What a catalog row's `service_tag` ("MicrosoftContainerRegistry, AzureFrontDoor.FirstParty") comes to.
struct tag_choice {
    std::vector<std::string> names;   ///< of the tags taken, as the file writes them, in order
    std::vector<std::string> missing; ///< of those the file does not have
    ip_set addresses;
};

/// Throws std::invalid_argument, one line with those that are spelt alike, where no tag at all is of this region.
void want_region(const service_tags& from, const std::string& region);

/// Takes each tag's regional tags for these regions, and the tag of everywhere where the service has none in the first,
/// which is the site's; without regions always that. Throws as want_region() for the first region: everywhere is not
/// what was asked for.
tag_choice choose_tags(const service_tags& from, std::string_view row_tags, const std::vector<std::string>& regions);

/// What became of one tag between two files.
struct tag_change {
    std::string name;
    bool appeared = false, vanished = false; ///< the tag itself is new, or gone
    ip_set gained, lost;
};

/// Tags whose addresses differ, sorted by name: differences of sets, so that prefixes cut another way are no change.
std::vector<tag_change> diff(const service_tags& before, const service_tags& after);

} // namespace rules
