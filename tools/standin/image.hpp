// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace standin {

/// One thing a registry serves.
struct blob {
    std::string type; ///< media type
    std::string data;
};

/// A small, complete container image: an OCI index of three platforms, a manifest each, one
/// config each, one layer (a tar with one file). `docker pull` would take it. Digests are real.
struct image {
    std::string index;                     ///< digest of the index: what a tag names
    std::map<std::string, blob> manifests; ///< digest → index or manifest
    std::map<std::string, blob> blobs;     ///< digest → config or layer
};

/// Makes the image; the layer's file has `layer_size` bytes.
image make_image(std::size_t layer_size = 64 * 1024);

/// SHA-256, lower-case hex.
std::string sha256_hex(std::string_view data);

/// "sha256:<hex>".
std::string digest_of(std::string_view data);

} // namespace standin
