// SPDX-License-Identifier: MIT
//
// The keys of what a path's steps saw, in egress-report/1; those of paths, site and conclusions are in fields.hpp. One
// description per struct, walked by the writer and by the reader: a key that one of them knows and the other does not
// cannot exist. An archive A offers
//   A::reads                    whether values are filled in or written out
//   a(key, value)               numbers, texts, words of enumerators, structs; std::optional is null or
//                               a value, std::vector a list
//   a.or_null(key, text)        a text that is null where it is empty
//   a.if_there(key, value)      a text or number whose key older reports do not have: it keeps its value then
//   a.unless_usual(key, value)  a struct or text that is left out where it says nothing but the usual
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
    a.unless_usual("local_peer", o.local_peer);
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
void fields(A& a, held<A, netprobe::refused_in_a_row>& o) {
    a("refused", o.refused);
    a("looped", o.looped);
    a("sent", o.sent);
    a("to_programs", o.to_programs);
    a("counted_at_once", o.counted_at_once);
}

template <class A>
void fields(A& a, held<A, netprobe::connect_observation>& o) {
    outcome_fields(a, o);
    a("address", o.address);
    a("port", o.port);
    a.or_null("local_address", o.local_address);
    a.unless_usual("answer_ttl", o.answer_ttl);
    a.unless_usual("in_a_row", o.in_a_row);
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

} // namespace rules
