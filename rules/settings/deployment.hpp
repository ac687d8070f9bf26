// SPDX-License-Identifier: MIT
//
// The deployment's part of the settings: a JSON merge patch (RFC 7396) for a manifest, and the whole input of
// `az iot edge set-modules`.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/site/device.hpp"

namespace rules {

/// A manifest that settings are for, as text and as it was read from that.
struct given_manifest {
    std::string_view text;
    const manifest* read = nullptr;
};

/// The patch, as JSON with a line end. It leads through the manifest's own keys: "content", dotted keys of layers,
/// other cases; variables of the same name in another case are taken out. Without a manifest it is for one as
/// set-modules takes it. Throws std::invalid_argument where the manifest is no JSON object with modulesContent, or as
/// settings_for() does.
std::string merge_patch_for(std::string_view upstream_protocol, std::string_view proxy,
    const std::optional<given_manifest>& manifest = std::nullopt);

/// The input of set-modules.
struct set_modules_input {
    std::string text;                ///< JSON with a line end, to be looked at: for what may be a secret, ***
    std::vector<std::string> hidden; ///< that, as JSON pointers (RFC 6901)
    std::string whole;               ///< the same with the manifest's secrets in it: for a file that a user names
};

/// The manifest with the patch applied, or, without one, the smallest for a device that runs no module of its own.
/// Hidden is what is secret by private_parts_of(). Throws as merge_patch_for(), and where the manifest is a template or
/// a layer, which set-modules does not take.
set_modules_input set_modules_input_for(std::string_view upstream_protocol, std::string_view proxy,
    const std::optional<given_manifest>& manifest = std::nullopt, iot_edge version = iot_edge::unknown);

} // namespace rules
