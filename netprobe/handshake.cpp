// SPDX-License-Identifier: MIT
#include "netprobe/handshake.hpp"

#include <asio/error.hpp>
#include <asio/ip/address.hpp>
#include <openssl/ssl.h>

#include "netprobe/errc.hpp"
#include "netprobe/kernel_evidence.hpp"
#include "netprobe/local_peer.hpp"
#include "netprobe/printable.hpp"

namespace netprobe {
namespace {

constexpr int large_padding = 11; // 2.4 kB: two segments on any path

std::string padding_name() { return "egress-padding/" + std::string(200, '.'); }

void prepare(SSL* ssl, const client_hello& with) {
    const bool tls12 = with.form == "small" || with.form == "tls12";
    if (tls12) SSL_ctrl(ssl, SSL_CTRL_SET_MAX_PROTO_VERSION, TLS1_2_VERSION, nullptr); // the macro casts, too
    if (!with.server_name.empty() && with.form != "no_name") {
        // Spelled out: the macro SSL_set_tlsext_host_name casts.
        std::string name = with.server_name;
        SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, name.data());
    }
    bytes list;
    const auto offer = [&](std::string_view name) { // RFC 7301 §3.1
        list.push_back(static_cast<std::uint8_t>(name.size()));
        list.insert(list.end(), name.begin(), name.end());
    };
    if (!with.alpn.empty() && with.form != "small") offer(with.alpn);
    if (with.alpn.empty() && (with.form == "large" || with.form == "tls12"))
        offer("http/1.1"); // or some refuse them all
    // Names that nobody serves are padding which every server reads past.
    for (int left = with.form == "large" ? large_padding : with.form == "tls12" ? 1 : 0; left > 0; --left)
        offer(padding_name());
    if (list.empty()) return;
    SSL_set_alpn_protos(ssl, list.data(), static_cast<unsigned>(list.size()));
}

// A TLS record begins with its type, 20 to 23, and the version's major number, 3 (RFC 8446 §5.1).
bool looks_like_tls(bytes_view first) {
    return first.empty() || (first[0] >= 20 && first[0] <= 23 && (first.size() < 2 || first[1] == 3));
}

// What a peer refuses with that takes its leave at once: one alert and nothing else, be it fatal or a warning, which
// OpenSSL reads past (RFC 5246 §7.2). Its description; close_notify, 0, is a close.
std::optional<int> only_alert(bytes_view first, std::uint64_t received) {
    constexpr std::size_t size = 7; // type, version, length 2, level, description
    const bool alert =
        received == size && first.size() == size && first[0] == SSL3_RT_ALERT && first[3] == 0 && first[4] == 2;
    return alert && first[6] != SSL_AD_CLOSE_NOTIFY ? std::optional<int>(first[6]) : std::nullopt;
}

void alerted(tls_observation& seen, int alert) {
    seen.alert = alert;
    seen.failed = failure::tls_alert;
    seen.code = "alert " + std::to_string(alert);
    seen.detail = SSL_alert_desc_string_long(alert);
}

void conclude_tls(tls_observation& seen, const std::error_code& ec, const watchdog& guard, bytes_view first) {
    if (ec.category() != tls_category() || guard.expired() != failure::none) {
        conclude(seen, ec, guard);
        // Bytes that came and were no TLS say more than the close or the silence after them.
        if (!seen.ok() && seen.failed != failure::interrupted && !looks_like_tls(first)) seen.failed = failure::not_tls;
        return;
    }
    if (ec.value() >= SSL_AD_REASON_OFFSET) {
        alerted(seen, ec.value() - SSL_AD_REASON_OFFSET);
        return;
    }
    const bool flooded = ec.value() == SSL_R_EXCESSIVE_MESSAGE_SIZE;
    seen.failed = !looks_like_tls(first) ? failure::not_tls : flooded ? failure::too_much : failure::tls_error;
    seen.code = ec.message();
}

} // namespace

client_hello hello_for(const std::string& host, std::string_view alpn) {
    std::error_code no_literal;
    asio::ip::make_address(host, no_literal);
    return {host, no_literal ? host : std::string(), alpn};
}

asio::awaitable<tls_observation> handshake(const wire& on, tls_stream& stream, client_hello with) {
    tls_observation seen;
    seen.server_name = with.form == "no_name" ? std::string() : with.server_name;
    seen.started_ms = on.budget.now_ms();
    SSL* ssl = stream.native();
    prepare(ssl, with);
    std::error_code ec;
    const auto close = [&] {
        const auto held = local_peer(stream.socket());
        close_with_evidence(stream.socket(), seen.kernel);
        if (!held.empty()) seen.kernel.local_peer = held;
    };
    const watchdog guard(on.budget, close);
    co_await stream.handshake(ec);
    // Nothing may be left to send when the last bytes arrive: done, and yet the watchdog has closed the socket.
    if (!ec && guard.expired() != failure::none) ec = asio::error::operation_aborted;
    conclude_tls(seen, ec, guard, stream.first_bytes());
    const auto refusal = only_alert(stream.first_bytes(), stream.bytes_received());
    if (refusal && (seen.failed == failure::closed || seen.failed == failure::reset)) alerted(seen, *refusal);
    seen.elapsed_ms = on.budget.now_ms() - seen.started_ms;
    seen.first_bytes = hex(stream.first_bytes());
    seen.bytes_sent = stream.bytes_sent();
    seen.bytes_received = stream.bytes_received();
    seen.client_certificate_asked = stream.client_certificate_asked();
    if (seen.ok()) {
        seen.version = SSL_get_version(ssl);
        seen.cipher = SSL_get_cipher_name(ssl);
        const unsigned char* chosen = nullptr;
        unsigned int size = 0;
        SSL_get0_alpn_selected(ssl, &chosen, &size);
        if (size > 0) seen.alpn = printable({reinterpret_cast<const char*>(chosen), size});
        on.roots.judge(ssl, with.host, seen);
        seen.kernel = take_kernel_evidence(stream.socket());
        seen.kernel.local_peer = local_peer(stream.socket());
    } else {
        close();
    }
    co_return seen;
}

} // namespace netprobe
