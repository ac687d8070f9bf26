// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include <openssl/types.h>

#include "netprobe/stream.hpp"

namespace netprobe {

/// TLS over any stream, as client. OpenSSL works on memory and this moves the bytes: so it can sit on
/// another TLS stream (an https:// proxy), and what arrived is still there to look at when it was not TLS.
class tls_stream final : public stream {
public:
    /// `below` must outlive this.
    tls_stream(stream& below, SSL_CTX* context);
    ~tls_stream() override;

    /// Runs the handshake. `ec` is the error of the stream below, or one of tls_category() with
    /// OpenSSL's reason where the handshake itself failed.
    asio::awaitable<void> handshake(std::error_code& ec);

    asio::awaitable<std::size_t> read_some(std::span<std::uint8_t> into, std::error_code& ec) override;
    asio::awaitable<void> write(bytes_view from, std::error_code& ec) override;
    asio::ip::tcp::socket& socket() override { return below_.socket(); }

    SSL* native() noexcept { return ssl_.get(); }
    bool client_certificate_asked() const noexcept { return client_certificate_asked_; }
    /// The peer has ended the session by its close_notify (RFC 8446 §6.1): nothing on the way can forge that.
    bool said_goodbye() const noexcept;
    bytes_view first_bytes() const noexcept { return first_bytes_; } ///< of the answer, at most 16
    std::uint64_t bytes_sent() const noexcept { return bytes_sent_; }
    std::uint64_t bytes_received() const noexcept { return bytes_received_; }

    /// Called by OpenSSL when the server asks for a certificate; notes it and sends none.
    static int on_client_certificate_request(SSL* ssl, X509**, EVP_PKEY**);

private:
    struct free_ssl {
        void operator()(SSL* ssl) const noexcept;
    };
    asio::awaitable<void> flush(std::error_code& ec);
    asio::awaitable<void> fill(std::error_code& ec);
    std::error_code reason(int returned);

    stream& below_;
    std::unique_ptr<SSL, free_ssl> ssl_;
    bytes buffer_;
    bytes first_bytes_;
    std::error_code later_; ///< found behind bytes that were to be given out first
    std::uint64_t bytes_sent_ = 0, bytes_received_ = 0;
    bool client_certificate_asked_ = false;
};

/// Values are OpenSSL's reason codes of its SSL library (ERR_GET_REASON); 1000 + n is alert n received.
const std::error_category& tls_category() noexcept;

} // namespace netprobe
