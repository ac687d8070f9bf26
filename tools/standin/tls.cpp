// SPDX-License-Identifier: MIT
#include "tools/standin/tls.hpp"

#include <openssl/err.h>

namespace standin {
namespace {

// What the hub has accepted since 2025-08-31.
constexpr const char* ciphers = "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-ECDSA-AES128-GCM-SHA256:"
                                "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-AES128-GCM-SHA256:"
                                "ECDHE-ECDSA-AES256-SHA384:ECDHE-ECDSA-AES128-SHA256:"
                                "ECDHE-RSA-AES256-SHA384:ECDHE-RSA-AES128-SHA256";

int request_slot() {
    static const int slot = SSL_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
    return slot;
}

int accept_any(int, X509_STORE_CTX*) { return 1; }

bool is_iot(part what) { return what == part::hub || what == part::hub_device || what == part::dps; }

// RFC 7301: http/1.1 where the client offers it, silence otherwise.
int choose_alpn(
    SSL*, const unsigned char** out, unsigned char* out_size, const unsigned char* in, unsigned in_size, void*) {
    static constexpr unsigned char http[] = "\x08http/1.1";
    unsigned char* chosen = nullptr;
    if (SSL_select_next_proto(&chosen, out_size, http, sizeof http - 1, in, in_size) != OPENSSL_NPN_NEGOTIATED)
        return SSL_TLSEXT_ERR_NOACK;
    *out = chosen;
    return SSL_TLSEXT_ERR_OK;
}

} // namespace

std::string read_server_name(netprobe::bytes_view extension) {
    // list length (2), then entries: type (1), length (2), name
    if (extension.size() < 5) return {};
    auto left = extension.subspan(2);
    while (left.size() >= 3) {
        const std::size_t length = static_cast<std::size_t>(left[1] << 8 | left[2]);
        if (left.size() - 3 < length) return {};
        if (left[0] == TLSEXT_NAMETYPE_host_name) {
            const auto name = left.subspan(3, length);
            return normal_name({reinterpret_cast<const char*>(name.data()), name.size()});
        }
        left = left.subspan(3 + length);
    }
    return {};
}

tls_front::tls_front(authority& ca, const extra_names& extra, int standard_port)
    : ca_(ca), extra_(extra), port_(standard_port), context_(asio::ssl::context::tls_server) {
    auto* raw = context_.native_handle();
    SSL_CTX_set_min_proto_version(raw, TLS1_2_VERSION);
    SSL_CTX_set_cipher_list(raw, ciphers);
    SSL_CTX_set_options(raw, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_TICKET);
    SSL_CTX_set_session_cache_mode(raw, SSL_SESS_CACHE_OFF); // every handshake is a full one
    SSL_CTX_set_max_cert_list(raw, 32 * 1024);
    SSL_CTX_set_client_hello_cb(raw, &tls_front::on_client_hello, this);
    if (port_ == 443) SSL_CTX_set_alpn_select_cb(raw, &choose_alpn, nullptr);
}

void tls_front::watch(SSL* ssl, tls_request& into) { SSL_set_ex_data(ssl, request_slot(), &into); }

int tls_front::on_client_hello(SSL* ssl, int* alert, void* self) {
    return static_cast<tls_front*>(self)->choose(ssl, alert);
}

int tls_front::choose(SSL* ssl, int* alert) try {
    tls_request unwatched;
    auto* asked = static_cast<tls_request*>(SSL_get_ex_data(ssl, request_slot()));
    if (asked == nullptr) asked = &unwatched;

    const unsigned char* data = nullptr;
    std::size_t size = 0;
    if (SSL_client_hello_get0_ext(ssl, TLSEXT_TYPE_server_name, &data, &size) == 1)
        asked->server_name = read_server_name({data, size});
    if (!asked->server_name.empty()) {
        asked->what = part_for(asked->server_name, extra_);
        const bool here = asked->what && asked->what != part::time && (port_ == 443 || is_iot(*asked->what));
        if (!here) {
            asked->unknown_name = true;
            *alert = SSL_AD_UNRECOGNIZED_NAME;
            return SSL_CLIENT_HELLO_ERROR;
        }
    }
    // Without a name the service cannot know whose certificate is wanted: any hub's.
    auto* leaf = ca_.leaf(asked->server_name.empty() ? "*.azure-devices.net" : asked->server_name);
    STACK_OF(X509)* chain = sk_X509_new_null();
    const bool chained = chain != nullptr && sk_X509_push(chain, ca_.intermediate()) > 0;
    const bool set = chained && SSL_use_cert_and_key(ssl, leaf, ca_.leaf_key(), chain, 1) == 1;
    sk_X509_free(chain);
    if (!set) {
        *alert = SSL_AD_INTERNAL_ERROR;
        return SSL_CLIENT_HELLO_ERROR;
    }
    const bool classic = !asked->what || *asked->what == part::hub || *asked->what == part::dps;
    if (classic) SSL_set_max_proto_version(ssl, TLS1_2_VERSION);
    if (port_ != 443) SSL_set_verify(ssl, SSL_VERIFY_PEER, &accept_any); // asks, requires nothing
    return SSL_CLIENT_HELLO_SUCCESS;
} catch (...) { // must not pass through OpenSSL's C code
    *alert = SSL_AD_INTERNAL_ERROR;
    return SSL_CLIENT_HELLO_ERROR;
}

} // namespace standin
