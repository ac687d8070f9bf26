// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <asio/awaitable.hpp>

#include "netprobe/stream.hpp"
#include "netprobe/wire.hpp"
#include "proxy/address.hpp"
#include "proxy/secrets.hpp"

namespace proxy {

/// A request for a tunnel, and what was read beyond its answer.
struct tunnel_request {
    netprobe::tunnel_observation seen;
    netprobe::bytes spare;
    std::vector<std::string> challenges; ///< of an HTTP proxy, as they came
};

/// "host:443", "[2001:db8::1]:443": whom a CONNECT asks for.
std::string authority(const std::string& host, std::uint16_t port);

/// Step: CONNECT over a stream to an HTTP proxy (RFC 9110 §9.3.6), with Basic credentials where `by` has some and
/// `may_log_in`: at once and unasked, as every part of IoT Edge sends them (facts/azure.md §4.2). What is no tunnel
/// is failure::denied with the proxy's answer; a page in place of a tunnel too.
asio::awaitable<tunnel_request> http_connect(const netprobe::wire& on, netprobe::stream& over, const address& by,
    bool may_log_in, std::string host, std::uint16_t port);

/// The same, one of several requests on a connection that stays open between them where the proxy lets it: to `whom`,
/// "host:443", with that Proxy-Authorization ("NTLM TlRM…"; empty: without). `kept` is hidden in what the proxy says.
asio::awaitable<tunnel_request> http_connect(
    const netprobe::wire& on, netprobe::stream& over, const secrets& kept, std::string authorization, std::string whom);

} // namespace proxy
