// SPDX-License-Identifier: MIT
//
// What a proxy answers to a request for a tunnel, read piece by piece (facts/faults.md section D). Each function gives
// the whole suspicion about one path.
#pragma once

#include <vector>

#include "rules/diagnose/by_proxy.hpp"

namespace rules::diagnosis {

/// TLS with the proxy itself: true where it ends there, or shows a certificate that this device cannot accept
/// (proxy_tls.cpp).
bool diagnose_proxy_tls(inquiry& in, std::size_t index);

/// The way is open for us, by a kind of proxy or of login that the part of the device that goes here cannot use
/// (proxy_worth.cpp).
void diagnose_use(inquiry& in, std::size_t index);

/// What holds for all of them together, and whether a granted tunnel proves anything (proxy_worth.cpp).
void diagnose_worth(inquiry& in);

/// 407, and SOCKS that wants to know who we are (D07–D11).
bool rejects_login(const netprobe::path_observation& seen); ///< 401 for credentials of ours, as tinyproxy has it
suspicion read_login(const inquiry& in, std::size_t index);

/// 403, 451 and SOCKS reply 2: by port, by name, or altogether, as the other requests of the run show (D12–D14).
suspicion read_refusal(const inquiry& in, std::size_t index, const std::vector<trial>& all);

/// The proxy let us on and did not get there itself (D15–D19, D34).
suspicion read_upstream(const inquiry& in, std::size_t index);

/// The answer names a program that serves pages and is no proxy.
bool is_web_server(const netprobe::http_answer& a);

/// The proxy itself says, and leaves no doubt, what stopped it.
bool says_why(const netprobe::tunnel_observation& tunnel);

/// It says so of its own resolver.
bool blames_its_resolver(const netprobe::tunnel_observation& tunnel);

/// The same told by an HTTP answer inside an inspected tunnel; nothing where it does not come from the proxy (D26).
std::optional<suspicion> read_upstream_page(const inquiry& in, std::size_t index, const netprobe::http_answer& answer);

/// No answer, or none that a proxy gives: silence, a close, an error of a web server, another protocol (D03, D06, D23,
/// D24).
suspicion read_no_tunnel(const inquiry& in, std::size_t index, const std::vector<trial>& all);

} // namespace rules::diagnosis
