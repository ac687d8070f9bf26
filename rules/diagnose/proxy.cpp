// SPDX-License-Identifier: MIT
//
// The way to the proxy: its port, and TLS with it (facts/faults.md D02–D05). Its name is in dns.cpp, what the device
// itself does not send in host.cpp. Then what it answers to a request for a tunnel, and who could use that.
#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "rules/component.hpp"
#include "rules/diagnose/connect_reading.hpp"
#include "rules/diagnose/tls_reading.hpp"
#include "rules/diagnose/tunnel.hpp"
#include "rules/proxy_shown.hpp"

namespace rules::diagnosis {

using netprobe::failure;

namespace {

void diagnose_port(inquiry& in, std::size_t index) {
    const auto read = read_attempts(attempts(in.path(index).seen), in);
    if (!read) return;
    // Others of ours got through to the same port: it is open, and somebody counts.
    auto s = about_proxy(in, read->limit.empty() ? "proxy.unreachable" : read->limit, index);
    s.evidence = read->evidence;
    s.proved = read->limit.empty() && read->told.proved;
    s.addresses.insert(read->addresses.begin(), read->addresses.end());
    s.where = "proxy";
    s.who = "proxy admin";
    if (!read->told.box.empty()) {
        s.box = read->told.box;
        s.where = "firewall";
        s.who = "network admin";
        s.advice = "Change the rule or the route on {box}: this device must reach {openings}.";
    } else if (read->told.cause == "tcp.drop") {
        s.control = "a proxy that is down and a firewall before it that drops the attempts look the same";
    }
    in.suspect(std::move(s));
}

// One address of the proxy is dead and another serves: nothing is broken, and programs that try it first wait.
void diagnose_dead_address(inquiry& in, std::size_t index) {
    const auto& seen = in.path(index).seen;
    auto s = about_proxy(in, "proxy.unreachable", index);
    bool silent = false;
    for (const auto& c : attempts(seen)) {
        const auto r = read_connect(c, in);
        if (c.ok() || r.cause.empty() || r.cause.starts_with("host.") || in.answered(c.address, c.port)) continue;
        s.evidence.push_back(r.evidence);
        s.addresses.insert(c.address);
        silent = silent || c.failed == failure::timed_out;
    }
    if (s.evidence.empty()) return;
    s.breaks.clear();
    s.touches = {index};
    s.keys = {"address of the proxy"};
    s.proved = true;
    s.control = "another address of the proxy answered";
    s.severity = silent ? severity::warning : severity::note;
    s.advice = "Take {address} out of the DNS entry of the proxy, or repair what is there: another address serves.";
    in.suspect(std::move(s));
}

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
    }
    in.suspect(std::move(s));
}

// The way is open for us, by a kind of proxy or of credentials that the part of the device that goes here cannot use.
void diagnose_use(inquiry& in, std::size_t index) {
    const auto& path = in.path(index);
    const auto* who = component_of(path.planned.to);
    if (!who || informative(path)) return;
    const auto scheme = proxy_scheme(in.of, path.seen);
    const auto& requests = path.seen.proxy->tunnel;
    const bool basic = std::any_of(requests.begin(), requests.end(),
        [](const auto& t) { return std::find(t.offered.begin(), t.offered.end(), "Basic") != t.offered.end(); });
    const auto& login = requests.back().credentials;
    const auto by_scheme = with_scheme(*who, scheme), by_login = basic ? ability::can : with_login(*who, login);
    if (by_scheme == ability::can && by_login == ability::can) return;
    const bool kind = by_scheme != ability::can;
    if (in.works(index)) in.break_path(index);
    auto s = about_proxy(in, kind ? "proxy.kind_unsupported" : "proxy.auth_unsupported_scheme", index);
    s.proved = (kind ? by_scheme : by_login) == ability::cannot;
    const auto cannot = s.proved ? "cannot" : "most likely cannot";
    s.evidence.push_back(
        kind ? fmt::format(
                   "{} {} go by this {}:// proxy, although we could: {}", who->name, cannot, scheme, who->because)
             : fmt::format("{} {} log in with {}, although we could: {}", who->name, cannot, login, who->because));
    in.suspect(std::move(s));
}

