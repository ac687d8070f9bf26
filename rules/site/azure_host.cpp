// SPDX-License-Identifier: MIT
//
// IoT hubs and storage accounts, however they are given.
#include <fmt/format.h>

#include "rules/host_name.hpp"
#include "rules/shown.hpp"
#include "rules/site/clouds.hpp"
#include "rules/site/given.hpp"

namespace rules {
namespace {

/// The name in any of the forms a hub or a storage account is given in, completed to a full one.
std::string azure_host(azure_kind wanted, std::string_view given, cloud in) {
    const auto option = option_of(wanted);
    if (given.find("://") == given.npos && looks_like_key(given.substr(0, given.find_first_of("?#"))))
        refuse(option, given, "looks like a key", "give the name");
    const auto parts = take_apart(option, given);
    if (parts.colon && parts.port != "443")
        refuse(option, given, "names a port", "give the name alone: the ports are those of the service");
    constexpr std::string_view needs_name = "give the name: certificates and TLS need it";
    if (is_ipv6(parts.host)) refuse(option, parts.host, "is an address", needs_name);
    auto host = checked_name(option, parts.host);
    const bool full = host.find('.') != host.npos;
    if (full && reads_as_address(host)) refuse(option, host, "is an address", needs_name);
    if (!full && !parts.url && !parts.rest.empty())
        refuse(option, given, "is more than a name", "give the name alone, or an https:// address");
    if (!full) return fmt::format("{}.{}", host, suffix_of(wanted, in));
    check_cloud(wanted, host, in);
    return host;
}

} // namespace

std::string hub_host(std::string_view given, cloud in) {
    if (!is_connection_string(given)) return azure_host(azure_kind::hub, given, in);
    const auto name = value_of(given, "hostname");
    if (name.empty())
        refuse("--hub", given, "is a connection string without HostName",
            "give the hub's name, or the whole string of the device");
    return azure_host(azure_kind::hub, name, in);
}

std::string storage_host(std::string_view given, cloud in) {
    if (!is_connection_string(given)) return azure_host(azure_kind::storage, given, in);
    if (const auto blob = value_of(given, "blobendpoint"); !blob.empty())
        return azure_host(azure_kind::storage, blob, in);
    const auto account = value_of(given, "accountname");
    if (account.empty())
        refuse("--storage", given, "is a connection string without AccountName and BlobEndpoint",
            "give the account's name");
    const auto suffix = value_of(given, "endpointsuffix");
    if (suffix.empty()) return azure_host(azure_kind::storage, account, in);
    return azure_host(azure_kind::storage, fmt::format("{}.blob.{}", account, suffix), in);
}

} // namespace rules
