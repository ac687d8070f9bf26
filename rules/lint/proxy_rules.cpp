// SPDX-License-Identifier: MIT
//
// The proxy, where it is set: the same everywhere, of a kind that its reader can use, with a protocol that goes through
// it (facts/azure.md §0.3, §0.6, §4.2).
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "rules/lint/look.hpp"
#include "rules/lint/protocol_set.hpp"
#include "rules/lint/proxy_places.hpp"
#include "rules/lint/proxy_url.hpp"
#include "rules/lint/topics.hpp"

namespace rules {
namespace {

void look_for_different(const device& of, const lint_context&, lint_findings& found) {
    const auto places = proxy_places_of(of);
    const proxy_place* first = nullptr;
    for (const auto& one : places) {
        if (!one.set || one.address.empty()) continue;
        if (first == nullptr) first = &one;
        if (one.address != first->address)
            found.add(one.at,
                fmt::format("{} has the proxy {}, and {} has {} ({})", one.who, one.address, first->who, first->address,
                    to_string(first->at)),
                "write the same in both, unless each is meant to go its own way");
    }
}

// Proxies that modules of a manifest are told, wherever that is.
template <class Function>
void for_each_module_proxy(const device& of, Function look) {
    for (const auto& one : of.manifests)
        for (const auto& module : one.modules)
            if (module.system)
                if (const auto* const value = set_to(module, "https_proxy"))
                    look(module, *value, proxy_url_of(value->value));
}

void look_for_unusable(const device& of, const lint_context&, lint_findings& found) {
    for (const auto& setting : of.proxy_settings)
        if (setting.unusable && setting.in_use)
            for (const auto& what : setting.wrong)
                found.add(setting.at, what, "write http://HOST:PORT, or http://USER:PASSWORD@HOST:PORT");
    for_each_module_proxy(of, [&](const module_settings& module, const told& value, const proxy_url& url) {
        const auto what = !url.fault.empty()               ? url.fault
                          : url.scheme.empty()             ? "it has no scheme, and the host is taken for one"
                          : url.scheme.starts_with("http") ? ""
                                                           : "IoT Edge's modules know HTTP proxies only";
        if (!what.empty())
            found.add(value.at, fmt::format("{} can do nothing with its https_proxy: {}", module.name, what),
                "write http://HOST:PORT, or http://USER:PASSWORD@HOST:PORT");
    });
}

void look_for_https(const device& of, const lint_context&, lint_findings& found) {
    for_each_module_proxy(of, [&](const module_settings& module, const told& value, const proxy_url& url) {
        if (url.fault.empty() && url.scheme == "https")
            found.add(value.at,
                fmt::format("{} is told a proxy of https://: IoT Edge up to 1.4 cannot use one, and later ones are "
                            "untried",
                    module.name),
                "write http:// if the proxy listens without TLS, too");
    });
}

void look_at_logins(const device& of, const lint_context&, lint_findings& found) {
    for (const auto& setting : of.proxy_settings)
        if (!setting.unusable && !setting.ignored)
            for (const auto& what : setting.wrong) found.add(setting.at, what, "write it as its reader reads it");
    for_each_module_proxy(of, [&](const module_settings& module, const told& value, const proxy_url& url) {
        if (url.fault.empty() && url.odd_login)
            found.add(value.at, fmt::format("{} may read the login of its https_proxy in another way", module.name),
                "write %40 %2F %3F %23 %5C for @ / ? # \\");
        else if (url.fault.empty() && url.colon_in_password)
            found.add(value.at, fmt::format("{} takes the proxy's password to end at its first ':'", module.name),
                "write %3A for it");
    });
}

// Whoever has a proxy may have it for the hub's HTTPS only: AMQP and MQTT are all right where they get out directly.
void look_for_tcp_protocols(const device& of, const lint_context& with, lint_findings& found) {
    constexpr auto remedy = "write AmqpWs or MqttWs, for edgeAgent and edgeHub";
    const auto wrong = [&](std::string_view protocol) {
        return (protocol == "Amqp" || protocol == "Mqtt") && !with.ways.to_hub(protocol).direct_works();
    };
    const auto say = [&](const told& value, std::string_view whose, std::string_view protocol) {
        found.add(with.ways.to_hub(protocol).blocked() ? severity::error : severity::warning, value.at,
            fmt::format("{} has a proxy and the protocol {}, which goes past it", whose, protocol), remedy);
    };
    if (const auto own = protocol_of(of.config);
        wrong(own) && of.config.agent_proxy && !of.config.agent_proxy->value.empty())
        say(*of.config.upstream_protocol, "edgeAgent", own);
    for (const auto& system : system_modules_of(of)) {
        const auto agent = protocol_of(system.agent);
        for (const auto* module : {system.agent, system.hub}) {
            if (module == nullptr || set_to(*module, "https_proxy") == nullptr) continue;
            bool later = false;
            const auto* const value = set_to(*module, "UpstreamProtocol", &later);
            const auto own = protocol_of(module);
            if (wrong(own))
                say(*value, module->name, own);
            else if (module == system.hub && own.empty() && !later && agent.empty() && wrong("Amqp") &&
                     (system.agent == nullptr || !set_to(*system.agent, "UpstreamProtocol", &later)) && !later)
                found.add(module->at,
                    "edgeHub has a proxy and no UpstreamProtocol: it tries AMQP on 5671 only, which goes past it",
                    remedy);
        }
    }
}

void look_for_fallback_behind_proxy(const device& of, const lint_context& with, lint_findings& found) {
    if (!of.config.faults.empty()) return; // the protocol may be in what could not be read
    if (with.ways.to_hub("Amqp").direct_works()) return;
    if (!of.config.agent_proxy || of.config.agent_proxy->value.empty() || of.config.upstream_protocol) return;
    found.add(of.config.agent_proxy->at,
        "edgeAgent has a proxy and no UpstreamProtocol: it tries AMQP on 5671 past the proxy before AMQP over "
        "WebSocket, every time",
        of.config.version == iot_edge::v1_1 ? "add UpstreamProtocol: \"AmqpWs\" to agent: env: in config.yaml"
                                            : "add \"UpstreamProtocol\" = \"AmqpWs\" to [agent.env]");
}

void look_for_ignored_exceptions(const device& of, const lint_context&, lint_findings& found) {
    constexpr auto remedy = "take it out, or let the proxy make the exception";
    for (const auto& setting : of.proxy_settings)
        if (setting.ignored)
            found.add(setting.at,
                fmt::format(
                    "{} has no effect on {}, which uses its proxy for every host", setting.variable, setting.component),
                remedy);
    for (const auto& one : of.manifests)
        for (const auto& module : one.modules)
            if (module.system)
                if (const auto* const list = set_to(module, "no_proxy"))
                    found.add(list->at,
                        fmt::format("no_proxy has no effect on {}, which uses its proxy for every host", module.name),
                        remedy);
}

constexpr auto proxy_article = "Microsoft, how-to-configure-proxy-support";
constexpr std::array proxy_rows{
    lint_rule{"proxy-differs", severity::warning, "Not the same proxy everywhere", proxy_article, look_for_different},
    lint_rule{"proxy-unusable", severity::error, "A proxy that its reader can do nothing with",
        "proxy/components.cpp: what each reader of a proxy can use, with its source", look_for_unusable},
    lint_rule{"proxy-https", severity::warning, "A proxy of https:// for IoT Edge's modules",
        "iotedge issues 1324 and 7091", look_for_https},
    lint_rule{"proxy-misread", severity::warning, "A proxy setting that its reader reads in another way, or not at all",
        "iotedge: edge-util Proxy.cs; iot-identity-service: http-common/src/proxy.rs", look_at_logins},
    lint_rule{"proxy-needs-websocket", severity::error, "A proxy with a protocol that does not go through it",
        "iotedge: ModuleClientProvider.cs, CloudConnectionProvider.cs (\"Only WebSocket protocols can use an HTTP "
        "forward proxy\")",
        look_for_tcp_protocols},
    lint_rule{"proxy-protocol-unset", severity::warning, "A proxy, and no protocol that goes through it",
        "iotedge: ModuleClientProvider.cs", look_for_fallback_behind_proxy},
    lint_rule{"no-proxy-ignored", severity::warning, "no_proxy for somebody who does not read it",
        "iot-identity-service issue 493; iotedge: edge-util Proxy.cs", look_for_ignored_exceptions},
};

} // namespace

std::span<const lint_rule> proxy_rules() noexcept { return proxy_rows; }

} // namespace rules
