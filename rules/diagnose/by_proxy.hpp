// SPDX-License-Identifier: MIT
//
// Facts about paths that go by a proxy. Their sockets end at the proxy, and so does what the kernel knew about them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rules/diagnose/inquiry.hpp"

namespace rules::diagnosis {

/// The attempts to reach the first machine of the way: the target's addresses, or the proxy's.
const std::vector<netprobe::connect_observation>& attempts(const netprobe::path_observation& seen);

/// The TCP connection that carries the path, to the target or to the proxy; null where none came about.
const netprobe::connect_observation* carrier(const netprobe::path_observation& seen);

/// The request for a tunnel that decided; null where it did not come to one.
const netprobe::tunnel_observation* tunnel_of(const netprobe::path_observation& seen);

/// The proxy granted the tunnel.
bool tunnelled(const netprobe::path_observation& seen);

/// "proxy.corp.example:3128": of the path's own evidence, else of the site.
std::string proxy_place(const report& of, const netprobe::path_observation& seen);

/// Its scheme: "http", "https", "socks5", "socks5h"; by the evidence where the site does not say.
std::string proxy_scheme(const report& of, const netprobe::path_observation& seen);

/// A suspicion against the proxy of this path: where, who and box say so, and all of one cause are one finding.
suspicion about_proxy(const inquiry& in, std::string_view cause, std::size_t index);

/// What a proxy was asked and answered, in a sentence that has all of an answer that helps its admin.
std::string answer_sentence(const netprobe::tunnel_observation& tunnel);

/// One request for a tunnel, of the plan's paths or of the controls, and how it came out.
struct trial {
    const netprobe::path_observation* seen = nullptr;
    const netprobe::tunnel_observation* tunnel = nullptr;

    bool granted() const { return tunnel->ok(); }
    /// Its rules refused: 403 or 451, SOCKS reply 2.
    bool refused() const;
    /// Its rules let it on, wherever it came to grief then: granted, 5xx, a SOCKS reply about the way.
    bool let_on() const;
    /// The proxy said anything at all.
    bool answered() const;
};
std::vector<trial> trials_of(const report& of);

/// The same target by the direct way; null where that was not planned.
const path_result* direct_twin(const inquiry& in, std::size_t index);

/// The direct way to the same host and port got as far as a certificate, or further: something alive is there.
bool reached_directly(const inquiry& in, std::size_t index);

/// A control by its service and port (rules/controls.hpp); null where it was not run.
const netprobe::path_observation* control_of(const report& of, std::string_view service, int port);

/// Every address that this run knows of a host.
std::vector<std::string> addresses_of_host(const report& of, std::string_view host);

/// The control that asks for one of the target's addresses in place of its name, at its port, else at another where the
/// name fails, too: what a name is worth is the same at every port. Null where it was not run.
const netprobe::tunnel_observation* tunnel_by_address(const report& of, const netprobe::target& to);

/// Only measured: the hub's Amqp and Mqtt by a proxy, which no component ever sends that way (facts/azure.md §0.3).
bool informative(const path_result& path);

/// The suspicion concerns such paths and no other.
bool only_informative(const inquiry& in, const suspicion& s);

} // namespace rules::diagnosis
