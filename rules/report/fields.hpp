// SPDX-License-Identifier: MIT
//
// The keys of egress-report/1, one description per struct, walked by the writer and by the reader:
// a key that one of them knows and the other does not cannot exist. An archive A offers
//   A::reads                    whether values are filled in or written out
//   a(key, value)               numbers, texts, words of enumerators, structs; std::optional is null or
//                               a value, std::vector a list
//   a.or_null(key, text)        a text that is null where it is empty
//   a.if_there(key, value)      a text or number whose key older reports do not have: it keeps its value then
//   a.unless_usual(key, value) a struct that is left out where it says nothing but the usual
//   a.either(key, flag, yes, no)  a bool that is written as one of two words
//   a.derived(key, value)       a function's bool that follows from other keys: checked when read
//   a.constant(key, text)       always this text
//   a.object(key, walk)         an object that the structs do not have: walk(a) says its keys
//   a.list(key, walk)           a list of objects of several kinds, told apart by their key "step":
//                               walk(s) says s.one / s.maybe / s.many(word, value) in order;
//                               s.begins(word, value): the optional value is there, and its steps begin with word
//   a.check(key, holds, text)   a rule between values; reading fails with `text` where it does not hold
#pragma once

#include <optional>
#include <type_traits>
#include <vector>

#include "rules/report.hpp"

