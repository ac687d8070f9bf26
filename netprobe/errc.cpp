// SPDX-License-Identifier: MIT
#include "netprobe/errc.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include <asio/error.hpp>
#include <openssl/ssl.h>

#include "netprobe/tls_stream.hpp"

namespace netprobe {
namespace {

struct row {
    int code; ///< of the system category
    failure means;
};

// The one place that knows what the system's codes mean. Numbers, not std::errc: Asio 1.22 has a
// system category of its own that does not map to std::errc.
constexpr row system_codes[] = {
    {ETIMEDOUT, failure::timed_out}, {ECONNREFUSED, failure::refused}, {ECONNRESET, failure::reset},
    {EPIPE, failure::reset}, {ECONNABORTED, failure::reset}, {ENETUNREACH, failure::net_unreachable},
    {ENETDOWN, failure::net_unreachable}, {EHOSTUNREACH, failure::host_unreachable},
    {EHOSTDOWN, failure::host_unreachable},
    {ENOPROTOOPT, failure::host_unreachable}, // ICMP protocol unreachable (facts/faults.md V1)
    {EACCES, failure::not_permitted}, {EPERM, failure::not_permitted}, {EADDRNOTAVAIL, failure::no_local_port},
    {EMFILE, failure::no_descriptor}, {ENFILE, failure::no_descriptor}, {ENOBUFS, failure::no_descriptor},
    {ENOMEM, failure::no_descriptor}, {ECANCELED, failure::interrupted},
    {EPROTO, failure::protocol_mismatch},     // ours: bytes that are no WebSocket frame
    {EMSGSIZE, failure::too_much},            // ours: WebSocket frames without end and without data
    {EAFNOSUPPORT, failure::net_unreachable}, // no IPv6 (or IPv4) on this device
};

} // namespace

failure classify(const std::error_code& ec) noexcept {
    if (!ec) return failure::none;
    if (ec == asio::error::eof) return failure::closed;
    // After the handshake too: TLS 1.3 refuses a missing client certificate only then.
    if (ec.category() == tls_category())
        return ec.value() >= SSL_AD_REASON_OFFSET ? failure::tls_alert : failure::tls_error;
    if (ec.category() == asio::error::get_system_category() || ec.category() == std::system_category() ||
        ec.category() == std::generic_category())
        for (const auto& r : system_codes)
            if (r.code == ec.value()) return r.means;
    return failure::unknown;
}

std::string code_word(const std::error_code& ec) {
    if (!ec) return {};
    if (ec == asio::error::eof) return "EOF";
    if (ec.category() == tls_category() && ec.value() >= SSL_AD_REASON_OFFSET)
        return "alert " + std::to_string(ec.value() - SSL_AD_REASON_OFFSET);
    if (ec.category() == asio::error::get_system_category() || ec.category() == std::system_category() ||
        ec.category() == std::generic_category())
        if (const char* name = ::strerrorname_np(ec.value())) return name;
    return ec.message();
}

void conclude(outcome& seen, const std::error_code& ec, const watchdog& guard) {
    if (!ec) {
        seen.failed = failure::none;
        return;
    }
    if (guard.expired() != failure::none) {
        seen.failed = guard.expired();
        return;
    }
    seen.failed = classify(ec);
    seen.code = code_word(ec);
}

namespace {

// Length of the well-formed UTF-8 sequence at the start of `text`; 0 if there is none (RFC 3629).
std::size_t utf8_length(std::string_view text) noexcept {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = byte(0);
    const std::size_t length = lead < 0x80   ? 1
                               : lead < 0xc2 ? 0
                               : lead < 0xe0 ? 2
                               : lead < 0xf0 ? 3
                               : lead < 0xf5 ? 4
                                             : 0;
    if (length == 0 || length > text.size()) return 0;
    for (std::size_t i = 1; i < length; ++i)
        if ((byte(i) & 0xc0) != 0x80) return 0;
    if (length == 3 && ((lead == 0xe0 && byte(1) < 0xa0) || (lead == 0xed && byte(1) > 0x9f))) return 0;
    if (length == 4 && ((lead == 0xf0 && byte(1) < 0x90) || (lead == 0xf4 && byte(1) > 0x8f))) return 0;
    return length;
}

// Characters that would let a peer rewrite the screen: C0, DEL, C1, the bidirectional controls, and what is invisible.
bool rewrites_screen(std::string_view sequence) noexcept {
    const auto first = static_cast<unsigned char>(sequence[0]);
    if (sequence.size() == 1) return first < 0x20 || first == 0x7f;
    if (sequence.size() == 2)
        return (first == 0xc2 && static_cast<unsigned char>(sequence[1]) < 0xa0) || sequence == "\xd8\x9c";
    if (sequence.size() == 4) return sequence >= "\xf3\xa0\x80\x80" && sequence <= "\xf3\xa0\x81\xbf"; // tags
    return (sequence >= "\xe2\x80\x8b" && sequence <= "\xe2\x80\x8f") ||
           (sequence >= "\xe2\x80\xa8" && sequence <= "\xe2\x80\xae") ||
           (sequence >= "\xe2\x81\xa6" && sequence <= "\xe2\x81\xa9") || sequence == "\xef\xbb\xbf";
}

} // namespace

std::string printable(std::string_view from_peer, std::size_t at_most) {
    std::string text;
    while (!from_peer.empty() && text.size() < at_most) {
        const std::size_t length = utf8_length(from_peer);
        const auto sequence = from_peer.substr(0, std::max<std::size_t>(length, 1));
        if (text.size() + sequence.size() > at_most) break;
        if (sequence == "\n" || sequence == "\t" || sequence == "\r")
            text += ' ';
        else if (length == 0 || rewrites_screen(sequence))
            text += '?';
        else
            text += sequence;
        from_peer.remove_prefix(sequence.size());
    }
    return text;
}

std::string hex(std::span<const std::uint8_t> from, std::size_t at_most) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const auto byte : from.first(std::min(from.size(), at_most))) {
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

} // namespace netprobe
