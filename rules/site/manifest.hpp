// SPDX-License-Identifier: MIT
//
// A deployment manifest: what the cloud tells a device to run (facts/azure.md §4.3). Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/site/document.hpp"

namespace rules {

/// A text and where it stands.
struct told {
    std::string value;
    place at;
};

/// One module as the manifest wants it.
struct module_settings {
    std::string name;    ///< "edgeAgent", "temperature"
    bool system = false; ///< edgeAgent or edgeHub
    place at;            ///< where it begins
    std::optional<told> image, type, status, restart_policy;
    std::vector<std::pair<std::string, told>> env; ///< names as written; values as text
    document create_options; ///< the chunks createOptions, createOptions01, … put together and parsed; lines are those
                             ///< of the manifest where it is one chunk on one line. root none: there are none
    bool has_create_options = false;

    /// The variable by its name, whatever its case (as .NET reads it); nullptr: not set.
    const told* variable(std::string_view name_of_it) const noexcept;
};

/// What a registry is entered with. The password is not kept.
struct registry_credentials {
    std::string name;
    place at;
    std::optional<told> address, username;
    bool has_password = false;
};

/// A manifest as far as it could be read.
struct manifest {
    enum class type {
        deployment, ///< all of what the device is to run
        layered,    ///< dotted keys: added to another
        partial     ///< no $edgeAgent: module twins only
    };
    std::string file;
    type kind = type::deployment;
    bool from_template = false;           ///< it has ${…} that are filled in later
    std::vector<module_settings> modules; ///< system modules first
    std::vector<registry_credentials> credentials;
    node edge_agent;                ///< properties.desired of $edgeAgent, dotted keys resolved
    node edge_hub;                  ///< properties.desired of $edgeHub, the same
    std::vector<file_fault> faults; ///< not JSON, wrong types, misspelled keys ("evn")

    const module_settings* module(std::string_view name) const noexcept;
};

/// Whether a JSON document looks like a manifest at all: modulesContent, alone or in "content".
bool is_manifest(const document& json);

/// Reads plain manifests, {"content": …} exports, layered deployments with dotted keys, and templates.
manifest manifest_of(document json, const std::string& file);

/// The registry that an image is pulled from (facts/azure.md §4.3): "mcr.microsoft.com", "docker.io"; `parent` is put
/// for $upstream. Nothing: it cannot be told (a placeholder; $upstream without a parent).
std::optional<std::string> registry_of_image(std::string_view image, std::string_view parent);

} // namespace rules
