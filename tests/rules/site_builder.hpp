// SPDX-License-Identifier: MIT
//
// A healthy site of a dozen paths, and one change each: how a fault looks to the steps, as measured in
// facts/faults.md. Values only.
#pragma once

#include <algorithm>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "rules/diagnose.hpp"

namespace site_builder {

using netprobe::failure;

inline constexpr auto hub = "contoso.azure-devices.net";
inline constexpr auto hub_address = "203.0.113.7";
inline constexpr auto root_name = "CN=DigiCert Global Root G2,OU=www.digicert.com,O=DigiCert Inc,C=US";

inline netprobe::certificate leaf_for(const std::string& host) {
    return {"CN=" + host, "CN=Microsoft Azure RSA TLS Issuing CA 03,O=Microsoft Corporation,C=US", "leaf-" + host,
        "2026-06-01T00:00:00Z", "2027-06-01T00:00:00Z", {host}};
}

inline netprobe::certificate intermediate() {
    return {"CN=Microsoft Azure RSA TLS Issuing CA 03,O=Microsoft Corporation,C=US", root_name, "issuing-ca-03",
        "2020-01-01T00:00:00Z", "2030-01-01T00:00:00Z", {}};
}

inline netprobe::connect_observation connected(const std::string& address, int port, double ms = 12) {
    netprobe::connect_observation c;
    c.address = address;
    c.port = static_cast<std::uint16_t>(port);
    c.local_address = address.find(':') == std::string::npos ? "10.0.0.20" : "2001:db8::20";
    c.elapsed_ms = ms;
    c.kernel.tcp = netprobe::tcp_state{.state = "ESTABLISHED", .rtt_ms = ms};
    return c;
}

inline netprobe::dns_answer answer(const std::string& resolver, const std::string& name, const std::string& type,
    const std::vector<std::string>& addresses) {
    netprobe::dns_answer a;
    a.resolver = resolver;
    a.name = name;
    a.type = type;
    a.rcode = 0;
    a.edns = true;
    a.recursion_available = true;
    a.tries = 1;
    a.elapsed_ms = 3;
    for (const auto& address : addresses) a.records.push_back({name, type, 60, address});
    if (addresses.empty()) a.soa = "azure-devices.net";
    return a;
}

/// One path that works: DNS, TCP, TLS, WebSocket where it has one, the protocol's answer.
inline rules::path_result path(const std::string& service, const std::string& host, int port,
    const std::string& protocol, rules::need need, const std::string& address, bool service_roots) {
    rules::path_result p;
    auto& to = p.planned.to;
    to.id = service + "/" + protocol + "/direct";
    to.service = service;
    to.host = host;
    to.port = static_cast<std::uint16_t>(port);
    to.protocol = protocol;
    to.service_roots = service_roots;
    p.planned.need = need;
    if (need == rules::need::alternative) p.planned.group = "upstream";
    auto& seen = p.seen;
    seen.to = to;
    seen.resolve.name = host;
    seen.resolve.addresses = {address};
    netprobe::hello_observation hello;
    hello.protocol = protocol;
    hello.elapsed_ms = 15;
    if (protocol == "ntp") {
        hello.clock_offset_ms = 4;
    } else {
        seen.connects = {connected(address, port)};
        seen.used = 0;
        netprobe::tls_observation tls;
        tls.server_name = host;
        tls.version = "TLSv1.2";
        tls.chain = {leaf_for(host), intermediate()};
        tls.name_matches = true;
        tls.root = root_name;
        tls.root_sha256 = "cb3ccbb7";
        tls.service_root = service_roots;
        seen.tls = tls;
        if (protocol.ends_with("_ws")) {
            seen.upgrade.emplace();
            seen.upgrade->accept_matches = true;
            seen.upgrade->subprotocol = protocol == "mqtt_ws" ? "mqtt" : "AMQPWSB10";
            seen.upgrade->answer.status = 101;
        } else if (protocol == "https" || protocol == "registry" || protocol == "blob") {
            hello.http.emplace();
            hello.http->status = 401;
            hello.clock_offset_ms = 300;
        }
    }
    seen.hellos = {hello};
    return p;
}

inline void add(rules::report& r, rules::path_result p) {
    const auto& host = p.seen.to.host;
    const auto known = [&](const auto& n) { return n.name == host; };
    if (std::none_of(r.run.names.begin(), r.run.names.end(), known)) {
        netprobe::resolve_observation name;
        name.name = host;
        name.addresses = p.seen.resolve.addresses;
        for (const auto& resolver : r.run.resolvers) {
            name.answers.push_back(answer(resolver, host, "A", name.addresses));
            name.answers.push_back(answer(resolver, host, "AAAA", {}));
        }
        name.system.emplace();
        name.system->addresses = name.addresses;
        name.system->canonical = host;
        r.run.names.push_back(name);
    }
    r.paths.push_back(std::move(p));
}

inline rules::report healthy() {
    using rules::need;
    rules::report r;
    r.site.hub = hub;
    r.run.started = "2026-11-23T12:00:00Z";
    r.run.resolvers = {"10.0.0.1:53", "10.0.0.2:53"};
    r.run.search = {"corp.example"};
    add(r, path("iot_hub", hub, 5671, "amqp", need::alternative, hub_address, true));
    add(r, path("iot_hub", hub, 443, "amqp_ws", need::alternative, hub_address, true));
    add(r, path("iot_hub", hub, 8883, "mqtt", need::alternative, hub_address, true));
    add(r, path("iot_hub", hub, 443, "mqtt_ws", need::alternative, hub_address, true));
    add(r, path("iot_hub", hub, 443, "https", need::required, hub_address, true));
    add(r, path("dps", "global.azure-devices-provisioning.net", 443, "https", need::required, "203.0.113.20", true));
    add(r, path("mcr", "mcr.microsoft.com", 443, "registry", need::required, "203.0.113.30", false));
    auto data =
        path("mcr_data", "westeurope.data.mcr.microsoft.com", 443, "https", need::required, "203.0.113.31", false);
    data.planned.to.after = data.seen.to.after = "mcr/registry/direct";
    add(r, data);
    add(r, path("acr", "contoso.azurecr.io", 443, "registry", need::required, "203.0.113.40", false));
    add(r, path("blob", "contoso.blob.core.windows.net", 443, "blob", need::optional, "203.0.113.50", false));
    add(r, path("version_info", "aka.ms", 443, "https", need::optional, "203.0.113.60", false));
    add(r, path("ntp", "pool.ntp.org", 123, "ntp", need::optional, "203.0.113.123", false));
    return r;
}

inline rules::path_result& at(rules::report& r, std::string_view id) {
    for (auto& p : r.paths)
        if (p.planned.to.id == id) return p;
    throw std::logic_error("no such path");
}

inline netprobe::resolve_observation& name_of(rules::report& r, std::string_view host) {
    for (auto& n : r.run.names)
        if (n.name == host) return n;
    throw std::logic_error("no such name");
}

/// Cuts a path off behind its connects, which all end as `how`.
inline void fail_connect(rules::path_result& p, failure how, const std::string& code, double ms,
    const std::vector<netprobe::icmp_error>& icmp = {}, std::uint32_t retrans = 0) {
    for (auto& c : p.seen.connects) {
        c.failed = how;
        c.code = code;
        c.elapsed_ms = ms;
        c.kernel.icmp = icmp;
        c.kernel.tcp = netprobe::tcp_state{.state = "SYN_SENT", .total_retrans = retrans};
    }
    p.seen.used.reset();
    p.seen.tls.reset();
    p.seen.upgrade.reset();
    p.seen.hellos.clear();
    p.seen.failed = how;
}

/// Every path that got as far as connecting.
inline void fail_all(rules::report& r, failure how, const std::string& code, double ms,
    const std::vector<netprobe::icmp_error>& icmp = {}) {
    for (auto& p : r.paths)
        if (!p.seen.connects.empty()) fail_connect(p, how, code, ms, icmp);
}
inline void drop(rules::path_result& p) { fail_connect(p, failure::timed_out, "ETIMEDOUT", 5000, {}, 4); }
inline void reset(rules::path_result& p) { fail_connect(p, failure::refused, "ECONNREFUSED", 11); }
inline void prohibit(rules::path_result& p, const std::string& box = "10.0.0.1") {
    fail_connect(p, failure::host_unreachable, "EHOSTUNREACH", 1, {{4, 3, 13, box}});
}

/// Ends a path in its TLS handshake.
inline netprobe::tls_observation& fail_tls(rules::path_result& p, failure how, const std::string& code = "") {
    netprobe::tls_observation t;
    t.server_name = p.seen.to.host;
    t.failed = how;
    t.code = code;
    t.elapsed_ms = how == failure::timed_out ? 5000 : 12;
    t.bytes_sent = 517;
    t.verify_code = 0;
    p.seen.tls = t;
    p.seen.upgrade.reset();
    p.seen.hellos.clear();
    p.seen.failed = how;
    return *p.seen.tls;
}

/// The chain of a path is another one, with this verify code.
inline void present(rules::path_result& p, const std::string& issuer, long verify_code, bool name_matches = true) {
    auto& t = *p.seen.tls;
    t.chain = {leaf_for(p.seen.to.host)};
    t.chain.front().issuer = issuer;
    t.verify_code = verify_code;
    t.verify_text = "verify " + std::to_string(verify_code);
    t.name_matches = name_matches;
    t.service_root = false;
    t.root = verify_code == 0 ? issuer : "";
}

inline void fail_hello(rules::path_result& p, failure how, const std::string& first_bytes = "") {
    auto& h = p.seen.hellos.back();
    h.failed = how;
    h.http.reset();
    h.clock_offset_ms.reset();
    h.first_bytes = first_bytes;
    h.elapsed_ms = how == failure::timed_out ? 5000 : 12;
    p.seen.failed = how;
}

inline void answer_http(rules::path_result& p, int status,
    const std::vector<std::pair<std::string, std::string>>& headers = {}, failure how = failure::denied) {
    auto& h = p.seen.hellos.back();
    h.failed = how;
    h.http.emplace();
    h.http->status = status;
    h.http->headers = headers;
    p.seen.failed = how;
}

inline void fail_upgrade(rules::path_result& p, failure how, int status,
    const std::vector<std::pair<std::string, std::string>>& headers = {}) {
    netprobe::upgrade_observation u;
    u.failed = how;
    u.elapsed_ms = 12;
    u.answer.status = status;
    u.answer.headers = headers;
    p.seen.upgrade = u;
    p.seen.hellos.clear();
    p.seen.failed = how;
}

/// A name without an address: every path of it ends there.
inline void unresolved(rules::report& r, std::string_view host, failure how) {
    auto& n = name_of(r, host);
    n.failed = how;
    n.addresses.clear();
    n.system->failed = how;
    n.system->addresses.clear();
    for (auto& p : r.paths) {
        if (p.seen.to.host != host) continue;
        p.seen.resolve.failed = how;
        p.seen.resolve.addresses.clear();
        p.seen.connects.clear();
        p.seen.used.reset();
        p.seen.tls.reset();
        p.seen.upgrade.reset();
        p.seen.hellos.clear();
        p.seen.failed = how;
    }
}

inline const rules::finding* find(const rules::report& r, std::string_view cause) {
    for (const auto& f : r.findings)
        if (f.cause == cause) return &f;
    return nullptr;
}

inline std::size_t count(const rules::report& r, std::string_view cause) {
    return static_cast<std::size_t>(
        std::count_if(r.findings.begin(), r.findings.end(), [&](const auto& f) { return f.cause == cause; }));
}

/// All findings in one line, for a failing test's message.
inline std::string told(const rules::report& r) {
    std::string text;
    for (const auto& f : r.findings) {
        text += f.cause + (f.severity == rules::severity::error        ? " error"
                              : f.severity == rules::severity::warning ? " warning"
                                                                       : " note");
        text += f.proved ? " proved [" : " likely [";
        for (const auto& p : f.paths) text += p + " ";
        text += "] ";
        for (const auto& e : f.evidence) text += "\n    " + e;
        text += "\n";
    }
    return text;
}

/// True where every finding but the listed ones is at most a note.
inline bool nothing_but(const rules::report& r, const std::vector<std::string>& causes) {
    return std::all_of(r.findings.begin(), r.findings.end(), [&](const auto& f) {
        return f.severity == rules::severity::note || std::find(causes.begin(), causes.end(), f.cause) != causes.end();
    });
}

// ---- what resolvers say

using change = void (*)(netprobe::dns_answer&);

inline void answered(netprobe::dns_answer& a, int rcode, const std::string& soa) {
    a.rcode = rcode;
    a.records.clear();
    a.soa = soa;
}
inline void silent(netprobe::dns_answer& a) {
    a.rcode.reset();
    a.records.clear();
    a.failed = failure::timed_out;
    a.tries = 3;
    a.elapsed_ms = 5000;
}
inline void closed(netprobe::dns_answer& a) {
    silent(a);
    a.failed = failure::refused;
    a.icmp = {{4, 3, 3, "10.0.0.1"}};
    a.elapsed_ms = 1;
}
inline void change_answers(rules::report& r, const std::string& host, change how, const std::string& resolver = "") {
    for (auto& a : name_of(r, host).answers)
        if (resolver.empty() || a.resolver.starts_with(resolver)) how(a);
}

} // namespace site_builder
