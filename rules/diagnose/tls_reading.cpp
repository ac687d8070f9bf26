// SPDX-License-Identifier: MIT
#include "rules/diagnose/tls_reading.hpp"

#include <charconv>
#include <fmt/format.h>

namespace rules::diagnosis {

tls_reading read_alert(const netprobe::tls_observation& tls) {
    const int alert = tls.alert.value_or(0);
    auto evidence = fmt::format("alert {} received ({})", alert, tls.code);
    // protocol_version, inappropriate_fallback
    if (alert == 70 || alert == 86) return {"tls.version", true, std::move(evidence)};
    // handshake_failure is also what a TLS 1.2 server says that insists on a client certificate.
    if (alert == 40) return {"tls.cipher", !tls.client_certificate_asked, std::move(evidence)};
    if (alert == 71) return {"tls.cipher", true, std::move(evidence)}; // insufficient_security
    return {"tls.alert", tls.alert.has_value(), std::move(evidence)};
}

std::string_view speaker(std::string_view first_bytes) {
    if (first_bytes.starts_with("48545450")) return "HTTP";
    if (first_bytes.starts_with("5353482d")) return "SSH";
    if (first_bytes.starts_with("414d5150")) return "AMQP without TLS";
    if (first_bytes.starts_with("2002")) return "MQTT without TLS";
    return "something else";
}

std::string readable(std::string_view hex) {
    std::string text;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
        unsigned byte = 0;
        std::from_chars(hex.data() + i, hex.data() + i + 2, byte, 16);
        text += byte >= 0x20 && byte < 0x7f ? static_cast<char>(byte) : '.';
    }
    return text;
}

} // namespace rules::diagnosis
