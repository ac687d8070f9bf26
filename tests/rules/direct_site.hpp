// SPDX-License-Identifier: MIT
//
// What direct controls saw (rules/controls.hpp), added to a hand-made report. Values only.
#pragma once

#include "tests/rules/site_builder.hpp"

namespace site_builder {

inline constexpr auto gateway = "10.0.0.1";

/// A control that went to one place and was let in; it belongs to the report, until the next one is added.
inline netprobe::path_observation& direct_control(rules::report& r, const std::string& service,
    const std::string& address, int port, const std::string& protocol = "tcp") {
    rules::path_result p;
    auto& to = p.planned.to;
    to.service = service;
    to.host = hub;
    to.port = static_cast<std::uint16_t>(port);
    to.protocol = protocol;
    to.as.address = address;
    to.id = service + "@" + address + ":" + std::to_string(port) + "/" + protocol + "/direct";
    p.planned.need = rules::need::optional;
    p.seen.to = to;
    p.seen.connects = {connected(address, port)};
    p.seen.used = 0;
    r.controls.push_back(std::move(p));
    return r.controls.back().seen;
}

/// The connection of a control did not come about.
inline void end_connect(
    netprobe::path_observation& seen, failure how, const std::vector<netprobe::icmp_error>& icmp = {}) {
    auto& c = seen.connects.front();
    c.failed = seen.failed = how;
    c.kernel.icmp = icmp;
    seen.used.reset();
}

/// "time exceeded" for a packet to this address.
inline netprobe::icmp_error expired(const std::string& address, const std::string& box) {
    return address.find(':') == std::string::npos ? netprobe::icmp_error{4, 11, 0, box}
                                                  : netprobe::icmp_error{6, 3, 0, box};
}

/// SYNs that may go 1, 2, … hops: "open", "refused", "" for silence, else the address of who reports the end of the
/// hops.
inline void trace(rules::report& r, const std::string& address, int port, const std::vector<std::string>& hops) {
    int ttl = 0;
    for (const auto& what : hops) {
        auto& seen = direct_control(r, "control_ttl_" + std::to_string(++ttl), address, port);
        seen.to.as.ttl = ttl;
        if (what == "refused")
            end_connect(seen, failure::refused);
        else if (what.empty())
            end_connect(seen, failure::timed_out);
        else if (what != "open")
            end_connect(seen, failure::host_unreachable, {expired(address, what)});
    }
}

/// An answer from this port arrives with so many hops left.
inline void hops_left(rules::report& r, const std::string& address, int port, int ttl) {
    auto& seen = direct_control(r, "control_answer_ttl", address, port);
    seen.to.as.answer_ttl = true;
    seen.connects[0].answer_ttl = ttl;
}

/// Refused in a row there, while the interfaces counted so many packets.
inline void in_a_row(
    rules::report& r, const std::string& address, int port, const netprobe::refused_in_a_row& counted) {
    auto& seen = direct_control(r, "control_in_a_row", address, port);
    end_connect(seen, failure::refused);
    seen.to.as.in_a_row = true;
    seen.to.as.ttl = 1;
    seen.connects[0].in_a_row = counted;
}

/// A handshake that a control tried; failure::none: it got its certificate.
inline netprobe::path_observation& handshake(
    rules::report& r, const std::string& service, const std::string& address, int port, failure how) {
    auto& seen = direct_control(r, service, address, port, "tls");
    seen.tls.emplace();
    seen.tls->server_name = seen.to.host;
    seen.tls->failed = seen.failed = how;
    seen.tls->elapsed_ms = how == failure::timed_out ? 5000 : 12;
    if (how == failure::none) seen.tls->chain = {leaf_for("www.example.com")};
    return seen;
}

/// The whole path again, alone, and works.
inline netprobe::path_observation& alone(rules::report& r, const rules::path_result& well) {
    auto p = well;
    p.planned.to.id = p.seen.to.id = "control_alone/" + well.planned.to.id;
    p.planned.to.service = p.seen.to.service = "control_alone";
    p.planned.need = rules::need::optional;
    r.controls.push_back(std::move(p));
    return r.controls.back().seen;
}

/// A connection that came about only after its SYN had been sent `retrans` times more.
inline void late_syn(rules::path_result& p, std::uint32_t retrans = 1) {
    p.seen.connects[0].kernel.tcp->total_retrans = retrans;
    p.seen.connects[0].elapsed_ms = 1012;
}

/// Connections one after the other; the last one needs so many SYNs more.
inline void paced(rules::report& r, int how_many, std::uint32_t last_retrans = 0) {
    for (int i = 1; i <= how_many; ++i) {
        auto& seen = direct_control(r, "control_paced_" + std::to_string(i), hub_address, 443);
        if (i < how_many || last_retrans == 0) continue;
        seen.connects[0].kernel.tcp->total_retrans = last_retrans;
        seen.connects[0].elapsed_ms = 1012;
    }
}

/// What the kernel knew when the handshakes were over: nothing of them was sent twice.
inline void clean_handshakes(rules::report& r) {
    for (auto& p : r.paths)
        if (p.seen.tls && !p.seen.connects.empty()) p.seen.tls->kernel.tcp = p.seen.connects[0].kernel.tcp;
}

} // namespace site_builder
