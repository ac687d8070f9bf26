// SPDX-License-Identifier: MIT
#include "rules/diagnose/by_proxy.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "rules/diagnose/address.hpp"
#include "rules/proxy_shown.hpp"

namespace rules::diagnosis {

using netprobe::failure;

const std::vector<netprobe::connect_observation>& attempts(const netprobe::path_observation& seen) {
    return seen.proxy ? seen.proxy->connects : seen.connects;
}

const netprobe::connect_observation* carrier(const netprobe::path_observation& seen) {
    const auto& all = attempts(seen);
    return seen.used && *seen.used < all.size() && all[*seen.used].ok() ? &all[*seen.used] : nullptr;
}

const netprobe::tunnel_observation* tunnel_of(const netprobe::path_observation& seen) {
    return seen.proxy ? seen.proxy->last() : nullptr;
}

bool tunnelled(const netprobe::path_observation& seen) {
    const auto* tunnel = tunnel_of(seen);
    return tunnel && tunnel->ok();
}

std::string proxy_place(const report& of, const netprobe::path_observation& seen) {
    const auto site = read_shown_proxy(of.site.proxy);
    if (!seen.proxy) return site ? site->place() : std::string();
    shown_proxy own;
    own.host = seen.proxy->resolve.name;
    own.port = site ? site->port : 0;
    if (!seen.proxy->connects.empty()) own.port = seen.proxy->connects.front().port;
    if (own.host.empty() && !seen.proxy->connects.empty()) own.host = seen.proxy->connects.front().address;
    if (own.host.empty()) return site ? site->place() : std::string();
    return own.port == 0 ? own.host : own.place();
}

std::string proxy_scheme(const report& of, const netprobe::path_observation& seen) {
    if (const auto site = read_shown_proxy(of.site.proxy)) return site->scheme;
    if (seen.proxy && seen.proxy->tls) return "https";
    const auto* tunnel = tunnel_of(seen);
    return tunnel && tunnel->socks ? "socks5" : "http";
}

suspicion about_proxy(const inquiry& in, std::string_view cause, std::size_t index) {
    auto s = in.about(cause, index);
    s.box = proxy_place(in.of, in.path(index).seen);
    s.keys = {"proxy:" + s.box};
    return s;
}

std::string answer_sentence(const netprobe::tunnel_observation& t) {
    const auto after = duration(t.elapsed_ms);
    const auto asked = t.asked.empty() ? std::string("the request for a tunnel") : t.asked;
    if (t.http && t.http->status != 0) {
        const auto& a = *t.http;
        auto text =
            fmt::format("{} was answered {}{}{} in {}", asked, a.status, a.reason.empty() ? "" : " ", a.reason, after);
        for (const auto name : {"server", "via", "x-squid-error", "proxy-status", "retry-after", "location"})
            if (const auto value = a.header(name); !value.empty()) text += fmt::format(", {}: {}", name, value);
        if (!a.body.empty() && a.header("x-squid-error").empty()) text += fmt::format(", \"{}\"", a.body.substr(0, 80));
        return text;
    }
    if (t.socks && t.socks->reply) return fmt::format("{} was answered reply {} in {}", asked, *t.socks->reply, after);
    if (t.failed == failure::timed_out) return fmt::format("{} got no answer in {}", asked, after);
    return fmt::format("{} ended in {}: {}", asked, after, netprobe::to_string(t.failed));
}

bool trial::refused() const {
    if (tunnel->http && (tunnel->http->status == 403 || tunnel->http->status == 451)) return true;
    return tunnel->socks && tunnel->socks->reply == 2; // RFC 1928 §6: not allowed by ruleset
}

bool trial::let_on() const {
    if (granted()) return true;
    if (tunnel->http) return tunnel->http->status >= 500 && tunnel->http->status <= 504 && tunnel->http->status != 501;
    const auto reply = tunnel->socks ? tunnel->socks->reply.value_or(0) : 0;
    return reply == 1 || (reply >= 3 && reply <= 6);
}

bool trial::answered() const {
    if (tunnel->http && tunnel->http->status != 0) return true;
    return (tunnel->socks && tunnel->socks->method) || !tunnel->first_bytes.empty();
}

std::vector<trial> trials_of(const report& of) {
    std::vector<trial> all;
    for (const auto* list : {&of.paths, &of.controls})
        for (const auto& p : *list)
            if (const auto* tunnel = tunnel_of(p.seen); tunnel && tunnel->failed != failure::interrupted)
                all.push_back({&p.seen, tunnel});
    return all;
}

const path_result* direct_twin(const inquiry& in, std::size_t index) {
    const auto& to = in.path(index).seen.to;
    for (const auto& p : in.of.paths)
        if (!by_proxy(p.seen) && p.seen.to.host == to.host && p.seen.to.port == to.port &&
            p.seen.to.protocol == to.protocol)
            return &p;
    return nullptr;
}

bool reached_directly(const inquiry& in, std::size_t index) {
    const auto& to = in.path(index).seen.to;
    return std::any_of(in.of.paths.begin(), in.of.paths.end(), [&](const auto& p) {
        return !by_proxy(p.seen) && p.seen.to.host == to.host && p.seen.to.port == to.port && p.seen.tls &&
               !p.seen.tls->chain.empty();
    });
}

const netprobe::path_observation* control_of(const report& of, std::string_view service, int port) {
    for (const auto& p : of.controls)
        if (p.planned.to.service == service && p.planned.to.port == port) return &p.seen;
    return nullptr;
}

std::vector<std::string> addresses_of_host(const report& of, std::string_view host) {
    std::vector<std::string> all;
    const auto add = [&](const std::string& address) {
        if (std::find(all.begin(), all.end(), address) == all.end()) all.push_back(address);
    };
    for (const auto& name : of.run.names)
        if (name.name == host)
            for (const auto& address : name.addresses) add(address);
    for (const auto& p : of.paths)
        if (!by_proxy(p.seen) && p.seen.to.host == host)
            for (const auto& c : p.seen.connects) add(c.address);
    return all;
}

const netprobe::tunnel_observation* tunnel_by_address(const report& of, const netprobe::target& to) {
    const auto known = addresses_of_host(of, to.host);
    const auto fails_by_name = [&](int port) {
        return std::any_of(of.paths.begin(), of.paths.end(), [&](const auto& p) {
            const auto* tunnel = tunnel_of(p.seen);
            return tunnel && !tunnel->ok() && p.seen.to.host == to.host && p.seen.to.port == port;
        });
    };
    const netprobe::tunnel_observation* other_port = nullptr;
    for (const auto& p : of.controls) {
        if (p.planned.to.service != "control_literal" ||
            std::find(known.begin(), known.end(), p.seen.to.host) == known.end())
            continue;
        if (p.seen.to.port == to.port) return tunnel_of(p.seen);
        if (fails_by_name(p.seen.to.port)) other_port = tunnel_of(p.seen);
    }
    return other_port;
}

bool informative(const path_result& path) {
    const auto& to = path.planned.to;
    return by_proxy(path.seen) && path.planned.need == need::optional && path.planned.group.empty() &&
           (to.protocol == "amqp" || to.protocol == "mqtt") && to.service != "endpoint";
}

bool only_informative(const inquiry& in, const suspicion& s) {
    return !s.breaks.empty() && s.touches.empty() &&
           std::all_of(s.breaks.begin(), s.breaks.end(), [&](auto i) { return informative(in.path(i)); });
}

} // namespace rules::diagnosis
