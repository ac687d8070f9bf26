// SPDX-License-Identifier: MIT
//
// Container registries, alone or with what to pull from them.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "netprobe/ascii.hpp"
#include "rules/host_name.hpp"
#include "rules/shown.hpp"
#include "rules/site/clouds.hpp"
#include "rules/site/given.hpp"

namespace rules {

using netprobe::lower;
using netprobe::port_from;

namespace {

// All of them are one service, whichever its users know it by.
constexpr std::array<std::string_view, 5> docker_hub_names{
    "docker.io", "registry-1.docker.io", "index.docker.io", "hub.docker.com", "registry.hub.docker.com"};

/// "/team/module:1.0" → "team/module:1.0"; "" where there is none. With neither tag nor digest: ":latest".
std::string repository_in(std::string_view option, const given_host& parts) {
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
                fmt::format("write {0}.{1}/… or docker.io/{0}/…", out.host, suffix_of(azure_kind::registry, in)));
        out.host += fmt::format(".{}", suffix_of(azure_kind::registry, in));
    }
    check_cloud(azure_kind::registry, out.host, in);
    if (below(out.host, fmt::format("data.{}", suffix_of(azure_kind::registry, in))))
        refuse(option, out.host, "is a registry's data endpoint", "give the registry itself, and --region");
    if (std::ranges::find(docker_hub_names, out.host) != docker_hub_names.end()) {
        out.host = "docker.io";
        if (!out.repository.empty() && out.repository.find('/') == out.repository.npos)
            out.repository.insert(0, "library/");
    }
    if (parts.colon && parts.port != "443") {
        if (out.host == "docker.io" || below(out.host, suffix_of(azure_kind::registry, in)))
            refuse(option, given, "names a port that this service does not have", "leave the port out");
        out.host = v6 ? fmt::format("[{}]:{}", out.host, parts.port) : fmt::format("{}:{}", out.host, parts.port);
    } else if (v6) {
        out.host = fmt::format("[{}]", out.host);
    }
    return out;
}

} // namespace rules
