// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include <asio/ssl/context.hpp>

#include "netprobe/stream.hpp"
#include "tools/standin/authority.hpp"
#include "tools/standin/service.hpp"

namespace standin {

/// What one TLS connection asked for; filled during its handshake.
struct tls_request {
    std::string server_name;   ///< SNI, lower-case; empty: none was sent
    std::optional<part> what;  ///< who answers; absent: no server name, or an unknown one
    bool unknown_name = false; ///< the name is not stood for: refused with alert unrecognized_name
};

/// The server side of TLS for one standard port: certificate by server name (leaf and
/// intermediate are sent); classic hub names and DPS speak TLS 1.2 only, the newer hub names TLS
/// 1.3 as well and only with a server name; on 5671 and 8883 a client certificate is asked for
/// and any, or none, is accepted (facts page azure.md §2.6). Must outlive its connections.
class tls_front {
public:
    tls_front(authority& ca, const extra_names& extra, int standard_port);
    tls_front(const tls_front&) = delete;
    tls_front& operator=(const tls_front&) = delete;

    asio::ssl::context& context() noexcept { return context_; }

    /// Where the handshake of `ssl` is to note what was asked; must outlive the handshake.
    static void watch(SSL* ssl, tls_request& into);

private:
    static int on_client_hello(SSL* ssl, int* alert, void* self);
    int choose(SSL* ssl, int* alert);
    authority& ca_;
    extra_names extra_;
    int port_;
    asio::ssl::context context_;
};

/// The server name of a ClientHello's server_name extension (RFC 6066 §3); empty if there is none
/// or it is malformed.
std::string read_server_name(netprobe::bytes_view extension);

} // namespace standin
