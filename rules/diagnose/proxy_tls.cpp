// SPDX-License-Identifier: MIT
//
// TLS with the proxy itself, of an https:// one (facts/faults.md D04, D05).
#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "rules/diagnose/tls_reading.hpp"
#include "rules/diagnose/tunnel.hpp"

namespace rules::diagnosis {

using netprobe::failure;

namespace {

suspicion read_broken_tls(const inquiry& in, std::size_t index, const netprobe::tls_observation& tls) {
    auto s = about_proxy(in, "proxy.closed", index);
    const auto told = [&](std::string text) { s.evidence.push_back(fmt::format("{}: {}", s.box, text)); };
    const auto after = duration(tls.elapsed_ms);
    switch (tls.failed) {
    case failure::not_tls:
    case failure::protocol_mismatch:
    case failure::too_much: {
        const bool http = speaker(tls.first_bytes) == "HTTP";
        s.cause = http ? "proxy.scheme_mismatch" : "proxy.not_a_proxy";
        s.proved = !tls.first_bytes.empty();
        told(fmt::format("{} answers our TLS, with \"{}\"", speaker(tls.first_bytes), readable(tls.first_bytes)));
        if (http) s.advice = "Write http:// instead of https:// in the proxy's address: {box} speaks plain HTTP.";
        return s;
    }
    case failure::tls_alert:
    case failure::tls_error: {
        // certificate_required, bad_certificate, unknown_ca and their like: it wants to see a certificate of ours.
        static constexpr std::array of_certificates{116, 42, 43, 45, 46, 48};
        const bool wants_ours =
            tls.alert && (tls.client_certificate_asked || *tls.alert == 116) &&
            std::find(of_certificates.begin(), of_certificates.end(), *tls.alert) != of_certificates.end();
        const auto read = tls.failed == failure::tls_alert ? read_alert(tls) : tls_reading{"tls.version", false, {}};
        s.cause = wants_ours ? "proxy.access_denied" : read.cause;
        s.where = "proxy";
        s.who = "proxy admin";
        s.proved = read.proved && !wants_ours;
        told(
            read.evidence.empty() ? fmt::format("TLS with the proxy failed on our side: {}", tls.code) : read.evidence);
        if (wants_ours)
            s.advice = "Let this device to {box} without a client certificate: no part of IoT Edge can show one.";
        else
            s.advice = "Let {box} speak TLS 1.2 with ECDHE and AES-GCM, or use an http:// proxy.";
        return s;
    }
    case failure::timed_out:
        s.cause = "proxy.stall";
        told(fmt::format("TLS with the proxy: {} bytes came back in {}, then nothing", tls.bytes_received, after));
        return s;
    default:
        told(fmt::format("TLS with the proxy ended after {}: {}", after, netprobe::to_string(tls.failed)));
        if (tls.failed == failure::closed) s.where = "proxy";
        s.control = "a port that speaks plain HTTP or SOCKS may do the same: then the scheme is wrong";
        return s;
    }
}

void diagnose_certificate(inquiry& in, std::size_t index, const netprobe::tls_observation& tls) {
    constexpr long hostname_mismatch = 62; // X509_V_ERR_HOSTNAME_MISMATCH
    const auto& leaf = tls.chain.front();
    const bool trusted = tls.verify_code == 0 || tls.verify_code == hostname_mismatch;
    if (in.works(index)) in.break_path(index);
    auto s = about_proxy(in, trusted ? "proxy.tls_name_mismatch" : "proxy.tls_untrusted", index);
    s.proved = true;
    s.evidence.push_back(fmt::format("{} presented {} issued by {}: {} ({})", s.box, leaf.subject, leaf.issuer,
        tls.verify_code == 0 ? "trusted here" : tls.verify_text, tls.verify_code));
    if (trusted) {
        std::string names;
        for (const auto& n : leaf.names) names += (names.empty() ? "" : ", ") + n;
        s.evidence.push_back(fmt::format("its certificate names {}", names.empty() ? "nothing" : names));
    } else if (tls.verify_code == 9 || tls.verify_code == 10) { // not yet valid, expired
        s.evidence.push_back(fmt::format(
            "valid {} to {}, this device's clock says {}", leaf.not_before, leaf.not_after, in.of.run.started));
        s.advice = "Renew the certificate of {box}; if it is in order, set this device's clock.";
        // A clock begins in the past where it has no battery, and hardly ever runs ahead.
        s.where = tls.verify_code == 10 ? "proxy" : "unknown";
        s.who = tls.verify_code == 10 ? "proxy admin" : "device owner";
    }
    in.suspect(std::move(s));
}

} // namespace

bool diagnose_proxy_tls(inquiry& in, std::size_t index) {
    const auto& tls = in.path(index).seen.proxy->tls;
    if (!tls) return false;
    if (!tls->ok()) {
        if (in.open(index)) in.suspect(read_broken_tls(in, index, *tls));
        return true;
    }
    if (tls->chain.empty() || (tls->verify_code == 0 && tls->name_matches)) return false;
    diagnose_certificate(in, index, *tls);
    return true;
}

} // namespace rules::diagnosis
