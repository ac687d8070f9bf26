// SPDX-License-Identifier: MIT
//
// The healthy site with a proxy beside its direct way, as the planner makes it, and one change each: how a proxy's
// faults look to the steps (facts/faults.md section D). Values only.
#pragma once

#include "tests/rules/site_builder.hpp"

namespace site_builder {

inline constexpr auto proxy_name = "proxy.corp.example";
inline constexpr auto proxy_place = "proxy.corp.example:3128";
inline constexpr auto proxy_url = "http://edge:***@proxy.corp.example:3128";
inline constexpr auto proxy_address = "10.0.0.9";

/// The way to a proxy that grants the tunnel.
inline netprobe::proxy_observation granted(const std::string& host, int port) {
    netprobe::proxy_observation way;
    way.resolve.name = proxy_name;
    way.resolve.addresses = {proxy_address};
    way.connects = {connected(proxy_address, 3128, 1)};
    netprobe::tunnel_observation t;
    t.asked = "CONNECT " + host + ":" + std::to_string(port);
    t.elapsed_ms = 14;
    t.http.emplace();
    t.http->status = 200;
    t.http->reason = "Connection established";
    way.tunnel = {t};
    return way;
}

inline std::string twin_id(const std::string& direct) { return direct.substr(0, direct.rfind('/')) + "/proxy"; }

/// The same path by the proxy instead.
inline rules::path_result twin(rules::path_result p) {
    for (auto* to : {&p.planned.to, &p.seen.to}) {
        to->via = "proxy";
        to->id = twin_id(to->id);
        if (!to->after.empty()) to->after = twin_id(to->after);
    }
    p.seen.resolve = {};
    p.seen.connects.clear();
    p.seen.proxy = granted(p.seen.to.host, p.seen.to.port);
    return p;
}

/// Both ways work.
inline rules::report with_proxy() {
    auto r = healthy();
    r.site.proxy = proxy_url;
    std::vector<rules::path_result> twins;
    for (auto& p : r.paths) {
        auto& to = p.planned.to;
        if (to.protocol == "ntp") continue;
        const bool raw = to.protocol == "amqp" || to.protocol == "mqtt";
        if (p.planned.need != rules::need::alternative) p.planned.group = to.service + "/" + to.protocol;
        twins.push_back(twin(p));
        if (!raw) continue;
        twins.back().planned.need = rules::need::optional; // the components never send them that way
        twins.back().planned.group.clear();
    }
    r.paths.insert(r.paths.end(), twins.begin(), twins.end());
    netprobe::resolve_observation name;
    name.name = proxy_name;
    name.addresses = {proxy_address};
    for (const auto& resolver : r.run.resolvers)
        name.answers.push_back(answer(resolver, proxy_name, "A", name.addresses));
    name.system.emplace();
    name.system->addresses = name.addresses;
    r.run.names.push_back(name);
    return r;
}

template <typename Change>
void each_by_proxy(rules::report& r, Change how) {
    for (auto& p : r.paths)
        if (p.seen.to.via == "proxy") how(p);
}

/// The proxy is the only way out.
inline rules::report behind_proxy() {
    auto r = with_proxy();
    for (auto& p : r.paths)
        if (p.seen.to.via == "direct" && p.seen.to.protocol != "ntp") drop(p);
    return r;
}

/// Cuts a path off behind its tunnel, which failed.
inline netprobe::tunnel_observation& fail_tunnel(rules::path_result& p, failure how) {
    auto& t = p.seen.proxy->tunnel.back();
    t.failed = how;
    t.http.reset();
    t.elapsed_ms = how == failure::timed_out ? 5000 : 0.8;
    p.seen.tls.reset();
    p.seen.upgrade.reset();
    p.seen.hellos.clear();
    p.seen.failed = how;
    return t;
}

using headers = std::vector<std::pair<std::string, std::string>>;

inline netprobe::tunnel_observation& refuse(
    rules::path_result& p, int status, const headers& with = {}, const std::string& body = "") {
    auto& t = fail_tunnel(p, failure::denied);
    t.http.emplace();
    t.http->status = status;
    t.http->headers = with;
    t.http->body = body;
    return t;
}

inline netprobe::tunnel_observation& socks(rules::path_result& p, std::optional<int> reply) {
    auto& t = fail_tunnel(p, failure::denied);
    t.asked = "SOCKS5 " + t.asked.substr(8);
    t.socks = netprobe::socks_answer{0, std::nullopt, reply};
    return t;
}

/// The proxy itself is not reached: every path by it ends as the change makes its connects.
inline void proxy_connects(rules::path_result& p, failure how, const std::string& code, double ms,
    const std::vector<netprobe::icmp_error>& icmp = {}, std::uint32_t retrans = 0) {
    for (auto& c : p.seen.proxy->connects) {
        c.failed = how;
        c.code = code;
        c.elapsed_ms = ms;
        c.kernel.icmp = icmp;
        c.kernel.tcp = netprobe::tcp_state{.state = "SYN_SENT", .total_retrans = retrans};
    }
    fail_tunnel(p, how);
    p.seen.proxy->tunnel.clear();
    p.seen.used.reset();
}

/// TLS with the proxy itself, of an https:// one.
inline netprobe::tls_observation& proxy_tls(rules::path_result& p, failure how = failure::none) {
    netprobe::tls_observation t;
    t.server_name = proxy_name;
    t.failed = how;
    t.elapsed_ms = how == failure::timed_out ? 5000 : 3;
    if (how == failure::none) {
        t.chain = {leaf_for(proxy_name)};
        t.name_matches = true;
    } else {
        fail_tunnel(p, how);
        p.seen.proxy->tunnel.clear();
    }
    p.seen.proxy->tls = t;
    return *p.seen.proxy->tls;
}

/// A control that passes: its tunnel is granted, and its TLS, where it has any, gets an answer.
inline rules::path_result& control(rules::report& r, const std::string& service, const std::string& host, int port) {
    const bool tls =
        service == "control_nonexistent" || service == "control_other_name" || service == "control_proxy_tls";
    auto p = path(service, host, port, tls ? "tls" : "tcp", rules::need::optional, "203.0.113.99", false);
    if (service != "control_proxy_tls") p = twin(p);
    p.planned.to.id = p.seen.to.id = service + std::to_string(port);
    p.seen.hellos.clear();
    if (!tls) p.seen.tls.reset();
    r.controls.push_back(std::move(p));
    return r.controls.back();
}

/// An honest proxy's answer to the name that does not exist.
inline void no_fake(rules::report& r) {
    refuse(control(r, "control_nonexistent", "nonexistent.invalid", 443), 503, {{"x-squid-error", "ERR_DNS_FAIL 0"}});
}

} // namespace site_builder
