// SPDX-License-Identifier: MIT
#include "rules/lint/image_name.hpp"

#include <charconv>

namespace rules {

image_name image_name_of(std::string_view image) {
    image_name name;
    if (const auto at = image.find('@'); at != image.npos) {
        name.digest = true;
        image = image.substr(0, at);
    }
    image = image.substr(image.rfind('/') + 1); // npos + 1 is 0
    const auto colon = image.find(':');
    name.repository = image.substr(0, colon);
    if (colon != image.npos) name.tag = image.substr(colon + 1);
    return name;
}

std::optional<std::pair<int, int>> version_of_tag(std::string_view tag) {
    std::pair<int, int> version;
    const auto* const end = tag.data() + tag.size();
    const auto major = std::from_chars(tag.data(), end, version.first);
    if (major.ec != std::errc() || major.ptr == end || *major.ptr != '.') return std::nullopt;
    const auto minor = std::from_chars(major.ptr + 1, end, version.second);
    if (minor.ec != std::errc() || (minor.ptr != end && *minor.ptr != '.' && *minor.ptr != '-')) return std::nullopt;
    return version;
}

} // namespace rules
