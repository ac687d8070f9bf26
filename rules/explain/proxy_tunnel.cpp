// SPDX-License-Identifier: MIT
//
// What becomes of a request for a tunnel, and of the tunnel (facts/faults.md D12–D30).
#include "rules/explain/rows.hpp"

namespace rules::explained {
namespace {

constexpr explanation tunnel_rows[] = {
    {"proxy.connect_denied_port", "The proxy's rules let CONNECT through to some ports only.",
        "403 for 5671 or 8883, in no time; the same host at 443 is granted.",
        {{{"proxy.connect_denied_host", "another host at the same port: it is refused, too, where the port decides"},
            {"proxy.upstream_blocked", "the status and the time: the proxy did not even try"}}},
        "The target at another port is granted, and another host at this port is refused."},
    {"proxy.connect_denied_host", "The proxy's rules refuse the name.",
        "403 for this host, in no time; another host at the same port is granted.",
        {{{"proxy.connect_denied_port", "another host at the same port"},
            {"proxy.access_denied", "whether anything is granted at all"},
            {"http.denied", "who says 403: the proxy before the tunnel, or the service inside it"}}},
        "Another host at the same port is granted, and the target is refused at another port, too."},
    {"proxy.upstream_dns", "The proxy's own resolver does not find the name.",
        "500, 502 or 503 with X-Squid-Error ERR_DNS_FAIL or Proxy-Status dns_error; or an error in no time.",
        {{{"proxy.upstream_blocked", "the target's address in place of its name: granted where only the name fails"},
            {"dns.nxdomain", "this device's own resolvers: if nobody knows the name, it is the name"}}},
        "The target's address in place of its name is granted in the same run."},
    {"proxy.upstream_blocked", "The proxy is willing and cannot reach the target: a firewall behind it, or a route.",
        "503 or 504, often with the proxy's own errno (X-Squid-Error: ERR_CONNECT_FAIL 110), after its own timeout.",
        {{{"proxy.upstream_dns", "the target's address in place of its name: it fails in the same way here"},
            {"proxy.connect_denied_port", "the status: 403 is the proxy's own rule"},
            {"proxy.stall", "another host: it is answered here"}}},
        "The proxy's own words or errno; the target's address fails in the same way, another target passes."},
    {"proxy.html_blockpage", "The proxy sends a web page where a tunnel belongs: a category or a rule blocks.",
        "200 with text/html and a length, or a page inside the tunnel.",
        {{{"proxy.redirect", "the status"}, {"proxy.not_a_proxy", "another host: a proxy grants that"},
            {"proxy.tunnel_closed", "whether bytes came"}}},
        "The page itself; another host gets a tunnel from the same proxy."},
    {"proxy.redirect", "The proxy sends the device to a page to sign in.",
        "302 or 307 with a Location, as the answer to CONNECT or inside the tunnel.",
        {{{"proxy.html_blockpage", "the status"},
            {"net.captive_portal", "whether the proxy or somebody before it answered"}}},
        "The answer itself."},
    {"proxy.rate_limit", "The proxy limits requests or connections of this device.", "429, often with Retry-After.",
        {{{"proxy.access_denied", "the status, and the same request alone later"}}},
        "The 429 itself; alone and later the same request is granted."},
    {"proxy.closed", "The proxy closes instead of answering.", "The connection ends after the request, without a byte.",
        {{{"proxy.scheme_mismatch", "a TLS handshake with the same port"},
            {"proxy.access_denied", "other targets: a rule may cut instead of answering (squid: deny_info TCP_RESET)"},
            {"net.connection_limit", "the same request alone"}}},
        "A TLS handshake with the same port fails, too; requests for other targets are answered."},
    {"proxy.stall", "The proxy takes the request and answers nothing in time.",
        "CONNECT is acknowledged and not answered within the limit.",
        {{{"proxy.upstream_blocked", "another host: it is answered, so the proxy waits for this target"},
            {"proxy.upstream_dns", "the target's address in place of its name"},
            {"proxy.unreachable", "whether the request was acknowledged"}}},
        "No request of the run was answered, and all were acknowledged. A longer --limit shows what it says in the "
        "end."},
    {"proxy.slow", "What goes through the proxy takes much longer than the way to it.",
        "Each answer inside the tunnel comes late by about the same time.",
        {{{"net.latency", "the connection to the proxy itself"},
            {"proxy.upstream_dns", "whether only the first answer, the CONNECT, is late"}}},
        "The direct way to the same host is quick; else the connection to the proxy beside what it passes on."},
    {"proxy.tunnel_closed",
        "The tunnel is granted and closed when TLS begins: a rule on the server name, in the proxy "
        "or behind it.",
        "200, then a close after the ClientHello.",
        {{{"tls.sni_reset", "another name in a tunnel to the same target"},
            {"proxy.fake_tunnel", "a request for a name that does not exist: if granted, the 200 meant nothing"},
            {"tls.not_tls", "whether bytes came"}}},
        "TLS for another name in a tunnel to the same target passes."},
    {"proxy.tunnel_stall", "The tunnel is granted and passes nothing.",
        "200, then silence after the ClientHello or the protocol's first bytes.",
        {{{"proxy.fake_tunnel", "a request for a name that does not exist"},
            {"mqtt.no_answer", "the certificate inside: an inspecting proxy holds what is not HTTP"},
            {"proxy.slow", "a longer --limit"}}},
        "The direct way to the same host answers; another name in the same tunnel tells whether the name decides."},
    {"proxy.tunnel_reset", "The tunnel is granted and reset when TLS begins or data flows.", "200, then a reset.",
        {{{"proxy.tunnel_closed", "how it ended; the causes are the same"},
            {"tls.sni_reset", "whether the path goes by a proxy"}}},
        "TLS for another name in a tunnel to the same target passes; the direct way does, too."},
};

} // namespace

std::span<const explanation> proxy_tunnel() noexcept { return tunnel_rows; }

} // namespace rules::explained
