// SPDX-License-Identifier: MIT
//
// What a device's own files say: one value for whatever IoT Edge 1.1 or 1.2+ is told there. Pure: tools open the files.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/site.hpp"
#include "rules/site/manifest.hpp"

namespace rules {

/// A file as it was found. Only what a reader of it needs.
struct device_file {
    std::string path;  ///< on the device: "/etc/aziot/config.toml"
    std::string shown; ///< for people: with the root of a copy before it
    std::string text;
    bool read = true; ///< false: it is there and could not be read; `why` says so
    std::string why;
    std::optional<std::uint32_t> mode; ///< permission bits; nothing: unknown, or a copy whose bits say nothing
};

enum class iot_edge { unknown, v1_1, v1_2 }; ///< v1_2: and later

/// The configuration of the daemon: config.yaml, or config.toml with what was applied over it.
struct device_config {
    iot_edge version = iot_edge::unknown;
    node root; ///< all of it; of 1.2+ config.toml
    std::vector<file_fault> faults;
    std::optional<told> hostname, parent_hostname;
    std::optional<told> provisioning; ///< "manual", "dps", "external", "none"
    std::optional<told> hub;          ///< of the connection string, or iothub_hostname
    std::optional<told> device_id;
    bool connection_string = false;   ///< written in the file, with its key
    std::optional<told> dps_endpoint; ///< host name
    std::optional<told> dps_scope, attestation;
    std::optional<told> agent_image, upstream_protocol, agent_proxy; ///< agent_proxy: the password is ***
    std::vector<std::pair<std::string, told>> agent_env;             ///< names as written, passwords as ***
    std::vector<registry_credentials> agent_auth;                    ///< of [agent.config.auth]
    std::optional<told> trust_bundle, device_ca_cert, device_ca_pk;  ///< as written: "file:///…"
    std::vector<told> est;                                           ///< host names of EST servers
    std::optional<told> engine, network;                             ///< moby_runtime
};

/// All that is known of one device from files.
struct device {
    device_config config;
    std::vector<manifest> manifests;
    std::optional<told> provisioned_hub; ///< device_info of identityd
    document daemon_json;                ///< root none: there is none
    std::string daemon_json_file;        ///< empty: there is none
    std::vector<proxy_user> proxy_users; ///< from proxy::read_settings, by tools
    std::vector<device_file> files;      ///< all that were looked for and found
    std::vector<file_fault> faults;      ///< what no part above has
};

/// The applied configuration of 1.2+: config.toml and, merged over it in their order, config.d/*.toml of the daemons.
/// Where config.toml was changed and not applied, the applied files still win for what the daemons do; `files` may be
/// in any order. Nothing is thrown: faults are in the result.
device_config config_of_toml(const std::vector<device_file>& files);
device_config config_of_yaml(const device_file& file);

/// hub_name of /var/lib/aziot/identityd/device_info; nothing where it is "unprovisioned" or cannot be read.
std::optional<told> hub_of_device_info(const device_file& file, std::vector<file_fault>& faults);

/// Everything from files as they were found.
device device_of(std::vector<device_file> files);

/// The site that a device uses: exactly its hub, registries, EST servers, parent, and time servers as far as files
/// tell, `source` says for each value which file and line; what had to be assumed is in `source`, too, with the word
/// "assumed".
site site_of(const device& from, cloud in);

} // namespace rules
