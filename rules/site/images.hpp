// SPDX-License-Identifier: MIT
//
// Where the images of a device come from.
#pragma once

#include <string>
#include <vector>

#include "rules/site/device.hpp"

namespace rules {

/// A registry, and the first image that is pulled from it.
struct image_registry {
    std::string host;       ///< as registry_of_image() has it; a mirror by its own name
    std::string repository; ///< of the image where it can be pulled without credentials; empty: nobody knows that
    std::string module;     ///< whose image
    told image;
};

struct device_images {
    std::vector<image_registry> registries;
    std::vector<image_registry> unknown; ///< images whose registry cannot be told; host is empty
    bool all_modules = false;            ///< a manifest names all of them: edgeAgent and edgeHub are among them
    bool microsoft = false;              ///< one of them comes from Microsoft's registry, or may
};

/// From the manifests, and from the configuration: what edgeAgent itself starts from. Images of Docker Hub come from
/// its mirrors, too, where daemon.json has some.
device_images images_of(const device& from);

} // namespace rules
