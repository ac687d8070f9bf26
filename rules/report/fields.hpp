// SPDX-License-Identifier: MIT
//
// The keys of egress-report/1: paths, site and conclusions. How a description is written: step_fields.hpp.
#pragma once

#include "rules/report/step_fields.hpp"

namespace rules {

inline constexpr const char* report_schema = "egress-report/1";

// ---- paths

template <class A>
void fields(A& a, held<A, netprobe::variation>& o) {
    a.or_null("address", o.address);
    a("ttl", o.ttl);
    a("min_ttl", o.min_ttl);
    a("answer_ttl", o.answer_ttl);
    a("max_segment", o.max_segment);
    a.or_null("hello", o.hello);
    a("after_ms", o.after_ms);
    a.if_there("use_every_ms", o.use_every_ms);
    a.unless_usual("in_a_row", o.in_a_row);
}

/// The part of a path that the steps saw.
template <class A>
void what_was_seen(A& a, held<A, netprobe::path_observation>& o) {
    a.or_null("next_host", o.next_host);
    a("used", o.used);
    a.list("steps", [&o](auto& steps) {
        if (steps.begins("proxy_resolve", o.proxy)) {
            steps.one("proxy_resolve", [&o](auto& s) { resolve_step(s, o.proxy->resolve); });
            steps.many("proxy_connect", o.proxy->connects);
            steps.maybe("proxy_tls", o.proxy->tls);
            steps.many("tunnel", o.proxy->tunnel);
        } else {
            steps.one("resolve", [&o](auto& s) { resolve_step(s, o.resolve); });
            steps.many("connect", o.connects);
        }
        steps.maybe("tls", o.tls);
        steps.maybe("hold", o.hold);
        steps.maybe("upgrade", o.upgrade);
        steps.many("hello", o.hellos);
    });
    a.check("used", !o.used || *o.used < (o.proxy ? o.proxy->connects : o.connects).size(),
        "counts past the connect steps");
}

template <class A>
void fields(A& a, held<A, path_result>& o) {
    // What was tried wins over what was planned: a registry's layer host is known only then.
    auto& to = o.seen.to.id.empty() ? o.planned.to : o.seen.to;
    a("id", to.id);
    a("service", to.service);
    a("host", to.host);
    a("port", to.port);
    a("protocol", to.protocol);
    a("via", to.via);
    a("need", o.planned.need);
    a.or_null("group", o.planned.group);
    a("works", o.works);
    a("degraded", o.degraded);
    a.or_null("cause", o.cause);
    a("failed", o.seen.failed);
    a("elapsed_ms", o.seen.elapsed_ms);
    a("purpose", o.planned.purpose);
    a.or_null("resource", to.resource);
    a.or_null("after", to.after);
    a("service_roots", to.service_roots);
    a.or_null("server_name", to.server_name);
    a("may_redirect", to.may_redirect);
    a("hold_ms", to.hold_ms);
    a.unless_usual("as", to.as);
    what_was_seen(a, o.seen);
    if constexpr (A::reads) o.seen.to = o.planned.to;
}

// ---- site

template <class A>
void fields(A& a, held<A, registry>& o) {
    a("host", o.host);
    a.or_null("repository", o.repository);
}

template <class A>
void fields(A& a, held<A, extra_endpoint>& o) {
    a("host", o.host);
    a("port", o.port);
    a("protocol", o.protocol);
    a.if_there("purpose", o.purpose);
}

template <class A>
void fields(A& a, held<A, proxy_user>& o) {
    a("component", o.component);
    a.or_null("proxy", o.proxy);
    a.or_null("source", o.source);
    a.or_null("no_proxy", o.no_proxy);
    a("heeds_no_proxy", o.heeds_no_proxy);
}

template <class A>
void fields(A& a, held<A, pac_host>& o) {
    a("host", o.host);
    a.or_null("said", o.said);
    a.or_null("error", o.error);
}

template <class A>
void fields(A& a, held<A, pac_passed>& o) {
    a("proxy", o.proxy);
    a.or_null("address", o.address);
    a("failed", o.failed);
    a.or_null("code", o.code);
    a("elapsed_ms", o.elapsed_ms);
}

template <class A>
void fields(A& a, held<A, pac_file>& o) {
    a("source", o.source);
    a.or_null("error", o.error);
    a("hosts", o.hosts);
    a("chosen", o.chosen);
    a.unless_usual("heard", o.heard);
    a.unless_usual("passed", o.passed);
}

template <class A>
void fields(A& a, held<A, site>& o) {
    a("cloud", o.cloud);
    a.or_null("hub", o.hub);
    a("dps", o.dps);
    a.or_null("dps_scope", o.dps_scope);
    a.or_null("dps_host", o.dps_host);
    a("registries", o.registries);
    a("mcr", o.mcr);
    a("storage", o.storage);
    a.or_null("region", o.region);
    a.or_null("parent", o.parent);
    a("ntp", o.ntp);
    a("endpoints", o.endpoints);
    a.or_null("proxy", o.proxy);
    a("proxy_users", o.proxy_users);
    a("pac", o.pac);
    a("source", o.source);
}

// ---- conclusions

template <class A>
void fields(A& a, held<A, finding>& o) {
    a("cause", o.cause);
    a("severity", o.severity);
    a("where", o.where);
    a.or_null("box", o.box);
    a("paths", o.paths);
    a.either("confidence", o.proved, "proved", "likely");
    a("evidence", o.evidence);
    a.or_null("control", o.control);
    a("advice", o.advice);
    a("who", o.who);
}

template <class A>
void fields(A& a, held<A, alternative>& o) {
    a("upstream_protocol", o.upstream_protocol);
    a("via", o.via);
}

template <class A>
void fields(A& a, held<A, setting>& o) {
    a("file", o.file);
    a("key", o.key);
    a("text", o.text);
}

template <class A>
void fields(A& a, held<A, recommendation>& o) {
    a.or_null("upstream_protocol", o.upstream_protocol);
    a.or_null("via", o.via);
    a("because", o.because);
    a("alternatives", o.alternatives);
    a("settings", o.settings);
}

template <class A>
void fields(A& a, held<A, report>& o) {
    a.constant("schema", report_schema);
    a.object("tool", [&o](auto& tool) {
        tool("name", o.tool_name);
        tool("version", o.tool_version);
    });
    a("started", o.run.started);
    a("elapsed_ms", o.run.elapsed_ms);
    a("interrupted", o.run.interrupted);
    a.unless_usual("local_drops", o.run.local_drops);
    a.unless_usual("networks", o.run.networks);
    a("site", o.site);
    a("resolvers", o.run.resolvers);
    a("search", o.run.search);
    a("assumptions", o.assumptions);
    a("names", o.run.names);
    a("paths", o.paths);
    a("controls", o.controls);
    a("findings", o.findings);
    a("recommendation", o.recommendation);
    a("verdict", o.verdict);
}

} // namespace rules
