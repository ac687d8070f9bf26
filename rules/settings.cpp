// SPDX-License-Identifier: MIT
#include "rules/settings.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "netprobe/ascii.hpp"
#include "rules/shown.hpp"

namespace rules {

using netprobe::lower;

namespace {

constexpr std::string_view hidden = "***";

/// The proxy's address with *** for the password, fit to stand between double quotes in all three formats.
std::string shown_proxy(std::string_view url) {
    const auto scheme = url.find("://");
    const auto word = lower(url.substr(0, scheme));
    const bool plain = std::ranges::all_of(url, [](char c) { return c > ' ' && c <= '~' && c != '"' && c != '\\'; });
    if (scheme == url.npos || (word != "http" && word != "https") || !plain)
        throw std::invalid_argument(
            "--proxy: is no http:// or https:// address in printable ASCII; write http://user:password@host:port");
    const auto start = scheme + 3;
    const auto end = std::min(url.find_first_of("/?#", start), url.size());
    const auto at = url.substr(0, end).rfind('@');
    if (at == url.npos || at < start) return std::string(url.substr(0, end));
    const auto user = url.substr(start, at - start);
    const auto colon = user.find(':');
    if (colon == user.npos) return std::string(url.substr(0, end));
    return fmt::format("{}://{}:{}@{}", word, user.substr(0, colon), hidden, url.substr(at + 1, end - at - 1));
}

/// The head of both files that have comments.
std::string comment_for(std::string_view proxy) {
    std::string text(why_both_modules());
    if (proxy.find(hidden) != proxy.npos) text += "# Put the password of the proxy in place of ***.\n";
    return text;
}

std::string toml_text(std::string_view protocol, std::string_view proxy) {
    std::string text = comment_for(proxy);
    text += fmt::format("[agent.env]\nUpstreamProtocol = \"{}\"\n", protocol);
    if (!proxy.empty()) text += fmt::format("https_proxy = \"{}\"\n", proxy);
    return text;
}

std::string yaml_text(std::string_view protocol, std::string_view proxy) {
    std::string text = comment_for(proxy);
    text += fmt::format("agent:\n  env:\n    UpstreamProtocol: \"{}\"\n", protocol);
    if (!proxy.empty()) text += fmt::format("    https_proxy: \"{}\"\n", proxy);
    return text;
}

/// JSON has no comments: the reason stands in the other two, and in the recommendation.
std::string manifest_text(std::string_view protocol, std::string_view proxy) {
    nlohmann::ordered_json env;
    env["UpstreamProtocol"]["value"] = protocol;
    if (!proxy.empty()) env["https_proxy"]["value"] = proxy;
    // Laid out by hand: as deep as it is, one key a line would fill a screen.
    return fmt::format("{{ \"modulesContent\": {{ \"$edgeAgent\": {{ \"properties.desired\": {{ \"systemModules\": {{\n"
                       "    \"edgeAgent\": {{ \"env\": {0} }},\n"
                       "    \"edgeHub\":   {{ \"env\": {0} }}\n"
                       "}} }} }} }} }}\n",
        env.dump());
}

} // namespace

std::string_view why_both_modules() noexcept {
    return "# Set it here, and in the deployment for edgeAgent and edgeHub: where it is\n"
           "# unset, edgeAgent falls back to AMQP over WebSocket and edgeHub does not; and\n"
           "# a deployment without it overrides this file.\n";
}

std::vector<setting> settings_for(
    std::string_view upstream_protocol, std::string_view via, std::string_view proxy_url) {
    const bool websocket = upstream_protocol == "AmqpWs" || upstream_protocol == "MqttWs";
    if (!websocket && upstream_protocol != "Amqp" && upstream_protocol != "Mqtt")
        throw std::invalid_argument(fmt::format(
            "UpstreamProtocol {}: is not known; use Amqp, AmqpWs, Mqtt or MqttWs", shown(upstream_protocol)));
    if (via != "direct" && via != "proxy")
        throw std::invalid_argument(fmt::format("way out {}: is not known; use direct or proxy", shown(via)));
    if (via == "proxy" && !websocket)
        throw std::invalid_argument(
            fmt::format("UpstreamProtocol {}: does not use a proxy; use {}Ws", upstream_protocol, upstream_protocol));
    const auto proxy = via == "proxy" ? shown_proxy(proxy_url) : std::string();
    return {{"/etc/aziot/config.toml", "[agent.env] UpstreamProtocol", toml_text(upstream_protocol, proxy)},
        {"/etc/iotedge/config.yaml", "agent: env: UpstreamProtocol", yaml_text(upstream_protocol, proxy)},
        {"deployment manifest", "systemModules: edgeAgent and edgeHub: env: UpstreamProtocol",
            manifest_text(upstream_protocol, proxy)}};
}

} // namespace rules
