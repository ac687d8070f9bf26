// SPDX-License-Identifier: MIT
#include "netprobe/errc.hpp"

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

} // namespace netprobe
