// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "netprobe/protocol/http.hpp"
#include "netprobe/wire.hpp"

namespace netprobe::http {

/// A GET, a WebSocket upgrade with the headers for it, or a CONNECT.
struct request {
    std::string method = "GET";
    std::string host;                 ///< for the Host header
    std::string resource;             ///< "/v2/"; of a CONNECT: "host:443"
    std::vector<std::string> headers; ///< "Name: value"
    std::size_t body_limit = 4096;    ///< bytes of the answer's body to wait for
};

/// The bytes of a request (RFC 9112 §3). What no URL may hold is percent-encoded in `resource`, so that none can write
/// a second request line; `host` and `headers` are the caller's own and must hold no line ends.
bytes encode(const request& what);

/// What came back. `spare` is what arrived behind the answer: the first frames of an upgrade, or of a tunnel. A
/// CONNECT is granted where its 2xx has no body: one that announces a page and brings it is none (RFC 9110 §9.3.6 has
/// clients pass over the announcement, and so do we until bytes of a page have come).
struct exchange {
    hello_observation seen;
    std::string body; ///< decoded, whole where `whole`, at most request::body_limit
    bool whole = false;
    std::string head; ///< as it came, at most max_head: `seen` cuts long values
    bytes spare;
};

/// One request, one answer, over a connection that may serve more. Interim answers (1xx but 101) are passed over. An
/// answer whose head has arrived counts as an answer even if its body never ends; only the network can make this fail,
/// a status cannot. The socket is left open on success unless the connection ends with the answer.
asio::awaitable<exchange> ask(const wire& on, stream& over, request what);

} // namespace netprobe::http
