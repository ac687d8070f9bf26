// SPDX-License-Identifier: MIT
//
// The tunnel stands, and TLS inside it does not come to a certificate (facts/faults.md D25). The socket's own evidence
// is of the connection to the proxy and says nothing of the far side; another name in the same tunnel does.
#include <fmt/format.h>

#include "rules/diagnose/tls_reading.hpp"
#include "rules/diagnose/tunnel.hpp"

namespace rules::diagnosis {

using netprobe::failure;

namespace {

/// TLS for another name through a tunnel to the same host and port; null where it was not tried.
const netprobe::path_observation* other_name(const inquiry& in, const netprobe::target& to) {
    const auto* control = control_of(in.of, "control_other_name", to.port);
    return control && control->to.host == to.host && tunnelled(*control) && control->tls ? control : nullptr;
}

suspicion read_cut(const inquiry& in, std::size_t index, std::string_view cause, std::string_view how) {
    const auto& seen = in.path(index).seen;
    auto s = about_proxy(in, cause, index);
    s.evidence.push_back(fmt::format("{}:{}: {} was granted in {}, then the tunnel {} {} after our TLS hello, {}",
        seen.to.host, seen.to.port, tunnel_of(seen)->asked, duration(tunnel_of(seen)->elapsed_ms), how,
        duration(seen.tls->elapsed_ms),
        seen.tls->bytes_received == 0 ? "and not one byte had come"
                                      : fmt::format("and {} bytes had come", seen.tls->bytes_received)));
    if (reached_directly(in, index))
        s.evidence.push_back(fmt::format("the direct way to {}:{} gets a TLS answer", seen.to.host, seen.to.port));
    const auto* control = other_name(in, seen.to);
    if (control && !control->tls->chain.empty()) {
        s.proved = true;
        s.control = fmt::format("TLS for {} in a tunnel to the same host and port passes: the name in it decides",
            control->tls->server_name);
        return s;
    }
    if (control)
        s.evidence.push_back(
            fmt::format("TLS for {} in the same tunnel ends without an answer, too: it is not the name",
                control->tls->server_name));
    const auto* nowhere = control_of(in.of, "control_nonexistent", 443);
    if (nowhere && tunnelled(*nowhere))
        s.control = "this proxy grants tunnels before it has connected: that it cannot reach the target looks the same";
    else
        s.control = "a rule of the proxy, one of a firewall behind it, and the target itself may look the same";
    return s;
}

// Something else than TLS speaks inside.
suspicion read_other(const inquiry& in, std::size_t index) {
    const auto& seen = in.path(index).seen;
    const auto shown = readable(seen.tls->first_bytes);
    const auto evidence = fmt::format("{}:{}: inside the tunnel {} answers, with \"{}\"", seen.to.host, seen.to.port,
        speaker(seen.tls->first_bytes), shown);
    const bool http = shown.starts_with("HTTP/1.");
    if (http || shown.starts_with('<')) {
        const bool redirect = http && shown.substr(8).starts_with(" 3");
        auto s = about_proxy(in, redirect ? "proxy.redirect" : "proxy.html_blockpage", index);
        s.evidence.push_back(evidence);
        s.proved = true;
        return s;
    }
    auto s = about_proxy(in, "tls.not_tls", index);
    s.evidence.push_back(evidence);
    const bool elsewhere = reached_directly(in, index);
    s.proved = elsewhere && !shown.empty();
    if (elsewhere) s.control = "the direct way to the same host and port speaks TLS";
    s.where = elsewhere ? "proxy" : "unknown";
    s.who = "proxy admin";
    return s;
}

// A refusal in TLS is the target's, or that of a proxy that ends TLS itself.
suspicion read_refused(const inquiry& in, std::size_t index) {
    const auto& seen = in.path(index).seen;
    const auto read = seen.tls->failed == failure::tls_alert
                          ? read_alert(*seen.tls)
                          : tls_reading{"tls.version", false, fmt::format("failed on our side: {}", seen.tls->code)};
    auto s = about_proxy(in, read.cause, index);
    s.evidence.push_back(fmt::format("{}:{}: inside the tunnel {}", seen.to.host, seen.to.port, read.evidence));
    const bool elsewhere = reached_directly(in, index);
    s.where = elsewhere ? "proxy" : "unknown";
    s.who = elsewhere ? "proxy admin" : "network admin";
    s.proved = read.proved && elsewhere && read.cause != "tls.version"; // no hello of TLS 1.2 alone was tried
    if (elsewhere) s.control = "the direct way to the same host and port gets through its handshake";
    return s;
}

} // namespace

void diagnose_inside_tunnel(inquiry& in) {
    for (std::size_t i = 0; i < in.size(); ++i) {
        const auto& seen = in.path(i).seen;
        if (!in.open(i) || !tunnelled(seen) || !seen.tls || seen.tls->ok()) continue;
        switch (seen.tls->failed) {
        case failure::closed: in.suspect(read_cut(in, i, "proxy.tunnel_closed", "was closed")); break;
        case failure::reset: in.suspect(read_cut(in, i, "proxy.tunnel_reset", "was reset")); break;
        case failure::not_tls:
        case failure::protocol_mismatch:
        case failure::too_much: in.suspect(read_other(in, i)); break;
        case failure::tls_alert:
        case failure::tls_error: in.suspect(read_refused(in, i)); break;
        default: in.suspect(read_cut(in, i, "proxy.tunnel_stall", "was silent for")); break;
        }
    }
}

} // namespace rules::diagnosis
