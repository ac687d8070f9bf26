// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace rules {

/// The parts of an image's name that follow its registry.
struct image_name {
    std::string repository; ///< "azureiotedge-agent", the last part alone
    std::string tag;        ///< empty: none is written
    bool digest = false;    ///< "@sha256:…": this very image
};
image_name image_name_of(std::string_view image);

/// Major and minor of a tag: {1, 5} of "1.5", "1.5.19-linux-amd64". Nothing of other tags.
std::optional<std::pair<int, int>> version_of_tag(std::string_view tag);

} // namespace rules
