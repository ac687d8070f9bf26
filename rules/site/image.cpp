// SPDX-License-Identifier: MIT
//
// The name of a container image, as Docker takes it apart (github.com/distribution/reference, normalize.go).
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "netprobe/ascii.hpp"
#include "rules/site/manifest.hpp"

namespace rules {
namespace {

constexpr std::array<std::string_view, 2> docker_hub_hosts{"index.docker.io", "registry-1.docker.io"};

/// "$upstream:443" → the parent with that port, as edgeAgent puts it (facts/azure.md §4.3); without a port that is not
/// 443, the parent alone.
std::optional<std::string> of_parent(std::string_view rest, std::string_view parent) {
    if (parent.empty()) return std::nullopt;
    if (rest.empty() || rest == ":443") return netprobe::lower(parent);
    if (!rest.starts_with(':') || !netprobe::port_from(rest.substr(1))) return std::nullopt;
    return fmt::format("{}{}", netprobe::lower(parent), rest);
}

} // namespace

std::optional<std::string> registry_of_image(std::string_view image, std::string_view parent) {
    constexpr std::string_view upstream = "$upstream";
    if (image.empty() || image.find("://") != image.npos) return std::nullopt; // Docker refuses a URL
    const auto slash = image.find('/');
    const auto first = image.substr(0, slash);
    if (first.find("${") != first.npos) {
        // "temperature:${TAG}": whatever the tag is, that is Docker Hub.
        if (slash != image.npos || first.find("${") < first.find(':')) return std::nullopt;
    }
    if (slash == image.npos) return "docker.io";
    if (first.empty()) return std::nullopt;
    if (first.starts_with(upstream)) return of_parent(first.substr(upstream.size()), parent);
    const bool host = first.find_first_of(".:") != first.npos || first == "localhost" ||
                      std::any_of(first.begin(), first.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    if (!host) return "docker.io";
    auto name = netprobe::lower(first);
    if (std::find(docker_hub_hosts.begin(), docker_hub_hosts.end(), name) != docker_hub_hosts.end()) return "docker.io";
    constexpr std::string_view default_port = ":443";
    if (name.ends_with(default_port)) name.resize(name.size() - default_port.size());
    return name;
}

} // namespace rules
