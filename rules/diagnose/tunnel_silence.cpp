// SPDX-License-Identifier: MIT
//
// Nothing that a proxy says: silence, a close, another protocol, the error of a web server (facts/faults.md D03, D06,
// D23, D24, M19).
#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "netprobe/ascii.hpp"
#include "rules/diagnose/address.hpp"
#include "rules/diagnose/place_controls.hpp"
#include "rules/diagnose/portal.hpp"
#include "rules/diagnose/tls_reading.hpp"
#include "rules/diagnose/tunnel.hpp"

namespace rules::diagnosis {

using netprobe::failure;

namespace {

constexpr auto write_https = "Write https:// instead of http:// in the proxy's address: {box} speaks TLS.";

/// Whether the proxy's port speaks TLS; nothing where that was not tried.
std::optional<bool> speaks_tls(const report& of) {
    for (const auto& p : of.controls)
        if (p.planned.to.service == "control_proxy_tls" && carrier(p.seen))
            return p.seen.tls && !p.seen.tls->chain.empty();
    return std::nullopt;
}

bool is_socks(const inquiry& in, std::size_t index) {
    return proxy_scheme(in.of, in.path(index).seen).starts_with("socks");
}

/// A request for another target that the proxy answered.
const trial* another_answered(const inquiry& in, std::size_t index, const std::vector<trial>& all) {
    const auto& to = in.path(index).seen.to;
    const auto at = std::find_if(all.begin(), all.end(),
        [&](const trial& t) { return t.answered() && (t.seen->to.host != to.host || t.seen->to.port != to.port); });
    return at == all.end() ? nullptr : &*at;
}

suspicion wrong_scheme(const inquiry& in, std::size_t index, std::string evidence, std::string_view advice) {
    auto s = about_proxy(in, "proxy.scheme_mismatch", index);
    s.proved = true;
    s.evidence.push_back(std::move(evidence));
    s.advice = advice;
    return s;
}

// Bytes of another protocol.
suspicion read_mismatch(const inquiry& in, std::size_t index, const netprobe::tunnel_observation& t) {
    const auto place = proxy_place(in.of, in.path(index).seen);
    const auto shown = readable(t.first_bytes);
    // A record of TLS: an alert, or a handshake.
    if (t.first_bytes.starts_with("1503") || t.first_bytes.starts_with("1603"))
        return wrong_scheme(
            in, index, fmt::format("{} answers plain bytes with TLS ({})", place, t.first_bytes), write_https);
    if (is_socks(in, index) && speaker(t.first_bytes) == "HTTP")
        return wrong_scheme(in, index, fmt::format("{} answers SOCKS with \"{}\"", place, shown),
            "Write http:// instead of the SOCKS scheme in the proxy's address: {box} speaks HTTP.");
    auto s = about_proxy(in, "proxy.not_a_proxy", index);
    s.proved = !t.first_bytes.empty() && speaker(t.first_bytes) != "HTTP";
    s.evidence.push_back(
        t.failed == failure::too_much
            ? fmt::format("{} goes on sending past what any answer needs, from \"{}\" on", place, shown)
            : fmt::format("{} answers with \"{}\"", place, shown));
    return s;
}

suspicion read_close(
    const inquiry& in, std::size_t index, const netprobe::tunnel_observation& t, const std::vector<trial>& all) {
    const auto tls = speaks_tls(in.of);
    if (tls && *tls && !is_socks(in, index) && proxy_scheme(in.of, in.path(index).seen) == "http")
        return wrong_scheme(in, index, answer_sentence(t) + "; the same port speaks TLS", write_https);
    if (ended_by_icmp(t.failed)) { // on the way to the proxy: it has closed nothing
        auto s = about_proxy(in, "proxy.unreachable", index);
        s.where = "firewall";
        s.who = "network admin";
        s.evidence.push_back(
            fmt::format("{}; after the request a box before {} reported so by ICMP", answer_sentence(t), s.box));
        s.advice = "Let requests for {host} pass to {box}: a firewall before it rejects them.";
        return s;
    }
    auto s = about_proxy(in, "proxy.closed", index);
    // A reset may be anybody's on the way; who takes leave in order has kept the connection.
    if (t.failed == failure::closed) s.where = "proxy";
    s.evidence.push_back(answer_sentence(t));
    if (const auto* other = another_answered(in, index, all)) {
        s.control =
            fmt::format("{} was answered by the same proxy: this target is treated otherwise", other->tunnel->asked);
        s.proved = true;
        s.advice = "Look for a rule in {box} that cuts requests for {host} off (squid: deny_info TCP_RESET); where its "
                   "log has none of them, a firewall before it does that.";
    } else if (!tls && !is_socks(in, index)) {
        s.control = "a TLS handshake with the same port would tell whether only the scheme is wrong";
    }
    return s;
}

/// Where the proxy finds no name at all, one that it was still looking for is no case of its own: what the others of
/// the run were found to fail of.
const suspicion* finds_no_name(const inquiry& in, const std::vector<trial>& all) {
    for (const auto& t : all)
        if (t.granted() && !is_address(t.seen->to.host)) return nullptr;
    const auto at =
        std::find_if(in.found.begin(), in.found.end(), [](const auto& s) { return s.cause == "proxy.upstream_dns"; });
    return at == in.found.end() ? nullptr : &*at;
}

suspicion read_stall(
    const inquiry& in, std::size_t index, const netprobe::tunnel_observation& t, const std::vector<trial>& all) {
    const auto& tcp = t.kernel.tcp;
    auto s = about_proxy(in, "proxy.stall", index);
    s.evidence.push_back(answer_sentence(t));
    if (!t.first_bytes.empty()) {
        s.evidence.push_back(fmt::format("it began with \"{}\" and came to no end", readable(t.first_bytes)));
        s.where = "proxy";
        s.proved = true;
        return s;
    }
    if (tcp && tcp->unacked > 0) {
        s.control = "our request itself was not acknowledged: it may be lost on the way to the proxy";
        s.advice =
            "Look in the firewall between this device and {box} for what drops requests for {host}; where there is "
            "none, check that {box} runs.";
        return s;
    }
    if (const auto* others = finds_no_name(in, all)) {
        s.cause = others->cause;
        s.keys = others->keys;
        s.proved = others->proved;
        s.evidence.push_back("the proxy finds the address of no other name either");
        return s;
    }
    if (const auto* other = another_answered(in, index, all)) {
        // It works on this one for longer than we wait.
        s.cause = "proxy.upstream_blocked";
        s.evidence.push_back(other->tunnel->asked + " was answered by the same proxy");
        if (const auto* literal = tunnel_by_address(in.of, in.path(index).seen.to); literal && literal->ok()) {
            s.cause = "proxy.upstream_dns";
            s.evidence.push_back(literal->asked + " was granted: the address is reached, the name is not found");
        }
        s.control = "a proxy that waits for its own timeout longer than we do";
        return s;
    }
    s.where = "proxy";
    s.proved = tcp.has_value();
    s.control = "the request was delivered, and no request of the run was answered";
    if (!s.proved) s.control.clear();
    return s;
}

bool has_proxy_mark(const netprobe::http_answer& a) {
    return std::any_of(a.headers.begin(), a.headers.end(), [](const auto& h) {
        return h.first == "via" || h.first.starts_with("proxy-") || h.first.starts_with("x-squid") ||
               h.first == "x-cache";
    });
}

// The very answer that a name gets which exists nowhere (RFC 6761 §6.4).
bool said_of_no_name(const inquiry& in, const netprobe::http_answer& a) {
    const auto* nowhere = control_of(in.of, "control_nonexistent", 443);
    const auto* tunnel = nowhere ? tunnel_of(*nowhere) : nullptr;
    return tunnel && tunnel->http && tunnel->http->status == a.status && tunnel->http->reason == a.reason;
}

// 400, 404, 405, 501: who does not know CONNECT. A web server answers so, and a proxy that was told to.
suspicion read_error(
    const inquiry& in, std::size_t index, const netprobe::tunnel_observation& t, const std::vector<trial>& all) {
    const auto& a = *t.http;
    const auto tls = speaks_tls(in.of);
    if (a.status == 400 && tls && *tls)
        return wrong_scheme(in, index, answer_sentence(t) + "; the same port speaks TLS", write_https);
    const auto& to = in.path(index).seen.to;
    // Who grants tunnels knows CONNECT: this answer is about what was asked for.
    const auto granted = [&](bool host, bool port) {
        const auto at = std::find_if(all.begin(), all.end(), [&](const trial& o) {
            return o.granted() && (o.seen->to.host == to.host) == host && (o.seen->to.port == to.port) == port;
        });
        return at == all.end() ? nullptr : &*at;
    };
    const auto* other_host = granted(false, true);
    if (const auto* other_port = other_host ? nullptr : granted(true, false); other_host || other_port) {
        auto s = about_proxy(in, other_host ? "proxy.connect_denied_host" : "proxy.connect_denied_port", index);
        s.evidence.push_back(answer_sentence(t));
        s.control = other_host ? other_host->tunnel->asked + " was granted, to the same port"
                               : other_port->tunnel->asked + " was granted; another host at this port would decide";
        s.proved = other_host && a.status != 404; // which some say of a name that they do not find
        const auto* literal = tunnel_by_address(in.of, to);
        if (a.status == 404 && literal && literal->ok() && said_of_no_name(in, a)) {
            s.cause = "proxy.upstream_dns";
            s.where = "proxy"; // other names it finds
            s.control =
                fmt::format("it says the same of a name that does not exist, and {} was granted", literal->asked);
        }
        return s;
    }
    if (const auto* elsewhere = granted(false, false)) {
        const bool name_fails_there = std::any_of(all.begin(), all.end(), [&](const trial& o) {
            return !o.granted() && o.seen->to.host == to.host && o.seen->to.port == elsewhere->seen->to.port;
        });
        auto s = about_proxy(in, name_fails_there ? "proxy.connect_denied_host" : "proxy.connect_denied_port", index);
        s.evidence.push_back(answer_sentence(t));
        s.control = elsewhere->tunnel->asked + " was granted; another host at this port would decide";
        return s;
    }
    const bool knows_method = a.status == 405 || a.status == 501;
    const bool proxy = has_proxy_mark(a);
    const bool unsupported = proxy || (knows_method && !is_web_server(a));
    auto s = about_proxy(in, unsupported ? "proxy.connect_unsupported" : "proxy.not_a_proxy", index);
    s.evidence.push_back(answer_sentence(t));
    if (proxy && a.status == 401) { // of origins (RFC 9110 §15.5.2); a proxy that wants a login of ours says 407
        s.cause = "proxy.auth_required";
        s.who = "proxy admin";
        s.control =
            "401 is not what a proxy asks for a login with: it may pass on what its own upstream proxy says to it";
        s.advice = "Look in the log of {box}: whether its own login at the proxy behind it is refused, or whether it "
                   "wants a login of this device.";
        return s;
    }
    s.proved = proxy || is_web_server(a);
    if (!s.proved) s.control = "a web server and a proxy without CONNECT may answer the same";
    if (const auto* portal = proxy ? nullptr : portal_for_everybody(in.of)) {
        const auto at = redirect_host(*http_answer_of(*portal));
        s.proved = false;
        s.where = "unknown";
        s.control =
            fmt::format("HTTP to {}, where nobody is, is answered, too: a portal may speak in the proxy's place",
                portal->to.as.address);
        s.advice =
            fmt::format("Sign in at the portal{}{} first; where that changes nothing, correct the proxy's host and "
                        "port: what answers at {{box}} is none.",
                at.empty() ? "" : " ", at);
    }
    return s;
}

} // namespace

bool is_web_server(const netprobe::http_answer& a) {
    static constexpr std::array<std::string_view, 9> names{"nginx", "apache", "microsoft-iis", "microsoft-httpapi",
        "lighttpd", "caddy", "simplehttp", "basehttp", "jetty"};
    const auto server = netprobe::lower(a.header("server"));
    return std::any_of(names.begin(), names.end(), [&](auto n) { return server.starts_with(n); });
}

suspicion read_no_tunnel(const inquiry& in, std::size_t index, const std::vector<trial>& all) {
    const auto& t = *tunnel_of(in.path(index).seen);
    if (t.failed == failure::denied && t.http && t.http->status != 0) return read_error(in, index, t, all);
    switch (t.failed) {
    case failure::timed_out: return read_stall(in, index, t, all);
    case failure::protocol_mismatch:
    case failure::too_much: return read_mismatch(in, index, t);
    default: return read_close(in, index, t, all);
    }
}

} // namespace rules::diagnosis
