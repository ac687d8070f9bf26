// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <asio/awaitable.hpp>

#include "netprobe/observation.hpp"
#include "netprobe/stream.hpp"
#include "netprobe/wire.hpp"
#include "proxy/address.hpp"

namespace proxy {

struct curl_library;
const curl_library* curl_of_this_device();

/// A tunnel by a proxy that wants to know who we are by Digest, NTLM or Negotiate.
struct curl_request {
    const address& by;         ///< must outlive the request; without a login: Negotiate, from this user's ticket
    std::string proxy_address; ///< a literal: where to connect. Tickets and TLS go by the name in `by` all the same.
    std::string host;          ///< of the tunnel
    std::uint16_t port = 0;    ///< the one to use, already mapped
    std::string scheme;        ///< "Digest", "NTLM" or "Negotiate"
};

/// What came of it.
struct curl_opened {
    std::vector<netprobe::tunnel_observation> legs; ///< one for each CONNECT, never none
    std::unique_ptr<netprobe::stream> over;         ///< null: the last leg says why
};

/// Step: opens a tunnel with answers that libcurl works out (curl_dialogue.hpp): connects to the proxy, with TLS where
/// it is an https:// one, and asks until it opens or libcurl has no further answer. All requests together have the
/// limit of one step. Connections are made anew where the proxy ends them between two requests; where one cannot be
/// made, the last leg says so with what it saw.
///
/// failed of a leg: denied for every answer that is no tunnel, the 407s on the way included; too_much where they do not
/// end; not_tried without libcurl, and where the certificate of an https:// proxy is not trusted or not for its name,
/// so that nothing secret is sent. Why Negotiate had no answer is in the leg's detail, in the words of GSS-API.
asio::awaitable<curl_opened> open_with_curl(
    const netprobe::wire& on, curl_request what, const curl_library* with = curl_of_this_device());

} // namespace proxy