namespace rules {

/// What an archive holds: const while writing, not while reading.
template <class A, class T>
using held = std::conditional_t<A::reads, T, const T>;

/// What the archives tell apart beside numbers, texts and structs.
template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;
template <class T>
inline constexpr bool is_vector = false;
template <class T>
inline constexpr bool is_vector<std::vector<T>> = true;

inline constexpr const char* report_schema = "egress-report/1";

template <class A>
void fields(A& a, held<A, netprobe::outcome>& o) {
    a.derived("ok", [&o] { return o.ok(); });
    a("failed", o.failed);
    a("code", o.code);
    a("detail", o.detail);
    a("started_ms", o.started_ms);
    a("elapsed_ms", o.elapsed_ms);
}

/// The same for a step that derives from outcome, where fields() would call itself.
template <class A>
void outcome_fields(A& a, held<A, netprobe::outcome>& o) {
    fields(a, o);
}

// ---- kernel

template <class A>
void fields(A& a, held<A, netprobe::icmp_error>& o) {
    a("version", o.version);
    a("type", o.type);
    a("code", o.code);
    a.or_null("offender", o.offender);
}

template <class A>
void fields(A& a, held<A, netprobe::tcp_state>& o) {
    a("state", o.state);
    a("total_retrans", o.total_retrans);
    a("unacked", o.unacked);
    a("backoff", o.backoff);
    a("bytes_acked", o.bytes_acked);
    a("bytes_received", o.bytes_received);
    a("data_segs_in", o.data_segs_in);
    a("snd_mss", o.snd_mss);
    a("rcv_mss", o.rcv_mss);
    a("advmss", o.advmss);
    a("pmtu", o.pmtu);
    a("rtt_ms", o.rtt_ms);
}

template <class A>
void fields(A& a, held<A, netprobe::kernel_evidence>& o) {
    a("icmp", o.icmp);
    a("tcp", o.tcp);
}

// ---- names

template <class A>
void fields(A& a, held<A, netprobe::dns_record>& o) {
    a("name", o.name);
    a("type", o.type);
    a("ttl", o.ttl);
    a("data", o.data);
}

template <class A>
void fields(A& a, held<A, netprobe::dns_answer>& o) {
    a("resolver", o.resolver);
    a.or_null("local_address", o.local_address);
    a("name", o.name);
    a("type", o.type);
    outcome_fields(a, o);
    a("rcode", o.rcode);
    a("authoritative", o.authoritative);
    a("truncated", o.truncated);
    a("recursion_available", o.recursion_available);
    a("edns", o.edns);
    a("extended_error", o.extended_error);
    a.or_null("extended_error_text", o.extended_error_text);
    a.or_null("soa", o.soa);
    a("records", o.records);
    a("records_left_out", o.records_left_out);
    a("second_records", o.second_records);
    a("over_tcp", o.over_tcp);
    a("tcp_retry", o.tcp_retry);
    a("tries", o.tries);
    a("bad_replies", o.bad_replies);
    a("icmp", o.icmp);
}

template <class A>
void fields(A& a, held<A, netprobe::system_answer>& o) {
    outcome_fields(a, o);
    a("addresses", o.addresses);
    a.or_null("canonical", o.canonical);
    a("hosts_file", o.hosts_file);
}

/// A path's own step: who was asked and what was said is in the report's "names".
template <class A>
void resolve_step(A& a, held<A, netprobe::resolve_observation>& o) {
    outcome_fields(a, o);
    a("name", o.name);
    a("source", o.source);
    a("addresses", o.addresses);
    a("addresses_left_out", o.addresses_left_out);
}

template <class A>
void fields(A& a, held<A, netprobe::resolve_observation>& o) {
    resolve_step(a, o);
    a("answers", o.answers);
    a("system", o.system);
}

// ---- steps

template <class A>
void fields(A& a, held<A, netprobe::connect_observation>& o) {
    outcome_fields(a, o);
    a("address", o.address);
    a("port", o.port);
    a.or_null("local_address", o.local_address);
    a.unless_usual("answer_ttl", o.answer_ttl);
    a("kernel", o.kernel);
}

template <class A>
void fields(A& a, held<A, netprobe::certificate>& o) {
    a("subject", o.subject);
    a("issuer", o.issuer);
    a("sha256", o.sha256);
    a("not_before", o.not_before);
    a("not_after", o.not_after);
    a("names", o.names);
}

template <class A>
void fields(A& a, held<A, netprobe::tls_observation>& o) {
    outcome_fields(a, o);
    a.or_null("server_name", o.server_name);
    a.or_null("version", o.version);
    a.or_null("cipher", o.cipher);
    a.or_null("alpn", o.alpn);
    a("chain", o.chain);
    a("chain_left_out", o.chain_left_out);
    a("verify_code", o.verify_code);
    a.or_null("verify_text", o.verify_text);
    a("name_matches", o.name_matches);
    a.or_null("root", o.root);
    a.or_null("root_sha256", o.root_sha256);
    a("service_root", o.service_root);
    a("names_service_root", o.names_service_root);
    a("client_certificate_asked", o.client_certificate_asked);
    a("alert", o.alert);
    a.or_null("first_bytes", o.first_bytes);
    a("bytes_sent", o.bytes_sent);
    a("bytes_received", o.bytes_received);
    a("kernel", o.kernel);
}

template <class A>
void fields(A& a, held<A, netprobe::http_answer>& o) {
    a("status", o.status);
    a("reason", o.reason);
    a("headers", o.headers);
    a("body", o.body);
}

template <class A>
void fields(A& a, held<A, netprobe::hold_observation>& o) {
    outcome_fields(a, o);
    a("idle_ms", o.idle_ms);
    a("kernel", o.kernel);
}

template <class A>
void fields(A& a, held<A, netprobe::upgrade_observation>& o) {
    outcome_fields(a, o);
    a.or_null("subprotocol", o.subprotocol);
    a("accept_matches", o.accept_matches);
    a("answer", o.answer);
    a("kernel", o.kernel);
}

template <class A>
void fields(A& a, held<A, netprobe::hello_observation>& o) {
    outcome_fields(a, o);
    a("protocol", o.protocol);
    a("asked", o.asked);
    a("said", o.said);
    a("http", o.http);
    a.or_null("first_bytes", o.first_bytes);
    a("clock_offset_ms", o.clock_offset_ms);
    a("kernel", o.kernel);
}

// ---- through a proxy

template <class A>
void fields(A& a, held<A, netprobe::socks_answer>& o) {
    a("method", o.method);
    a("login", o.login);
    a("reply", o.reply);
}

template <class A>
void fields(A& a, held<A, netprobe::tunnel_observation>& o) {
    outcome_fields(a, o);
    a("asked", o.asked);
    a.or_null("credentials", o.credentials);
    a("offered", o.offered);
    a("http", o.http);
    a("socks", o.socks);
    a.or_null("first_bytes", o.first_bytes);
    a("early_bytes", o.early_bytes);
    a("kernel", o.kernel);
}

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
void fields(A& a, held<A, pac_file>& o) {
    a("source", o.source);
    a.or_null("error", o.error);
    a("hosts", o.hosts);
    a("chosen", o.chosen);
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
