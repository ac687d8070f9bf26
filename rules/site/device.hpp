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
    bool read = true; ///< false: it is there and could not be read; `why` says so: "cannot be read: …"
    std::string why;
    bool manifest = false;             ///< it was given as a manifest, whatever its name
    std::optional<std::uint32_t> mode; ///< permission bits; nothing: unknown, or a copy whose bits say nothing
};

enum class iot_edge { unknown, v1_1, v1_2 }; ///< v1_2: and later

/// What config.toml says and `iotedge config apply` has not brought to the daemons yet.
struct pending_change {
    std::string name;     ///< "agent.env.UpstreamProtocol"
    told wanted, applied; ///< without secrets; applied.value empty: the daemon has none
    bool hidden = false;  ///< the values are not to be shown, and only differ
};

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
    std::vector<std::pair<std::string, told>> agent_env; ///< names as written, values that may be secrets as ***
    std::vector<registry_credentials> agent_auth;        ///< of [agent.config.auth]
    std::optional<told> trust_bundle, device_ca_cert, device_ca_pk; ///< as written: "file:///…"
    std::vector<told> est;               ///< EST servers: host, or host:port where that is not 443
    std::optional<told> engine, network; ///< moby_runtime
    std::vector<pending_change> not_applied;
};

/// What is written down for one reader of a proxy setting; filled by tools from proxy::read_settings. No secrets.
struct proxy_setting {
    std::string component; ///< "aziot-identityd", as in proxy::components()
    std::string variable;  ///< "https_proxy", "proxies.https-proxy"
    place at;
    std::string address;            ///< host and port; empty: it says that there is none, or cannot be read
    std::string scheme;             ///< "http", "https", "socks5"; empty where `address` is
    bool in_use = false;            ///< its reader takes this one
    bool exceptions = false;        ///< a no_proxy list
    bool ignored = false;           ///< such a list, and its reader knows none
    bool login = false;             ///< user name or password stand in it
    bool unusable = false;          ///< its reader can do nothing with it; `wrong` says why
    std::vector<std::string> wrong; ///< what will not work as it is written, one line each
};

/// One certificate of a file that the configuration names; filled by tools, which can read PEM. A bundle has several.
struct certificate_facts {
    enum class use : std::uint8_t { device_ca, trust_bundle, identity };
    use what = use::device_ca;
    std::string file;                ///< for people
    place named;                     ///< where the configuration names it
    std::string not_before;          ///< RFC 3339, UTC
    std::string not_after;           ///< the same
    bool is_ca = false;              ///< basic constraints say CA:TRUE
    std::string subject;             ///< RFC 2253
    std::optional<bool> key_matches; ///< nothing: there is no key to compare, or it is not a file
    std::string fault;               ///< why there is no certificate to speak of; the other members say nothing then
    bool not_seen = false;           ///< with `fault`: it could not be looked at from here, and may be all right
};

/// All that is known of one device from files.
struct device {
    device_config config;
    std::vector<manifest> manifests;
    std::optional<told> provisioned_hub;         ///< device_info of identityd
    document daemon_json;                        ///< root none: there is none
    std::string daemon_json_file;                ///< empty: there is none
    std::vector<proxy_user> proxy_users;         ///< from proxy::read_settings, by tools
    std::vector<told> ntp;                       ///< time servers that the system is set to
    std::vector<device_file> files;              ///< all that were looked for and found
    std::vector<file_fault> faults;              ///< what no part above has
    std::vector<proxy_setting> proxy_settings;   ///< who is told which proxy where; by tools
    std::vector<std::string> proxy_readers;      ///< components that there is something of on the device; by tools
    bool drop_ins_seen = false;                  ///< /etc/systemd is there: what is not in it is not set; by tools
    std::vector<certificate_facts> certificates; ///< by tools
    std::vector<told> engine_packages;           ///< engines that dpkg has installed: "moby-engine"; by tools
};

/// The applied configuration of 1.2+: config.toml and, merged over it in their order, config.d/*.toml of the daemons.
/// Where config.toml was changed and not applied, the applied files still win for what the daemons do; `files` may be
/// in any order. Nothing is thrown: faults are in the result.
device_config config_of_toml(const std::vector<device_file>& files);
device_config config_of_yaml(const device_file& file);

/// hub_name of /var/lib/aziot/identityd/device_info; nothing where it is "unprovisioned" or cannot be read.
std::optional<told> hub_of_device_info(const device_file& file, std::vector<file_fault>& faults);

/// Whether the device is to be provisioned by DPS and was not yet, as far as its files tell: its installer's first day.
/// Not where the file that would know its hub is there and cannot be read or understood.
bool awaits_provisioning(const device& of);

/// Whether a device has such a file only because IoT Edge is on it: config.toml, config.yaml, what was applied,
/// device_info.
bool is_iot_edge_file(std::string_view path) noexcept;

/// Everything from files as they were found. A file is a manifest where it was given as one.
device device_of(std::vector<device_file> files);

/// The upstream protocol that the manifests set for edgeAgent and edgeHub alike, as it is written there: "AmqpWs".
/// Empty where they set none, or two: then each of the protocols may be in use.
std::string deployed_protocol(const device& of);

/// The site that a device uses: exactly its hub, registries, EST servers, parent, and time servers as far as files
/// tell, `source` says for each value which file and line; what had to be assumed is in `source`, too, with the word
/// "assumed".
site site_of(const device& from, cloud in);

} // namespace rules
