// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "netprobe/failure.hpp"

namespace rules {

/// The Azure cloud a site belongs to: it decides every suffix.
enum class cloud { public_, usgov, china };

/// A container registry the site pulls from.
struct registry {
    std::string host;       ///< "contoso.azurecr.io", "docker.io", "registry.contoso.com"
    std::string repository; ///< "team/module:1.0" where the user named one that can be pulled without credentials
};

/// An endpoint that no row of the catalog has: --endpoint HOST:PORT/PROTOCOL, or of the device's configuration.
struct extra_endpoint {
    std::string host;
    int port = 0;
    std::string protocol;                          ///< a row of netprobe::protocols()
    std::string purpose = "given with --endpoint"; ///< for people
};

/// proxy_user::source of a part that the device's files say nothing about: edgeHub, which only its deployment tells.
inline constexpr std::string_view deployment_only = "set by the deployment only";

/// How one program of the device gets out, as its settings say. Holds no secret.
struct proxy_user {
    std::string component;       ///< "aziot-identityd", "dockerd", "edgeAgent"
    std::string proxy;           ///< its address, the password as ***; empty: none, it goes out directly
    std::string source;          ///< where that is set, for people: "/etc/aziot/config.toml:12"; empty: nowhere
    std::string no_proxy;        ///< hosts that are to be reached directly, as written
    bool heeds_no_proxy = false; ///< it reads no_proxy at all (facts/azure.md §4.2)

    /// Its setting is among what was read; else an empty proxy says nothing.
    bool known() const noexcept { return !proxy.empty() || source != deployment_only; }
};

/// What a PAC file says of one host.
struct pac_host {
    std::string host;
    std::string said;  ///< "PROXY proxy.corp.example:3128; DIRECT"
    std::string error; ///< one line; empty: none
};

/// A proxy that a PAC file names before the one to go by, and that cannot be reached.
struct pac_passed {
    std::string proxy;   ///< "http://old.corp.example:3128"
    std::string address; ///< that did not take the connection; empty: its name has none
    netprobe::failure failed = netprobe::failure::none;
    std::string code;      ///< the reporting layer's own word: "ECONNREFUSED", "NXDOMAIN"
    double elapsed_ms = 0; ///< until that was known

    bool operator==(const pac_passed&) const = default;
};

/// The site's proxy auto-configuration, as far as it was asked for. IoT Edge itself reads none.
struct pac_file {
    std::string source; ///< where it is from: a file or a URL
    std::string error;  ///< why it could not be had; empty: it could
    bool heard = false; ///< a file was read, or its server answered, if with an error
    std::vector<pac_host> hosts;
    bool chosen = false; ///< site::proxy is what it names for the hub: the first that can be reached, else the first
    std::vector<pac_passed> passed; ///< in the file's order; empty where site::proxy is the first
};

/// What one site uses: the configuration of a device, or what the options said.
struct site {
    rules::cloud cloud = cloud::public_;
    std::string hub;                       ///< full host name, lower case; empty: unknown
    bool dps = false;                      ///< the device provisions through DPS
    std::string dps_scope;                 ///< id scope; may be empty
    std::string dps_host;                  ///< DPS by a name of the site's own; empty: the cloud's
    std::vector<registry> registries;      ///< besides MCR
    bool mcr = true;                       ///< images come from MCR; false: a manifest names none that does
    std::vector<std::string> storage;      ///< full blob host names
    std::string region;                    ///< Azure region short name ("westeurope"), or empty
    std::string parent;                    ///< parent host of a nested device, or empty
    std::vector<std::string> ntp;          ///< time servers; empty: the catalog's default
    std::vector<extra_endpoint> endpoints; ///< the user's own
    std::string proxy;                     ///< the way out through somebody else, the password as ***; empty: none
    std::vector<proxy_user> proxy_users;   ///< who on this device would use which proxy
    std::optional<pac_file> pac;           ///< nothing: none was asked for
    std::vector<std::string> source;       ///< where each value came from, for people: "hub: --hub"
};

/// Reads what a user may give as a hub: a short name, a host name, a URL, or a whole connection
/// string, of which only the HostName is kept (facts/azure.md §4.1). Throws std::invalid_argument
/// with one line that names the option, the place and the remedy; the line holds no secret.
std::string hub_host(std::string_view given, cloud in);

/// The same for registries ("contoso", "contoso.azurecr.io", "docker.io", "host/repo:tag") and
/// storage accounts ("contoso", "contoso.blob.core.windows.net", a URL with a SAS token: dropped).
registry registry_host(std::string_view given, cloud in);
std::string storage_host(std::string_view given, cloud in);

/// HOST:PORT/PROTOCOL, "[::1]:8883/mqtt". Throws std::invalid_argument as above.
extra_endpoint endpoint_of(std::string_view given);

/// A name or address for an option that takes any host (--parent, --ntp): lower case, without the
/// trailing dot; an IPv6 address without brackets. Throws std::invalid_argument as above.
std::string host_of(std::string_view option, std::string_view given);

/// An id scope of DPS: letters and digits, at most 32. Throws as above.
std::string scope_of(std::string_view given);

/// Azure's short name of a region: "West Europe" and "westeurope" give "westeurope". Throws as above.
std::string region_of(std::string_view given);

/// The suffixes by which names of a cloud are recognised; the built-in catalog has the same.
std::string_view hub_suffix(cloud c) noexcept;
std::string_view registry_suffix(cloud c) noexcept;
std::string_view storage_suffix(cloud c) noexcept;

/// The report's words: "public", "usgov", "china".
std::string_view to_string(cloud c) noexcept;
std::optional<cloud> cloud_from(std::string_view word) noexcept;

} // namespace rules
