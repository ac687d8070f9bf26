// SPDX-License-Identifier: MIT
#include "rules/settings.hpp"

#include <stdexcept>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "rules/proxy_shown.hpp"
#include "rules/shown.hpp"

namespace rules {
namespace {

/// What stands for a password, in files that have comments.
std::string comment_for(std::string_view proxy) {
    if (proxy.find("***") == proxy.npos) return {};
    return "# Put the proxy's password, percent-encoded, in place of ***.\n";
}

std::string toml_text(std::string_view protocol, std::string_view proxy) {
    auto text = std::string(why_both_modules()) + comment_for(proxy);
    text += fmt::format("[agent.env]\nUpstreamProtocol = \"{}\"\n", protocol);
    if (!proxy.empty()) text += fmt::format("https_proxy = \"{}\"\n", proxy);
    return text;
}

std::string yaml_text(std::string_view protocol, std::string_view proxy) {
    auto text = std::string(why_both_modules()) + comment_for(proxy);
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

/// systemd takes a '%' for the start of a specifier (systemd.unit(5)); written twice it is one.
std::string for_unit(std::string_view proxy) {
    std::string text;
    for (const char c : proxy) text.append(c == '%' ? 2 : 1, c);
    return text;
}

std::string unit_text(std::string_view proxy, std::initializer_list<std::string_view> variables) {
    std::string text = "# Then: systemctl daemon-reload, and restart the service.\n";
    if (!comment_for(proxy).empty())
        text += "# Put the proxy's password, percent-encoded and with every % written twice, in place of ***.\n";
    text += "[Service]\n";
    for (const auto variable : variables) text += fmt::format("Environment=\"{}={}\"\n", variable, for_unit(proxy));
    return text;
}

std::string daemon_text(std::string_view proxy) {
    return fmt::format("{{ \"proxies\": {{ \"http-proxy\": \"{0}\", \"https-proxy\": \"{0}\" }} }}\n", proxy);
}

std::string apt_text(std::string_view proxy) {
    return comment_for(proxy) + fmt::format("Acquire::http::Proxy \"{0}\";\nAcquire::https::Proxy \"{0}\";\n", proxy);
}

void add_proxy(std::vector<setting>& to, std::string_view proxy) {
    const auto drop_in = [](std::string_view unit) {
        return fmt::format("/etc/systemd/system/{}.service.d/proxy.conf", unit);
    };
    const auto service = "[Service] Environment";
    for (const auto* unit : {"aziot-identityd", "aziot-edged", "iotedge"}) // the last one: 1.1
        to.push_back({drop_in(unit), service, unit_text(proxy, {"https_proxy"})});
    to.push_back({drop_in("docker"), service, unit_text(proxy, {"HTTPS_PROXY", "HTTP_PROXY"})});
    to.push_back({"/etc/docker/daemon.json", "proxies, instead of Docker's unit", daemon_text(proxy)});
    to.push_back({"/etc/apt/apt.conf.d/80proxy", "Acquire::…::Proxy", apt_text(proxy)});
}

} // namespace

std::string_view why_both_modules() noexcept {
    return "# Set it here, and in the deployment for edgeAgent and edgeHub: where it is\n"
           "# unset, edgeAgent falls back to AMQP over WebSocket and edgeHub does not; and\n"
           "# a deployment without it overrides this file.\n";
}

std::vector<setting> settings_for(std::string_view upstream_protocol, std::string_view proxy) {
    const bool websocket = upstream_protocol == "AmqpWs" || upstream_protocol == "MqttWs";
    if (!websocket && upstream_protocol != "Amqp" && upstream_protocol != "Mqtt")
        throw std::invalid_argument(fmt::format(
            "UpstreamProtocol {}: is not known; use Amqp, AmqpWs, Mqtt or MqttWs", shown(upstream_protocol)));
    if (!proxy.empty() && !read_shown_proxy(proxy))
        throw std::invalid_argument("the proxy is no printable address; write http://user:***@host:port");
    std::vector<setting> all{
        {"/etc/aziot/config.toml", "[agent.env] UpstreamProtocol", toml_text(upstream_protocol, proxy)},
        {"/etc/iotedge/config.yaml", "agent: env: UpstreamProtocol", yaml_text(upstream_protocol, proxy)},
        {"deployment manifest", "systemModules: edgeAgent and edgeHub: env: UpstreamProtocol",
            manifest_text(upstream_protocol, proxy)}};
    if (!proxy.empty()) add_proxy(all, proxy);
    return all;
}

} // namespace rules
