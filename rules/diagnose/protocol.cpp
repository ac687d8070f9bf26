// SPDX-License-Identifier: MIT
//
// TLS stands and the application's own first answer does not come, or is not the service's (facts/faults.md
// sections D28, D37 and E).
#include <algorithm>
#include <fmt/format.h>

#include "rules/diagnose/icmp_reading.hpp"
#include "rules/diagnose/place_controls.hpp"
#include "rules/diagnose/portal.hpp"
#include "rules/diagnose/tunnel.hpp"
#include "rules/protocol_names.hpp"

namespace rules::diagnosis {

using netprobe::failure;

namespace {

struct conclusion {
    std::string cause;
    bool proved = false;
    std::string evidence;
    std::string where;
    std::string box;
    std::string who;
};

std::string family(const std::string& protocol) { return protocol.substr(0, 4); } // "mqtt_ws" → "mqtt"

// Of the same host, by the same way.
template <typename Wanted>
bool any_other(const inquiry& in, std::size_t index, Wanted wanted) {
    for (std::size_t i = 0; i < in.size(); ++i)
        if (i != index && in.path(i).seen.to.host == in.path(index).seen.to.host &&
            by_proxy(in.path(i).seen) == by_proxy(in.path(index).seen) && wanted(i))
            return true;
    return false;
}

// Who refuses: a peer with a certificate of the service's own roots, or with its marks, is the service.
void blame(conclusion& c, const inquiry& in, std::size_t index, const netprobe::http_answer& answer) {
    const auto& tls = in.path(index).seen.tls;
    if (auto box = box_in(answer); !box.empty()) {
        c.where = "firewall";
        c.who = "network admin";
        c.box = std::move(box);
    } else if (has_service_mark(answer) || (tls && tls->service_root)) {
        c.where = "service";
        c.who = "Azure admin";
    }
}

std::string status_line(const netprobe::http_answer& a) {
    auto text = fmt::format("answered {} {}", a.status, a.reason);
    for (const auto name : {"server", "via", "location"})
        if (const auto value = a.header(name); !value.empty()) text += fmt::format(", {}: {}", name, value);
    if (!a.body.empty()) text += fmt::format(", \"{}\"", a.body.substr(0, 80));
    return text;
}

conclusion read_http_answer(const inquiry& in, std::size_t index, const netprobe::http_answer& a) {
    conclusion c{"http.unexpected", false, status_line(a), {}, {}, {}};
    if (a.status == 403 || a.status == 451) {
        c.cause = "http.denied";
        c.proved = true;
    }
    if (a.status == 407) {
        c.cause = "proxy.auth_required";
        c.where = "proxy";
        c.box = box_in(a);
        return c;
    }
    blame(c, in, index, a);
    return c;
}

bool denied_as_a_whole(const inquiry& in, std::size_t index) {
    return any_other(in, index, [&](auto i) {
        const auto* a = http_answer_of(in.path(i).seen);
        return !is_websocket(in.path(i).seen.to.protocol) && a && (a->status == 403 || a->status == 451);
    });
}

conclusion read_upgrade(const inquiry& in, std::size_t index) {
    const auto& seen = in.path(index).seen;
    const auto& up = *seen.upgrade;
    const auto& a = up.answer;
    const bool other_passes = any_other(in, index, [&](auto i) {
        return is_websocket(in.path(i).seen.to.protocol) && in.path(i).seen.upgrade && in.path(i).seen.upgrade->ok();
    });
    if (a.status == 101) {
        if (!up.accept_matches)
            return {"http.unexpected", true, "answered 101 with a wrong Sec-WebSocket-Accept", {}, {}, {}};
        if (up.subprotocol.empty())
            return {"ws.subprotocol_stripped", true, "answered 101 without Sec-WebSocket-Protocol", {}, {}, {}};
        return {"ws.subprotocol_denied", true, fmt::format("answered 101 with the subprotocol {}", up.subprotocol), {},
            {}, {}};
    }
    if (a.status == 0) {
        const auto how = up.failed == failure::timed_out ? "got no answer"
                                                         : fmt::format("ended: {}", netprobe::to_string(up.failed));
        if (up.failed == failure::protocol_mismatch || up.failed == failure::too_much)
            return {"http.unexpected", false, "the upgrade was not answered in HTTP", {}, {}, {}};
        return {other_passes ? "ws.subprotocol_denied" : "ws.upgrade_denied", false,
            fmt::format("the upgrade request {} in {}", how, duration(up.elapsed_ms)), {}, {}, {}};
    }
    auto c = read_http_answer(in, index, a);
    if (a.status == 407) return c;
    if (a.status == 426) {
        c.cause = "ws.upgrade_stripped"; // the service asks for the upgrade that we did send
        c.proved = true;
    } else if (c.cause != "http.denied" || !denied_as_a_whole(in, index)) {
        c.cause = other_passes ? "ws.subprotocol_denied" : "ws.upgrade_denied";
        c.proved = other_passes || c.proved;
    }
    return c;
}

// TLS 1.3 refuses a client without a certificate only after the handshake (RFC 8446 §4.4.2.4).
conclusion refused_by_alert(std::string_view asked, const netprobe::outcome& step) {
    return {"tls.alert", true, fmt::format("{} was answered by TLS itself: {}", asked, step.code), {}, {}, {}};
}

conclusion read_application(const inquiry& in, std::size_t index, const netprobe::hello_observation& hello) {
    const auto& protocol = in.path(index).seen.to.protocol;
    const auto name = family(protocol);
    const auto asked = hello.asked.empty() ? name : hello.asked;
    const auto after = duration(hello.elapsed_ms);
    switch (hello.failed) {
    case failure::timed_out:
    case failure::closed:
    case failure::reset: break;
    case failure::tls_alert: return refused_by_alert(asked, hello);
    default:
        return {fmt::format("{}.not_{}", name, name), hello.failed == failure::protocol_mismatch,
            fmt::format("{} was answered by {} ({})", asked,
                hello.first_bytes.empty() ? "nothing readable" : "bytes " + hello.first_bytes,
                netprobe::to_string(hello.failed)),
            {}, {}, {}};
    }
    const auto ended = hello.failed == failure::timed_out ? "got no answer"
                       : hello.failed == failure::closed  ? "was answered by a close"
                                                          : "was answered by a reset";
    const auto evidence = fmt::format("{} {} in {}", asked, ended, after);
    if (is_websocket(protocol))
        return {hello.failed == failure::timed_out ? "ws.frames_dropped" : "ws.closed_after_upgrade",
            hello.failed != failure::timed_out, evidence, {}, {}, {}};
    if (hello.failed == failure::reset) return {name + ".app_reset", false, evidence, {}, {}, {}};
    // A host that answers another protocol in the same run is alive: it is this protocol that is not answered.
    const bool alive = any_other(in, index, [&](auto i) { return in.works(i); });
    return {name + ".no_answer", alive && hello.failed == failure::timed_out, evidence, {}, {}, {}};
}

conclusion read_request(const inquiry& in, std::size_t index, const netprobe::hello_observation& hello) {
    if (hello.http && hello.http->status != 0) return read_http_answer(in, index, *hello.http);
    const auto asked = hello.asked.empty() ? std::string("the request") : hello.asked;
    const auto evidence =
        fmt::format("{}: {} after {}", asked, netprobe::to_string(hello.failed), duration(hello.elapsed_ms));
    if (hello.failed == failure::tls_alert) return refused_by_alert(asked, hello);
    const auto& tcp = hello.kernel.tcp;
    if (hello.failed == failure::reset ||
        (hello.failed == failure::timed_out && tcp && tcp->unacked > 0 && tcp->total_retrans > 0))
        return {"net.cut_after_data", false, evidence, {}, {}, {}};
    const bool silent = hello.failed == failure::timed_out || hello.failed == failure::closed;
    return {silent ? "http.no_answer" : "http.unexpected", false, evidence, {}, {}, {}};
}

conclusion read_last_step(const inquiry& in, std::size_t index) {
    const auto& seen = in.path(index).seen;
    if (seen.upgrade && seen.upgrade->failed == failure::tls_alert)
        return refused_by_alert("the upgrade request", *seen.upgrade);
    if (seen.upgrade && !seen.upgrade->ok()) return read_upgrade(in, index);
    const auto failed = std::find_if(seen.hellos.begin(), seen.hellos.end(), [](const auto& h) { return !h.ok(); });
    if (failed != seen.hellos.end()) {
        const auto name = family(seen.to.protocol);
        const bool application = name == "mqtt" || name == "amqp";
        return application ? read_application(in, index, *failed) : read_request(in, index, *failed);
    }
    return {"http.unexpected", false,
        fmt::format("failed after every step had succeeded: {}", netprobe::to_string(seen.failed)), {}, {}, {}};
}

// The upgrade by the other way, for the same subprotocol.
bool upgrades_directly(const inquiry& in, std::size_t index) {
    const auto* direct = direct_twin(in, index);
    return direct && direct->seen.upgrade && direct->seen.upgrade->ok();
}

// Inside a tunnel: what the proxy ends or changes there is its own affair, and its end of the way names nobody else. A
// chain of the service's own roots goes through it untouched, and only the connection can be cut.
void blame_proxy(conclusion& c, const inquiry& in, std::size_t index) {
    const auto& seen = in.path(index).seen;
    const bool untouched = seen.tls && seen.tls->service_root;
    const auto* direct = direct_twin(in, index);
    const bool alive = direct && direct->seen.works();
    if (c.cause == "net.cut_after_data") c.cause = "proxy.tunnel_reset";
    if (c.cause == "http.no_answer" && alive)
        c.cause = seen.failed == failure::closed ? "proxy.tunnel_closed" : "proxy.tunnel_stall";
    const bool websocket = c.cause.starts_with("ws.");
    if (websocket && upgrades_directly(in, index)) {
        c.proved = true;
        c.evidence += ", and by the direct way the upgrade is accepted";
    }
    // "Upgrade required" is the service's answer to a request that somebody took the Upgrade from.
    const bool stripped = c.cause == "ws.upgrade_stripped" && !untouched;
    if ((c.where == "service" && !stripped) || (untouched && !alive && !websocket)) return;
    if (c.where != "firewall" && !websocket && !alive && !c.cause.starts_with("proxy.")) return;
    c.where = "proxy";
    c.who = "proxy admin";
    c.box = proxy_place(in.of, seen);
}

} // namespace

void diagnose_protocol(inquiry& in) {
    for (std::size_t i = 0; i < in.size(); ++i) {
        const auto& seen = in.path(i).seen;
        if (!in.open(i)) continue;
        const bool proxy = by_proxy(seen);
        if (const auto* answer = proxy ? http_answer_of(seen) : nullptr) {
            if (auto s = read_upstream_page(in, i, *answer)) {
                in.suspect(std::move(*s));
                continue;
            }
        }
        if (diagnose_portal(in, i)) continue;
        auto c = read_last_step(in, i);
        if (proxy) blame_proxy(c, in, i);
        const auto where = fmt::format("{}:{}{}", seen.to.host, seen.to.port, proxy ? ", inside the tunnel" : "");
        const auto& icmp = !seen.hellos.empty() ? seen.hellos.back().kernel.icmp
                           : seen.upgrade       ? seen.upgrade->kernel.icmp
                                                : std::vector<netprobe::icmp_error>{};
        const auto told = proxy ? reading{} : read_icmp(icmp, where, 0, in);
        if (!proxy && (ended_by_icmp(seen.failed) || !told.cause.empty()) &&
            !told.cause.starts_with("host.")) // the connection stood, and its first words did not pass
            c.cause = "net.cut_after_data", c.where = "firewall", c.who.clear();
        std::string control;
        if (const auto* used = proxy ? nullptr : connection(seen)) {
            const auto* again = control_at(in.of, "control_path_again", used->address, used->port);
            const auto* small = control_at(in.of, "control_path_small_segments", used->address, used->port);
            const bool same = again && small && again->to.protocol == seen.to.protocol && !again->works();
            if (same && small->works()) {
                c = {"net.mtu_blackhole", true, std::move(c.evidence), {}, {}, {}};
                control = "the whole path in segments of 536 bytes works";
            } else if (same && seen.failed == failure::reset &&
                       (again->failed == failure::closed || small->failed == failure::closed)) {
                // Who closes before everything was read sends a reset (RFC 9293 §3.6.1): the same end, a moment sooner.
                if (c.cause == "net.cut_after_data") c.cause = "http.no_answer";
                if (c.cause.ends_with(".app_reset")) c.cause = family(seen.to.protocol) + ".no_answer";
                control = "tried again, it is closed";
            } else if (same) {
                control = "tried again, and in small segments, it ends the same";
            }
        }
        auto s = in.about(c.cause, i);
        s.control = std::move(control);
        s.proved = c.proved;
        s.where = std::move(c.where);
        s.who = std::move(c.who);
        s.box = told.box.empty() ? c.box : told.box;
        s.evidence.push_back(fmt::format("{}: {}", where, c.evidence));
        if (!told.cause.empty()) s.evidence.push_back(told.evidence);
        s.keys = {
            s.where == "proxy" ? "proxy:" + s.box : fmt::format("host:{}{}", seen.to.host, proxy ? " by proxy" : "")};
        if (const auto* used = connection(seen)) s.addresses.insert(used->address);
        in.suspect(std::move(s));
    }
}

} // namespace rules::diagnosis
