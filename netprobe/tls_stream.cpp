// SPDX-License-Identifier: MIT
#include "netprobe/tls_stream.hpp"

#include <algorithm>
#include <array>
#include <new>
#include <string>
#include <utility>

#include <asio/error.hpp>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

namespace netprobe {
namespace {

class tls_category_impl final : public std::error_category {
public:
    const char* name() const noexcept override { return "tls"; }
    std::string message(int value) const override {
        const char* text = ERR_reason_error_string(ERR_PACK(ERR_LIB_SSL, 0, static_cast<unsigned long>(value)));
        return text ? text : "reason " + std::to_string(value);
    }
};

// One record and its overhead (RFC 8446 §5.2): more would only lie in memory.
constexpr std::size_t read_size = 16 * 1024 + 512;

} // namespace

const std::error_category& tls_category() noexcept {
    static const tls_category_impl instance;
    return instance;
}

void tls_stream::free_ssl::operator()(SSL* ssl) const noexcept { SSL_free(ssl); }

tls_stream::tls_stream(stream& below, SSL_CTX* context) : below_(below), ssl_(SSL_new(context)) {
    BIO* in = BIO_new(BIO_s_mem());
    BIO* out = BIO_new(BIO_s_mem());
    if (!ssl_ || !in || !out) throw std::bad_alloc();
    SSL_set_bio(ssl_.get(), in, out); // owns both from here
    SSL_set_connect_state(ssl_.get());
    SSL_set_app_data(ssl_.get(), this);
}

tls_stream::~tls_stream() = default;

int tls_stream::on_client_certificate_request(SSL* ssl, X509**, EVP_PKEY**) {
    static_cast<tls_stream*>(SSL_get_app_data(ssl))->client_certificate_asked_ = true;
    return 0;
}

asio::awaitable<void> tls_stream::handshake(std::error_code& ec) {
    std::error_code unsent;
    for (;;) {
        ERR_clear_error();
        const int returned = SSL_do_handshake(ssl_.get());
        const auto why = reason(returned); // before anything else can touch OpenSSL's error queue
        co_await flush(unsent);            // also what we have to say about a failure: our alert
        if (returned == 1 || why) {
            ec = why ? why : unsent;
            co_return;
        }
        co_await fill(ec); // even where we could not send: what the peer said before it left says more
        if (ec == asio::error::eof && unsent) ec = unsent;
        if (ec) co_return;
    }
}

bool tls_stream::said_goodbye() const noexcept { return (SSL_get_shutdown(ssl_.get()) & SSL_RECEIVED_SHUTDOWN) != 0; }

asio::awaitable<std::size_t> tls_stream::read_some(std::span<std::uint8_t> into, std::error_code& ec) {
    for (ec = std::exchange(later_, {}); !ec;) {
        std::size_t got = 0;
        ERR_clear_error();
        const int returned = SSL_read_ex(ssl_.get(), into.data(), into.size(), &got);
        // Small records are taken together, or a flood of them would make the reader look at all it has once for each.
        while (returned == 1 && got < into.size() && !later_ && BIO_ctrl_pending(SSL_get_rbio(ssl_.get())) > 0) {
            std::size_t more = 0;
            ERR_clear_error();
            const int next = SSL_read_ex(ssl_.get(), into.data() + got, into.size() - got, &more);
            later_ = reason(next);
            if (next != 1) break;
            got += more;
        }
        if (returned == 1) co_return got;
        ec = reason(returned);
        if (!ec) co_await flush(ec); // a key update or an alert of ours
        if (!ec) co_await fill(ec);
    }
    co_return 0;
}

asio::awaitable<void> tls_stream::write(bytes_view from, std::error_code& ec) {
    while (!from.empty() && !ec) {
        std::size_t taken = 0;
        ERR_clear_error();
        const int returned = SSL_write_ex(ssl_.get(), from.data(), from.size(), &taken);
        ec = returned == 1 ? std::error_code() : reason(returned);
        from = from.subspan(taken);
        if (!ec) co_await flush(ec);
    }
}

asio::awaitable<void> tls_stream::flush(std::error_code& ec) {
    char* waiting = nullptr;
    const long size = BIO_get_mem_data(SSL_get_wbio(ssl_.get()), &waiting);
    if (size <= 0) co_return;
    const bytes out(waiting, waiting + size);
    (void)BIO_reset(SSL_get_wbio(ssl_.get()));
    co_await below_.write(out, ec);
    if (!ec) bytes_sent_ += out.size();
}

asio::awaitable<void> tls_stream::fill(std::error_code& ec) {
    buffer_.resize(read_size);
    const auto got = co_await below_.read_some(buffer_, ec);
    if (ec) co_return;
    bytes_received_ += got;
    const auto missing = std::min(got, 16 - first_bytes_.size());
    first_bytes_.insert(first_bytes_.end(), buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(missing));
    BIO_write(SSL_get_rbio(ssl_.get()), buffer_.data(), static_cast<int>(got));
}

std::error_code tls_stream::reason(int returned) {
    if (returned == 1) return {};
    const int error = SSL_get_error(ssl_.get(), returned);
    if (error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE) return {};
    if (error == SSL_ERROR_ZERO_RETURN) return asio::error::eof;
    // The last one: what lies below it in the queue may be of another library, with numbers of its own.
    const auto code = ERR_peek_last_error();
    return {ERR_GET_LIB(code) == ERR_LIB_SSL ? ERR_GET_REASON(code) : SSL_R_UNEXPECTED_MESSAGE, tls_category()};
}

} // namespace netprobe