suspicion read_answer(const inquiry& in, std::size_t index, const std::vector<trial>& all) {
    const auto& t = *tunnel_of(in.path(index).seen);
    const trial here{&in.path(index).seen, &t};
    if (here.refused()) return read_refusal(in, index, all);
    if (here.let_on()) return read_upstream(in, index);
    const int status = t.http ? t.http->status : 0;
    if (status == 407 || (t.socks && !t.socks->reply)) return read_login(in, index);
    auto s = about_proxy(in, "proxy.connect_unsupported", index);
    s.evidence.push_back(answer_sentence(t));
    s.proved = true;
    const bool others_pass = std::any_of(all.begin(), all.end(), [](const auto& o) { return o.granted(); });
    if (t.socks) { // RFC 1928 §6: command or address type not supported
        if (t.socks->reply == 8) s.advice = "Write socks5:// instead of socks5h://: {box} takes no names.";
    } else if (status >= 200 && status < 300) {
        s.cause = "proxy.html_blockpage";
        s.proved = others_pass;
        if (!s.proved) s.control = "a web server that is no proxy may answer with a page, too";
    } else if ((status >= 300 && status < 400) || status == 511) { // RFC 6585 §6
        s.cause = "proxy.redirect";
    } else if (status == 429) {
        s.cause = "proxy.rate_limit";
    } else {
        return read_no_tunnel(in, index, all);
    }
    return s;
}

void diagnose_tunnel(inquiry& in, std::size_t index, const std::vector<trial>& all) {
    const auto& t = *tunnel_of(in.path(index).seen);
    if (t.ok()) return diagnose_use(in, index);
    if (!in.open(index) || t.failed == failure::not_tried || t.failed == failure::interrupted) return;
    const auto told = read_icmp(t.kernel.icmp, proxy_place(in.of, in.path(index).seen), t.elapsed_ms, in);
    if (told.cause.empty())
        return in.suspect(t.failed == failure::denied ? read_answer(in, index, all) : read_no_tunnel(in, index, all));
    // The connection stood, and its first data was rejected by name of the box.
    const bool device = told.cause.starts_with("host.");
    auto s = about_proxy(in, device ? told.cause : "proxy.unreachable", index);
    if (device) s.keys = {"device"};
    if (!device) s.where = "firewall";
    if (!device) s.who = "network admin";
    s.box = told.box;
    s.proved = told.proved;
    s.evidence.push_back(told.evidence);
    in.suspect(std::move(s));
}

// What one part of the device certainly cannot use is proved, whatever is only likely of another.
void prove_by_any(inquiry& in, std::string_view cause) {
    const bool any =
        std::any_of(in.found.begin(), in.found.end(), [&](const auto& s) { return s.cause == cause && s.proved; });
    for (auto& s : in.found)
        if (s.cause == cause) s.proved = any;
}

// A name that does not exist was granted a tunnel: only what comes through one tells anything (facts/faults.md D26).
void diagnose_fake_tunnel(inquiry& in) {
    const auto* nowhere = control_of(in.of, "control_nonexistent", 443);
    if (!nowhere || !tunnelled(*nowhere)) return;
    suspicion s;
    s.cause = "proxy.fake_tunnel";
    s.box = proxy_place(in.of, *nowhere);
    s.keys = {"proxy:" + s.box};
    s.severity = severity::note;
    s.proved = true;
    s.control = "a request for a tunnel to a name that cannot exist (RFC 6761)";
    s.evidence.push_back(fmt::format("{} was granted in {}: a tunnel that this proxy grants proves nothing{}",
        tunnel_of(*nowhere)->asked, duration(tunnel_of(*nowhere)->elapsed_ms),
        nowhere->tls && !nowhere->tls->chain.empty()
            ? fmt::format(", nor does TLS: {} issued a certificate for it", nowhere->tls->chain.front().issuer)
            : std::string()));
    for (std::size_t i = 0; i < in.size(); ++i)
        if (tunnelled(in.path(i).seen)) s.touches.push_back(i);
    in.suspect(std::move(s));
}

} // namespace

void diagnose_proxy(inquiry& in) {
    const auto all = trials_of(in.of);
    for (std::size_t i = 0; i < in.size(); ++i) {
        const auto& seen = in.path(i).seen;
        if (!seen.proxy || (!in.open(i) && !in.works(i))) continue;
        if (!carrier(seen)) {
            if (in.open(i)) diagnose_port(in, i);
            continue;
        }
        diagnose_dead_address(in, i);
        const auto& tls = seen.proxy->tls;
        if (tls && !tls->ok()) {
            if (in.open(i)) in.suspect(read_broken_tls(in, i, *tls));
        } else if (tls && !tls->chain.empty() && (tls->verify_code != 0 || !tls->name_matches)) {
            diagnose_certificate(in, i, *tls);
        } else if (tunnel_of(seen)) {
            diagnose_tunnel(in, i, all);
        }
    }
    prove_by_any(in, "proxy.kind_unsupported");
    prove_by_any(in, "proxy.auth_unsupported_scheme");
    diagnose_fake_tunnel(in);
}

} // namespace rules::diagnosis
