// SPDX-License-Identifier: MIT
#include "rules/site.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string_view>

#include <fmt/format.h>

#include "rules/host_name.hpp"
#include "rules/shown.hpp"

namespace rules {
namespace {

constexpr std::array cloud_words{std::string_view("public"), std::string_view("usgov"), std::string_view("china")};

enum class kind { hub, registry, storage, dps };
struct kind_row {
    std::string_view option;
    std::string_view what;
    std::array<std::string_view, 3> suffixes; // in the order of cloud
};
// In the order of kind; facts/azure.md §3.3. The catalog holds the same (tests compare the two).
constexpr std::array kinds{
    kind_row{"--hub", "an IoT hub", {"azure-devices.net", "azure-devices.us", "azure-devices.cn"}},
    kind_row{"--registry", "a container registry", {"azurecr.io", "azurecr.us", "azurecr.cn"}},
    kind_row{"--storage", "a storage account",
        {"blob.core.windows.net", "blob.core.usgovcloudapi.net", "blob.core.chinacloudapi.cn"}},
    kind_row{"--dps", "the provisioning service",
        {"azure-devices-provisioning.net", "azure-devices-provisioning.us", "azure-devices-provisioning.cn"}},
};
constexpr const kind_row& row_of(kind k) { return kinds[static_cast<std::size_t>(k)]; }
constexpr std::string_view suffix_of(kind k, cloud c) { return row_of(k).suffixes[static_cast<std::size_t>(c)]; }

/// One line: the option, what was given, what is wrong with it, what to do.
[[noreturn]] void refuse(
    std::string_view option, std::string_view given, std::string_view what, std::string_view remedy) {
    throw std::invalid_argument(fmt::format("{} {}: {}; {}", option, shown_without_secret(given), what, remedy));
}

bool below(std::string_view host, std::string_view suffix) noexcept {
    return host.size() > suffix.size() && host.ends_with(suffix) && host[host.size() - suffix.size() - 1] == '.';
}

/// Lower case, without one trailing dot, checked as a name.
std::string checked_name(std::string_view option, std::string_view name) {
    if (name.size() > 1 && name.ends_with('.')) name.remove_suffix(1);
    if (const auto fault = fault_of_name(name)) refuse(option, name, fault->what, fault->remedy);
    return lower(name);
}

/// A name that is not one of Azure's in another cloud or of another kind.
void check_cloud(kind wanted, std::string_view host, cloud in) {
    const auto option = row_of(wanted).option;
    for (const auto& row : kinds)
        for (std::size_t c = 0; c < row.suffixes.size(); ++c) {
            if (host == row.suffixes[c])
                refuse(option, host, "is a cloud's domain, not a name in it",
                    fmt::format("put the name in front: contoso.{}", suffix_of(wanted, in)));
            if (!below(host, row.suffixes[c])) continue;
            if (&row != &row_of(wanted))
                refuse(option, host, fmt::format("is {}, not {}", row.what, row_of(wanted).what),
                    fmt::format("give it with {}", row.option));
            if (c != static_cast<std::size_t>(in))
                refuse(option, host,
                    fmt::format("belongs to the {} cloud, but --cloud is {}", cloud_words[c], to_string(in)),
                    fmt::format("give --cloud {}, or the name in the {} cloud", cloud_words[c], to_string(in)));
        }
}

struct address {
    std::string_view host; // brackets and user information removed
    std::string_view port; // empty: none
    std::string_view rest; // from the first '/', '?' or '#'; empty: none
    bool url = false;
    bool colon = false; // a port was announced, even an empty one
};

/// "https://user@host:port/rest" in its parts; only https and wss are schemes here.
address take_apart(std::string_view option, std::string_view given) {
    address out;
    auto text = given;
    if (const auto scheme = text.find("://"); scheme != text.npos) {
        const auto word = lower(text.substr(0, scheme));
        text.remove_prefix(scheme + 3);
        if (word != "https" && word != "wss")
            refuse(option, word, "is a scheme that does not apply here", "give the name alone, or an https:// address");
        out.url = true;
    }
    const auto end = std::min(text.find_first_of("/?#"), text.size());
    out.rest = text.substr(end);
    text = text.substr(0, end);
    // A digest ("repo@sha256:…") comes after the first '/', so an '@' here ends user information.
    if (const auto at = text.rfind('@'); at != text.npos) text.remove_prefix(at + 1);
    if (text.starts_with('[')) {
        const auto close = text.find(']');
        if (close == text.npos)
            refuse(option, text, "has a bracket without its pair", "write [ADDRESS] or [ADDRESS]:PORT");
        out.host = text.substr(1, close - 1);
        text.remove_prefix(close + 1);
        if (!is_ipv6(out.host)) refuse(option, out.host, "is no IPv6 address", "brackets are for IPv6 addresses only");
        if (!text.empty() && text[0] != ':') refuse(option, text, "follows the address", "write [ADDRESS]:PORT");
    } else {
        const auto colon = std::min(text.find(':'), text.size());
        out.host = text.substr(0, colon);
        text.remove_prefix(colon);
        if (text.find(':', 1) != text.npos)
            refuse(option, given, "has more than one colon", "write an IPv6 address in brackets");
    }
    out.colon = !text.empty();
    out.port = text.substr(std::min<std::size_t>(1, text.size()));
    return out;
}

/// The value of a key in "Key=value;Key=value" (facts/azure.md §4.1); keys in either case, as people type them.
std::string_view value_of(std::string_view text, std::string_view wanted) {
    while (!text.empty()) {
        const auto end = std::min(text.find(';'), text.size());
        const auto part = text.substr(0, end);
        if (const auto equals = part.find('='); equals != part.npos && lower(part.substr(0, equals)) == wanted)
            return part.substr(equals + 1);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return {};
}

/// A connection string: it has a "key=" before anything that only a URL would have.
bool is_connection_string(std::string_view text) noexcept {
    const auto sign = text.find_first_of("=;/?#:");
    return sign != text.npos && (text[sign] == '=' || text[sign] == ';');
}

/// The name in any of the forms a hub or a storage account is given in, completed to a full one.
std::string azure_host(kind wanted, std::string_view given, cloud in) {
    const auto option = row_of(wanted).option;
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

// All of them are one service, whichever its users know it by.
constexpr std::array<std::string_view, 5> docker_hub_names{
    "docker.io", "registry-1.docker.io", "index.docker.io", "hub.docker.com", "registry.hub.docker.com"};

// The names of netprobe::protocols() that make a path; dns does not, the resolve step covers it.
constexpr std::array<std::string_view, 8> endpoint_protocols{
    "amqp", "mqtt", "amqp_ws", "mqtt_ws", "https", "registry", "blob", "ntp"};

/// "/team/module:1.0" → "team/module:1.0"; "" where there is none. With neither tag nor digest: ":latest".
std::string repository_in(std::string_view option, const address& parts) {
    auto text = parts.rest;
    while (text.starts_with('/')) text.remove_prefix(1);
    if (parts.url && (text == "v2" || text.starts_with("v2/"))) return {}; // the API's own path, not an image
    while (text.ends_with('/')) text.remove_suffix(1);
    if (text.empty()) return {};
    const auto wrong = [&](std::string_view what, std::string_view remedy) { refuse(option, text, what, remedy); };
    if (text.size() > 255) wrong("has more than 255 characters", "give REPOSITORY:TAG");
    const auto end = std::min(text.find_first_of(":@"), text.size());
    const auto name = text.substr(0, end), version = text.substr(end);
    const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
    if (!std::ranges::all_of(name, [&](char c) { return plain(c) || c == '.' || c == '_' || c == '-' || c == '/'; }) ||
        name.empty() || !plain(name.front()) || !plain(name.back()) || name.find("//") != name.npos ||
        name.find("..") != name.npos)
        wrong("is no repository's name", "write lower-case letters, digits, '.', '_', '-' and '/', then :TAG");
    const auto word = [&](char c) { return plain(c) || (c >= 'A' && c <= 'Z') || c == '.' || c == '_' || c == '-'; };
    const auto hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
    if (version.empty()) return fmt::format("{}:latest", text);
    const auto value = version.substr(1);
    constexpr std::string_view digest = "sha256:";
    const bool good = version[0] == ':' ? !value.empty() && value.size() <= 128 && std::ranges::all_of(value, word)
                                        : value.starts_with(digest) && value.size() == digest.size() + 64 &&
                                              std::ranges::all_of(value.substr(digest.size()), hex);
    if (!good) wrong("has no valid tag or digest", "write REPOSITORY:TAG or REPOSITORY@sha256:…");
    return std::string(text);
}

} // namespace

std::string hub_host(std::string_view given, cloud in) {
    if (!is_connection_string(given)) return azure_host(kind::hub, given, in);
    const auto name = value_of(given, "hostname");
    if (name.empty())
        refuse("--hub", given, "is a connection string without HostName",
            "give the hub's name, or the whole string of the device");
    return azure_host(kind::hub, name, in);
}

std::string storage_host(std::string_view given, cloud in) {
    if (!is_connection_string(given)) return azure_host(kind::storage, given, in);
    if (const auto blob = value_of(given, "blobendpoint"); !blob.empty()) return azure_host(kind::storage, blob, in);
    const auto account = value_of(given, "accountname");
    if (account.empty())
        refuse("--storage", given, "is a connection string without AccountName and BlobEndpoint",
            "give the account's name");
    const auto suffix = value_of(given, "endpointsuffix");
    if (suffix.empty()) return azure_host(kind::storage, account, in);
    return azure_host(kind::storage, fmt::format("{}.blob.{}", account, suffix), in);
}

registry registry_host(std::string_view given, cloud in) {
    constexpr std::string_view option = "--registry";
    if (is_connection_string(given) || looks_like_key(given.substr(0, given.find('@'))))
        refuse(option, given, "looks like a credential", "give the registry's name: contoso.azurecr.io");
    const auto parts = take_apart(option, given);
    if (parts.rest.starts_with('?') || parts.rest.starts_with('#'))
        refuse(option, given, "is more than a registry", "give HOST or HOST/REPOSITORY:TAG");
    registry out;
    const bool v6 = parts.host.find(':') != parts.host.npos;
    out.host = v6 ? lower(parts.host) : checked_name(option, parts.host);
    const bool full = v6 || out.host.find('.') != out.host.npos || out.host == "localhost";
    if (full && !v6 && reads_as_address(out.host) && !is_ipv4(out.host))
        refuse(option, out.host, "is no IPv4 address", "write four numbers from 0 to 255 with dots between");
    if (parts.colon && !port_from(parts.port))
        refuse(option, given, "has something after the colon that is no port",
            "a tag needs a repository in front: HOST/REPOSITORY:TAG");
    out.repository = repository_in(option, parts);
    if (!full && !parts.colon) {
        // In an image's name this would be a user of Docker Hub; in this option it may be an ACR's short name.
        if (!out.repository.empty())
            refuse(option, given, "may mean two registries",
                fmt::format("write {0}.{1}/… or docker.io/{0}/…", out.host, suffix_of(kind::registry, in)));
        out.host += fmt::format(".{}", suffix_of(kind::registry, in));
    }
    check_cloud(kind::registry, out.host, in);
    if (below(out.host, fmt::format("data.{}", suffix_of(kind::registry, in))))
        refuse(option, out.host, "is a registry's data endpoint", "give the registry itself, and --region");
    if (std::ranges::find(docker_hub_names, out.host) != docker_hub_names.end()) {
        out.host = "docker.io";
        if (!out.repository.empty() && out.repository.find('/') == out.repository.npos)
            out.repository.insert(0, "library/");
    }
    if (parts.colon && parts.port != "443") {
        if (out.host == "docker.io" || below(out.host, suffix_of(kind::registry, in)))
            refuse(option, given, "names a port that this service does not have", "leave the port out");
        out.host = v6 ? fmt::format("[{}]:{}", out.host, parts.port) : fmt::format("{}:{}", out.host, parts.port);
    } else if (v6) {
        out.host = fmt::format("[{}]", out.host);
    }
    return out;
}

extra_endpoint endpoint_of(std::string_view given) {
    constexpr std::string_view option = "--endpoint";
    constexpr std::string_view form = "write HOST:PORT/PROTOCOL, e.g. broker.contoso.com:8883/mqtt";
    if (given.find("://") != given.npos) refuse(option, given, "is an address with a scheme", form);
    const auto parts = take_apart(option, given);
    extra_endpoint out;
    out.protocol = lower(parts.rest.substr(std::min<std::size_t>(1, parts.rest.size())));
    if (!parts.rest.starts_with('/') || out.protocol.empty()) refuse(option, given, "names no protocol", form);
    if (std::ranges::find(endpoint_protocols, out.protocol) == endpoint_protocols.end())
        refuse(option, given, fmt::format("names an unknown protocol {}", shown_without_secret(out.protocol)),
            fmt::format("the protocols are: {}", fmt::join(endpoint_protocols, ", ")));
    if (!parts.colon) refuse(option, given, "names no port", form);
    const auto port = port_from(parts.port);
    if (!port) refuse(option, given, "names no port from 1 to 65535", form);
    out.port = *port;
    out.host = host_of(option, parts.host);
    return out;
}

std::string host_of(std::string_view option, std::string_view given) {
    if (is_ipv6(given)) return lower(given);
    const auto parts = take_apart(option, given);
    if (parts.url || parts.colon || !parts.rest.empty() || given.find('@') != given.npos)
        refuse(option, given, "is more than a host", "give the name or address alone");
    if (is_ipv6(parts.host)) return lower(parts.host);
    auto host = checked_name(option, parts.host);
    if (reads_as_address(host) && !is_ipv4(host))
        refuse(option, host, "is no IPv4 address", "write four numbers from 0 to 255 with dots between");
    return host;
}

std::string region_of(std::string_view given) {
    std::string region = lower(given);
    std::erase(region, ' ');
    const bool plain =
        std::ranges::all_of(region, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
    if (region.empty() || region.size() > 40 || !plain)
        refuse("--region", given, "is no Azure region", "give its short name, e.g. westeurope");
    return region;
}

std::string scope_of(std::string_view given) {
    const bool plain = std::ranges::all_of(
        given, [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
    if (given.empty() || given.size() > 32 || !plain || looks_like_key(given))
        refuse("--dps", given, "is no id scope",
            "give the scope that the portal shows, such as 0ne00A1B2C3, or --dps alone");
    return std::string(given);
}

std::string_view hub_suffix(cloud c) noexcept { return suffix_of(kind::hub, c); }
std::string_view registry_suffix(cloud c) noexcept { return suffix_of(kind::registry, c); }
std::string_view storage_suffix(cloud c) noexcept { return suffix_of(kind::storage, c); }

std::string_view to_string(cloud c) noexcept { return cloud_words[static_cast<std::size_t>(c)]; }

std::optional<cloud> cloud_from(std::string_view word) noexcept {
    for (std::size_t i = 0; i < cloud_words.size(); ++i)
        if (cloud_words[i] == word) return static_cast<cloud>(i);
    return std::nullopt;
}

} // namespace rules
