// SPDX-License-Identifier: MIT
//
// The proxy: in all its places or in none, of a kind that its reader can use, with a protocol that goes through it
// (facts/azure.md §0.3, §0.6, §4.2).
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

using way_needs = proxy_place::needs;

std::string with_url(std::string remedy, const std::string& url) {
    const auto at = remedy.find("%s");
    return at == remedy.npos ? remedy : remedy.replace(at, 2, url);
}

const proxy_place* first_set(const std::vector<proxy_place>& places, way_needs what) {
    const auto found = std::ranges::find_if(
        places, [what](const proxy_place& p) { return p.what == what && p.set && !p.address.empty(); });
    return found == places.end() ? nullptr : &*found;
}

// How much it matters that somebody has no proxy, where another one has. A report knows who needs it.
severity weight_of_missing(const proxy_place& one, const device& of, const lint_context& with, severity usual) {
    const auto seen = one.seen_in(with.ways);
    if (seen.needs_proxy()) return severity::error;
    if (seen.direct_works() || one.declined) return severity::note;
    // The device starts with the one, and the deployment takes it away.
    const bool taken_away = one.who == "edgeAgent" && of.config.agent_proxy && !of.config.agent_proxy->value.empty();
    return taken_away ? severity::error : usual;
}

// Those of a kind who have none, where somebody who goes to the hub has one.
void look_for_missing(const device& of, const lint_context& with, way_needs what, severity usual, std::string_view why,
    lint_findings& found) {
    const auto places = proxy_places_of(of);
    const auto* const set = first_set(places, way_needs::hub);
    if (set == nullptr) return;
    for (const auto& one : places) {
        if (one.what != what || one.set || one.later) continue;
        const bool has_line = one.at.line > 0;
        const auto weight = weight_of_missing(one, of, with, usual);
        const auto reason = weight == severity::error && one.seen_in(with.ways).needs_proxy()
                                ? fmt::format("{} says that it gets out by the proxy only", with.report)
                            : one.seen_in(with.ways).direct_works()
                                ? fmt::format("{} says that it gets out without", with.report)
                                : std::string(why);
        found.add(weight, has_line ? one.at : set->at,
            has_line ? fmt::format("{} has no proxy here, and {} sets {}: {}", one.who, to_string(set->at),
                           set->address, reason)
                     : fmt::format("the proxy {} is set here, and {} has none: {}", set->address, one.who, reason),
            with_url(one.remedy, "http://" + set->address));
    }
}

void look_for_missing_hub_users(const device& of, const lint_context& with, lint_findings& found) {
    look_for_missing(of, with, way_needs::hub, severity::warning,
        "identity daemon, edgeAgent and edgeHub go to the same hub, each only by what it is told itself", found);
}

void look_for_missing_engine(const device& of, const lint_context& with, lint_findings& found) {
    look_for_missing(of, with, way_needs::images, severity::warning, "images are pulled directly", found);
}

void look_for_missing_edged(const device& of, const lint_context& with, lint_findings& found) {
    look_for_missing(of, with, way_needs::nothing, severity::note,
        "it makes no calls itself, but `iotedge check` compares it", found);
}

// A site that lets out by its proxy only, and nobody who goes to the hub was told of it.
void look_for_needed(const device& of, const lint_context& with, lint_findings& found) {
    const auto places = proxy_places_of(of);
    if (first_set(places, way_needs::hub) != nullptr) return; // who lacks it then has a rule of its own
    for (const auto& one : places) {
        if (one.set || one.later || !one.seen_in(with.ways).needs_proxy()) continue;
        found.add(one.at.file.empty() ? place{of.config.root.at().file, 0} : one.at,
            fmt::format("{} has no proxy, and {} says that {} by the proxy only", one.who, with.report,
                one.what == way_needs::images ? "images come" : "the hub is reached"),
            with_url(one.remedy, with.ways.proxy.empty() ? "http://HOST:PORT" : with.ways.proxy));
    }
}

void look_for_engine_alone(const device& of, const lint_context& with, lint_findings& found) {
    const auto places = proxy_places_of(of);
    const auto* const engine = first_set(places, way_needs::images);
    const auto asks = [&](const proxy_place& p) { // of the others a report knows what they need
        const auto seen = p.seen_in(with.ways);
        return p.what == way_needs::hub && !p.later && !seen.direct_works() && !seen.needs_proxy();
    };
    if (engine == nullptr || first_set(places, way_needs::hub) != nullptr || std::ranges::none_of(places, asks)) return;
    found.add(engine->at,
        fmt::format("images come by the proxy {}, and nobody who goes to the hub has a proxy", engine->address),
        "set it for aziot-identityd, edgeAgent and edgeHub, too, unless the hub is reached directly");
}

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
    lint_rule{"proxy-needed", severity::error, "The site lets out by its proxy only, and nobody is told of it",
        "the report given with --report", look_for_needed},
    lint_rule{"proxy-missing", severity::warning, "Some who go to the hub have a proxy and others have none",
        proxy_article, look_for_missing_hub_users},
    lint_rule{"proxy-missing-engine", severity::warning,
        "The container engine has no proxy, and those who go to the hub do", proxy_article, look_for_missing_engine},
    lint_rule{"proxy-missing-edged", severity::note, "aziot-edged has no proxy, which `iotedge check` remarks",
        proxy_article, look_for_missing_edged},
    lint_rule{"proxy-engine-only", severity::warning, "Only the container engine has a proxy", proxy_article,
        look_for_engine_alone},
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
