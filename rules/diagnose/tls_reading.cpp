// SPDX-License-Identifier: MIT
#include "rules/diagnose/tls_reading.hpp"

#include <charconv>
#include <fmt/format.h>

namespace rules::diagnosis {
namespace {

// As RFC 8446 §6 and RFC 5246 §7.2 call those that boxes send.
std::string_view alert_name(int number) {
    switch (number) {
    case 10: return "unexpected_message";
    case 20: return "bad_record_mac";
    case 40: return "handshake_failure";
    case 42: return "bad_certificate";
    case 46: return "certificate_unknown";
    case 47: return "illegal_parameter";
    case 48: return "unknown_ca";
    case 49: return "access_denied";
    case 50: return "decode_error";
    case 70: return "protocol_version";
    case 71: return "insufficient_security";
    case 80: return "internal_error";
    case 86: return "inappropriate_fallback";
    case 112: return "unrecognized_name";
    case 116: return "certificate_required";
    case 120: return "no_application_protocol";
    default: return "";
    }
}

// The peer had chosen a version and a suite before: a handshake record that begins with a ServerHello.
bool chose_a_suite(const netprobe::tls_observation& tls) {
    return tls.first_bytes.starts_with("16") && tls.first_bytes.size() >= 12 && tls.first_bytes.substr(10, 2) == "02";
}

} // namespace

tls_reading read_alert(const netprobe::tls_observation& tls) {
    const int alert = tls.alert.value_or(0);
    const auto name = alert_name(alert);
    auto evidence = tls.alert ? fmt::format("alert {} received{}{}{}", alert, name.empty() ? "" : " (", name,
                                    name.empty() ? "" : ")")
                              : fmt::format("an alert was received ({})", tls.code);
    // protocol_version, inappropriate_fallback
    if (alert == 70 || alert == 86) return {"tls.version", true, std::move(evidence)};
    if (alert == 40 && (chose_a_suite(tls) || tls.client_certificate_asked))
        return {"tls.alert", true, evidence + " after it had chosen a suite: a client certificate may be wanted"};
    // Without one it is what boxes say for any reason.
    if (alert == 40) return {"tls.cipher", false, std::move(evidence)};
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
