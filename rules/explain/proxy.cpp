// SPDX-License-Identifier: MIT
//
// The proxy itself: whether it is there, its settings and its logins (facts/faults.md D01–D11, D32–D34).
#include "rules/explain/rows.hpp"

namespace rules::explained {
namespace {

constexpr explanation proxy_rows[] = {
    {"proxy.dns", "The proxy's own name has no address here.", "The lookup of the proxy's name fails; others resolve.",
        {{{"dns.timeout", "other names: if they fail too, it is the resolver"},
            {"proxy.unreachable", "whether the name has an address"}}},
        "Other names resolve in the same run; the proxy's address in place of its name works."},
    {"proxy.unreachable", "No connection to the proxy's port comes about.",
        "Attempts to the proxy's own address are dropped, refused or rejected.",
        {{{"proxy.dns", "whether the name has an address"}, {"proxy.stall", "whether a connection came about"},
            {"tcp.drop", "whose address was tried: the proxy's or the service's"}}},
        "A reset or an ICMP message proves itself and names its sender; silence may be a dead proxy or a firewall "
        "before it."},
    {"proxy.scheme_mismatch", "The proxy's address says http:// and its port speaks TLS, or the other way round.",
        "The proxy closes at once or answers bytes of the other kind.",
        {{{"proxy.closed", "a TLS handshake with the proxy's own port"},
            {"proxy.not_a_proxy", "what the port answers in the right scheme"}}},
        "A TLS handshake with the proxy's own port succeeds (or its first bytes are HTTP)."},
    {"proxy.tls_untrusted", "The https:// proxy's own certificate is not trusted here.",
        "TLS with the proxy fails before any CONNECT.",
        {{{"tls.intercepted_untrusted", "which layer: the proxy's own certificate, or one inside the tunnel"},
            {"host.clock_skew", "the certificate's dates"}}},
        "The certificate itself; it verifies with the proxy's CA given (--proxy-ca FILE)."},
    {"proxy.tls_name_mismatch", "The https:// proxy's certificate is for another name than its address has.",
        "TLS with the proxy ends in verify error 62.", {{{"proxy.tls_untrusted", "the verify code"}}},
        "The certificate's own list of names."},
    {"proxy.not_a_proxy", "What answers at the proxy's address does not know CONNECT because it is something else.",
        "CONNECT is answered 400, 404 or 405 by a web server, or by another protocol's bytes.",
        {{{"proxy.connect_unsupported", "whether it forwards an ordinary GET for another host"},
            {"proxy.scheme_mismatch", "a TLS handshake with the same port"}}},
        "The first bytes or the Server header of what answers."},
    {"proxy.connect_unsupported", "A proxy that does not offer CONNECT, without which there is no TLS through it.",
        "CONNECT is answered 405 or 501.",
        {{{"proxy.not_a_proxy", "whether it marks itself as a proxy (Via, Proxy-Agent)"},
            {"proxy.connect_denied_port", "another port: a rule by port lets 443 pass"}}},
        "The answer itself, the same for every host and port."},
    {"proxy.auth_required", "The proxy wants to know who asks, and no credentials are set.",
        "407 with the schemes that it takes, to a request without credentials.",
        {{{"proxy.auth_failed", "whether credentials were sent"},
            {"proxy.access_denied", "the status: 403 is a rule, 407 a login"}}},
        "The 407 itself."},
    {"proxy.auth_failed", "The proxy rejects the user or password.",
        "407 again, after credentials in a scheme that it offered.",
        {{{"proxy.auth_unsupported_scheme", "whether the scheme sent is among those offered"},
            {"proxy.auth_required", "whether credentials were sent"}}},
        "The second 407, after an offered scheme was answered."},
    {"proxy.auth_unsupported_scheme", "The proxy wants NTLM, Kerberos or Digest; the parts of IoT Edge can do Basic.",
        "407 that offers no scheme which the part in question knows.",
        {{{"proxy.auth_failed", "the list of schemes offered"}}},
        "The offered schemes beside what each part of IoT Edge can do."},
    {"proxy.kind_unsupported",
        "The way works for this tool, and parts of IoT Edge cannot use such a proxy (SOCKS, "
        "https://).",
        "The tunnel stands; the address's scheme is one that a part does not know.",
        {{{"proxy.scheme_mismatch", "whether the port speaks what the address says"}}},
        "The scheme itself, and what each part takes (their sources say)."},
    {"proxy.access_denied", "The proxy refuses this device whatever it asks for.",
        "403 to every host and port that was asked for.",
        {{{"proxy.connect_denied_host", "another host at the same port"},
            {"proxy.connect_denied_port", "another port of the same host"}, {"proxy.auth_required", "the status"}}},
        "Other hosts and other ports are refused, too; a list of allowed names with none of these on it looks the "
        "same."},
    {"proxy.fake_tunnel", "The proxy grants tunnels before it has connected, also to names that do not exist.",
        "CONNECT to nonexistent.invalid is answered 200.",
        {{{"none", "what comes through the tunnel: only an answer of the service counts"}}},
        "The request for a name that cannot exist (RFC 6761)."},
    {"proxy.no_proxy_ignored", "no_proxy names hosts, and the program that it is set for does not read it.",
        "The setting is there; the program sends those hosts to the proxy all the same.",
        {{{"proxy.settings_differ", "whether the proxies or the exceptions differ"}}},
        "How that program reads its settings (its source), beside what is set."},
    {"proxy.settings_differ", "Parts of the device are set to different proxies, or some to none.",
        "The files name different addresses.",
        {{{"proxy.no_proxy_ignored", "whether the addresses or the exceptions differ"}}},
        "The settings, as they stand, with file and line."},
    {"proxy.pac", "The PAC file cannot be had, does not run, or names a proxy that is dead.",
        "404 or a page in its place, an error of the script, or a first proxy that nobody answers at, even "
        "where the next one is answered at.",
        {{{"proxy.unreachable", "who named the proxy: the PAC file, or a setting"}, {"proxy.dns", "the same"}}},
        "The file evaluated for each host, and the proxies that it names tried in their order."},
};

} // namespace

std::span<const explanation> proxy() noexcept { return proxy_rows; }

} // namespace rules::explained
