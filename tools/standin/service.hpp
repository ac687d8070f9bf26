// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace standin {

/// What answers behind a name.
enum class part {
    hub,         ///< IoT Hub by its classic name
    hub_device,  ///< IoT Hub by its newer name, the one that offers TLS 1.3
    dps,         ///< Device Provisioning Service, global device endpoint
    mcr,         ///< Microsoft Container Registry, REST
    mcr_data,    ///< its layers
    acr,         ///< a customer's registry, REST
    acr_data,    ///< its layers, where it has dedicated data endpoints
    blob,        ///< Azure storage
    docker_hub,  ///< registry-1.docker.io
    docker_auth, ///< auth.docker.io
    docker_data, ///< its layers
    packages,    ///< packages.microsoft.com
    short_link,  ///< aka.ms
    raw_files,   ///< raw.githubusercontent.com
    time,        ///< NTP: a name only, nothing on TCP
};

/// The word for a part in logs: "hub", "mcr data".
std::string_view to_string(part p) noexcept;

/// Names beyond Azure's own that are stood for as well; lower-case, full.
struct extra_names {
    std::vector<std::string> hubs;
    std::vector<std::string> registries;
};

/// The part behind a name, in any letter case, with or without the trailing dot; nothing for a
/// name that is not stood for.
std::optional<part> part_for(std::string_view name, const extra_names& extra);

/// What DNS has to say of a name.
enum class name_state { served, parent_of_served, unknown };
/// `parent_of_served` for names above a served one ("azure-devices.net", "net"): they exist and
/// have no address (RFC 8020), otherwise a resolver that minimises its questions would stop there.
name_state state_of(std::string_view name, const extra_names& extra);

/// Every fixed name and pattern ("*.azure-devices.net"), for --help and --list.
std::vector<std::string> served_patterns(const extra_names& extra);

/// Lower-case, without the trailing dot.
std::string normal_name(std::string_view name);

/// Whether a name can be one in DNS: labels of 1 to 63 letters, digits, '-' or '_', 253 in all.
bool is_host_name(std::string_view name) noexcept;

} // namespace standin
