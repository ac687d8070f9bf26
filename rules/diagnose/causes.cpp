// SPDX-License-Identifier: MIT
//
// The vocabulary of root causes. A code is never renamed or given a second meaning; advice may hold {host} {port}
// {openings} {address} {box} {resolver}, which are filled from the evidence.
#include "rules/diagnose.hpp"

#include <algorithm>

namespace rules {
namespace {

constexpr std::string_view owner = "device owner";
constexpr std::string_view network = "network admin";
constexpr std::string_view proxy = "proxy admin";
constexpr std::string_view azure = "Azure admin";

constexpr cause_row table[] = {
    {"none", "every path that is needed works", "unknown", owner, "Nothing to do."},

    // host: the device itself
    {"host.no_route", "this device has no route to the address", "device", owner,
        "Give this device a default gateway (or a route to {address}): 'ip route' and 'ip rule' show what it has."},
    {"host.link_down", "the interface or the gateway does not answer", "local_network", owner,
        "Check cable, VLAN and the gateway address of this device: nobody on the local network answers for the next "
        "hop."},
    {"host.local_firewall", "this device's own firewall rejects it", "device", owner,
        "Allow outgoing {openings} in this device's own firewall (nftables, iptables or ufw, OUTPUT)."},
    {"host.clock_skew", "this device's clock is wrong", "device", owner,
        "Set this device's clock and keep it right: allow UDP 123 to a time server, or name a local one."},
    {"host.port_exhaustion", "this device has no local port left", "device", owner,
        "Close what holds this device's connections open ('ss -tanp' shows it), or widen "
        "net.ipv4.ip_local_port_range."},
    {"host.resource_limit", "this device has no file descriptor or memory left for a connection", "device", owner,
        "Raise the limit of open files ('ulimit -n'), free memory, or run with a smaller --width."},
    {"host.trust_store", "this device lacks a root that the service's genuine chain needs", "device", owner,
        "Update this device's CA certificates (package ca-certificates) so that DigiCert Global Root G2 and Microsoft "
        "RSA Root Certificate Authority 2017 are in it; modules need the same roots."},
    {"host.hosts_override", "the hosts file, not DNS, gave the address", "device", owner,
        "Remove the line for {host} from this device's hosts file, or correct its address ({address})."},
    {"host.ntp_blocked", "time servers do not answer", "firewall", network,
        "Allow UDP 123 from this device to {host}, or name a time server inside the site."},

    // dns
    {"dns.nxdomain", "the name does not exist", "resolver", owner,
        "Check the spelling of {host} and the cloud's suffix; if both are right, the hub, registry or account was "
        "deleted."},
    {"dns.filtered", "the resolver's policy removes the name", "resolver", network,
        "Allow {host} in the filter policy of the resolver {resolver}."},
    {"dns.nodata", "the name exists and has no address", "resolver", network,
        "Correct what {resolver} has for {host}: a local zone or a policy there leaves its address out ('dig' "
        "asks it and another resolver side by side)."},
    {"dns.refused", "the resolver refuses to answer this device", "resolver", network,
        "Allow this device's address in the access list of the resolver {resolver}."},
    {"dns.servfail", "the resolver fails on the name", "resolver", network,
        "Repair the resolver {resolver}: its forwarders do not answer it, or DNSSEC fails there ('dig +cd' gets "
        "an answer from it then)."},
    {"dns.formerr", "the resolver does not understand the question", "resolver", network,
        "Update or replace the resolver {resolver}: it rejects an ordinary question with EDNS."},
    {"dns.timeout", "no resolver answers", "unknown", network,
        "Check that {resolver} runs and that UDP and TCP 53 from this device to it are open."},
    {"dns.unreachable", "nothing listens at the resolver's address", "resolver", owner,
        "Point this device at a working resolver: nothing answers DNS at {resolver}."},
    {"dns.slow_first_server", "a dead resolver ahead of a live one costs time on every lookup", "resolver", owner,
        "Repair the resolver {resolver}, or remove it from (or move it down in) this device's list."},
    {"dns.slow", "DNS answers arrive late", "resolver", network,
        "Give the resolver {resolver} forwarders that answer sooner, or less load; or point this device at a "
        "nearer one."},
    {"dns.aaaa_timeout", "address questions for IPv6 are never answered", "unknown", network,
        "Let questions for AAAA through to {resolver}, and {resolver} answer them (an empty answer is enough); or set "
        "'options single-request' or 'no-aaaa' in resolv.conf."},
    {"dns.sinkhole", "DNS gives a policy address instead of the service", "resolver", network,
        "Allow {host} on the resolver {resolver}: it answers {address}, where the service is not."},
    {"dns.stale", "DNS gives an address that no longer serves the name", "resolver", network,
        "Flush the cache of {resolver}; remove a fixed entry for {host}."},
    {"dns.hijack", "another server than the one asked answers DNS", "local_network", network,
        "Exempt this device from the DNS redirection, or allow {host} in it."},
    {"dns.private_endpoint", "the name leads to a private endpoint", "resolver", azure,
        "Route this device to {address} (VPN or ExpressRoute to the virtual network), or let {resolver} give the "
        "public address of {host}."},
    {"dns.internal_only", "the resolver knows only internal names", "resolver", network,
        "Let {resolver} forward names of the Internet, or use the site's proxy, which resolves by itself."},
    {"dns.truncated_tcp_blocked", "a truncated answer cannot be fetched over TCP", "unknown", network,
        "Allow TCP 53 from this device to {resolver} as well as UDP 53; where that is open, let {resolver} take "
        "questions "
        "over TCP."},
    {"dns.cname_loop", "the alias chain of the name is a loop", "resolver", network,
        "Correct the zone that {resolver} serves for {host}: its alias leads back to itself."},
    {"dns.cname_dangling", "the name is an alias of a name that does not exist", "resolver", network,
        "Allow the alias's target as well as {host} on {resolver}; if it really is gone, the service was deleted or "
        "renamed."},
    {"dns.search_suffix", "a search domain's wildcard answered", "resolver", network,
        "Remove the wildcard from the search domain, or the domain from this device's search list: it hides a failing "
        "lookup of {host}."},
    {"dns.rebind_protection", "the forwarder removed a private answer", "resolver", network,
        "Allow private addresses for {host} in the rebind protection of {resolver} (dnsmasq: rebind-domain-ok)."},
    {"dns.bad_reply", "DNS replies are damaged or carry a wrong id", "resolver", network,
        "Look for a DNS helper in the router between this device and {resolver}, and switch it off."},

    // tcp, net: the path
    {"tcp.drop", "connection attempts are never answered", "firewall", network,
        "Allow outgoing {openings}: a firewall, or a rule on this device itself, drops the attempts silently."},
    {"tcp.reset", "connection attempts are refused by a reset", "firewall", network,
        "Allow outgoing {openings} in the firewall; at an endpoint of your own, check that it listens there."},
    {"tcp.icmp_unreachable", "a router or firewall reports the destination unreachable", "firewall", network,
        "Look at {box}: allow {openings} there, or repair its route."},
    {"tcp.admin_prohibited", "a firewall says that its rules prohibit the connection", "firewall", network,
        "Change the rule on {box} that denies {openings}."},
    {"tcp.one_of_two_dead", "some addresses of a name work, others do not", "firewall", network,
        "Allow {host} by name or service tag, not by a list of addresses: {address} does not answer, and addresses "
        "rotate."},
    {"tcp.intercepted", "something on the way answers for every address", "firewall", network,
        "Exempt {host}:{port} from transparent interception."},
    {"tcp.synproxy_silent", "a box completes the connection and nothing behind it answers", "firewall", network,
        "Look for a transparent proxy or SYN protection that answers for {host}:{port}, and open the way behind it."},
    {"tcp.closed_after_connect", "the connection is accepted and closed before any byte", "firewall", network,
        "Look for a box that accepts {host}:{port} and closes: an application rule, or a load balancer without a "
        "server."},
    {"net.ipv6_broken", "IPv6 fails where IPv4 works", "local_network", network,
        "Repair IPv6 on this network or stop announcing it: programs that try {address} first lose seconds."},
    {"net.ipv6_only", "this device has IPv6 only, and the service has none", "local_network", network,
        "Give this device IPv4, or NAT64 with DNS64: {host} has no IPv6 address."},
    {"net.mtu_blackhole", "small packets pass and large ones vanish", "firewall", network,
        "Let ICMP 'fragmentation needed' (IPv6: 'packet too big') through, or clamp the MSS on the tunnel."},
    {"net.idle_timeout", "idle connections are cut", "firewall", network,
        "Raise the idle timeout for TCP {port} above the keep-alive of the protocol; an hour is safe."},
    {"net.lifetime_limit", "connections are cut at a fixed age", "firewall", network,
        "Raise or remove the lifetime limit for connections to {host}."},
    {"net.cut_after_data", "the connection is cut after its first data", "firewall", network,
        "Allow the application, not only the port, for {host}:{port} in the firewall's application control."},
    {"net.captive_portal", "a portal answers in place of the service", "local_network", network,
        "Let this device through the portal without signing in (by its MAC address), or use another network."},
    {"net.loss", "packets are lost", "unknown", network,
        "Find where packets are lost ('mtr' to the gateway, then beyond it): a bad cable or radio link, a duplex "
        "mismatch, a full line."},
    {"net.latency", "answers take long", "unknown", network,
        "Nothing to open; give programs longer timeouts, or use a nearer region or a faster link."},
    {"net.slow_link", "the link is slow", "unknown", network,
        "Raise what traffic shaping gives this device, or relieve the link: an image of the runtime is tens of "
        "megabytes."},
    {"net.rate_limit", "new connections are limited", "firewall", network,
        "Raise the limit of new connections a second for this device. Where all is well with 'egress-check "
        "--width 4', only this check reaches it, and nothing need be done."},
    {"net.connection_limit", "concurrent connections are limited", "firewall", network,
        "Raise the limit of concurrent connections for this device. Where all is well with 'egress-check --width "
        "4', only this check reaches it, and nothing need be done."},

    // tls
    {"tls.intercepted_untrusted", "TLS is inspected, and the inspector is not trusted here", "firewall", network,
        "Exempt {host} from TLS inspection ({box}); else install its root on this device and in the IoT Edge trust "
        "bundle (trust_bundle_cert), and do not use X.509 device authentication."},
    {"tls.intercepted_trusted", "TLS is inspected, and this device trusts the inspector", "firewall", network,
        "Exempt {host} from TLS inspection ({box}); else put its root into the IoT Edge trust bundle too "
        "(trust_bundle_cert): modules do not read this device's store, and X.509 authentication cannot work."},
    {"tls.expired", "the server's certificate has expired", "service", azure,
        "Find what presents an old certificate for {host} (Azure renews its own); at an endpoint of your own, renew "
        "it."},
    {"tls.not_yet_valid", "the server's certificate is not valid yet", "service", azure,
        "Correct the certificate of {host}; this device's clock is not the cause."},
    {"tls.name_mismatch", "the certificate is for another name", "unknown", network,
        "Find out why {host} leads to {address}, whose certificate is for another name (an old DNS entry, a "
        "hosts file, a redirection on the way), and point it at the service again."},
    {"tls.self_signed", "the server's certificate is self-signed", "service", owner,
        "Find what answers at {address}: a public service never presents such a certificate, so let {host} "
        "through to it. At an endpoint of your own, add the certificate to this device's trust and to the IoT "
        "Edge trust bundle."},
    {"tls.untrusted", "the server's certificate comes from a CA that this device does not trust", "service", owner,
        "Add the CA of {host} to this device's trust and to the IoT Edge trust bundle."},
    {"tls.incomplete_chain", "the server does not send its intermediate certificate", "service", azure,
        "Let {host} send its whole chain."},
    {"tls.sni_reset", "the connection is reset when the server name is seen", "firewall", network,
        "Allow the name {host} in the firewall's URL, SNI or application filter."},
    {"tls.sni_drop", "packets are dropped when the server name is seen", "firewall", network,
        "Allow the name {host} in the firewall's URL, SNI or application filter."},
    {"tls.injected_reset", "resets race the server's answer", "firewall", network,
        "Exempt {host} from the intrusion prevention that resets its connections: its log has this device's "
        "address at the time of this report."},
    {"tls.handshake_stall", "the TLS handshake is delivered and never answered", "unknown", network,
        "Exempt {host} from inspection of TCP {port}; where nothing inspects, look in the firewall's log for "
        "what came back from {address}: our hello was delivered, and no answer came."},
    {"tls.large_client_hello", "a large hello vanishes, a small one passes", "firewall", network,
        "Update or switch off the TLS inspection on the way to {host}: it cannot handle a large hello."},
    {"tls.tls13_intolerance", "a hello that offers TLS 1.3 fails, one that does not passes", "firewall", network,
        "Update the box on the way to {host}: it does not tolerate TLS 1.3."},
    {"tls.version", "no common TLS version", "unknown", network,
        "Allow TLS 1.2 end to end to {host}: what answers there does not speak it with us."},
    {"tls.cipher", "no common cipher suite", "unknown", network,
        "Find what answers for {host}: it accepts none of our suites (allow ECDHE with AES-GCM there), or says so of "
        "what its policy forbids."},
    {"tls.alert", "the peer ends the handshake with an alert", "unknown", network,
        "Find what answers for {host} (a reverse proxy, an inspector that does not know the name, a gateway that wants "
        "a client certificate) and let the "
        "connection through to the service: it ends the handshake with an alert."},
    {"tls.not_tls", "something else than TLS answers", "unknown", network,
        "Let {host}:{port} through to the service: what answers in its place does not speak TLS (a portal, a web "
        "proxy, or a port forwarding to something else)."},
    {"tls.client_cert_lost", "the inspector removes the request for a client certificate", "firewall", network,
        "Exempt {host} from TLS inspection: X.509 authentication cannot work through it."},

    // proxy
    {"proxy.dns", "the proxy's name does not resolve", "unknown", owner,
        "Correct the proxy's name ({host}) where it is set, or its entry on {resolver}; its address in place of its "
        "name "
        "works, too."},
    {"proxy.unreachable", "the proxy's port cannot be reached", "unknown", proxy,
        "Check that the proxy runs at {box} and that {openings} from this device is allowed; if the proxy has moved, "
        "correct its address."},
    {"proxy.scheme_mismatch", "the proxy's address has the wrong scheme", "device", owner,
        "Correct the scheme in the proxy's address: {box} speaks another one."},
    {"proxy.tls_untrusted", "the proxy's certificate is not trusted", "device", owner,
        "Add the CA of the certificate of {box} to this device's trust and to the IoT Edge trust bundle, or use an "
        "http:// proxy."},
    {"proxy.tls_name_mismatch", "the proxy's certificate is for another name", "proxy", proxy,
        "Write one of the names in the certificate of {box} into the proxy's address, or give it a certificate for the "
        "name that is there."},
    {"proxy.not_a_proxy", "what answers is not a proxy", "device", owner,
        "Correct the proxy's host and port: what answers at {box} is none."},
    {"proxy.connect_unsupported", "the proxy does not support CONNECT", "proxy", proxy,
        "Allow the method CONNECT in {box}; if it is a web server, correct the proxy's host and port."},
    {"proxy.auth_required", "a proxy asks for credentials", "proxy", owner,
        "Write user and password into the proxy's address, percent-encoded, everywhere it is set: [agent.env], the "
        "units "
        "of aziot-identityd, aziot-edged and docker, and edgeAgent and edgeHub in the deployment."},
    {"proxy.auth_failed", "the proxy rejects the credentials", "proxy", owner,
        "Correct user and password in the proxy's address; percent-encode special characters (@ is %40, : is %3A, / is "
        "%2F, % is %25), and in a systemd unit write each % twice."},
    {"proxy.auth_unsupported_scheme", "the proxy wants a login that IoT Edge cannot do", "proxy", proxy,
        "Let {box} take Basic from this device, or let it through without a login by its address (squid: http_access "
        "allow with an acl src before the proxy_auth rule); a local relay that logs in for it (cntlm, px) works, too."},
    {"proxy.kind_unsupported", "the proxy is of a kind that parts of IoT Edge cannot use", "proxy", proxy,
        "Offer a plain http:// port of the proxy to this device: aziot-identityd takes http:// and https://, edgeAgent "
        "and edgeHub http:// only, and SOCKS only dockerd."},
    {"proxy.access_denied", "the proxy refuses this device altogether", "proxy", proxy,
        "Allow this device's address in the rules of {box} (squid: http_access allow with an acl src), for CONNECT to "
        "{host}."},
    {"proxy.connect_denied_port", "the proxy refuses the port", "proxy", proxy,
        "Allow CONNECT to port {port} in {box} (squid: add {port} to SSL_ports; tinyproxy: ConnectPort {port}); for "
        "the "
        "hub alone AmqpWs or MqttWs on 443 does without."},
    {"proxy.connect_denied_host", "the proxy refuses the name", "proxy", proxy,
        "Allow CONNECT to {host} in {box} (squid: acl dstdomain before the rule that denies)."},
    {"proxy.upstream_dns", "the proxy cannot resolve the name", "unknown", proxy,
        "Repair the resolver that {box} itself uses (squid: dns_nameservers), or the way from {box} to it: it does not "
        "find {host}."},
    {"proxy.upstream_blocked", "the proxy cannot reach the host", "unknown", network,
        "Allow the address of the proxy ({box}) to TCP {port} of {host} in the firewall behind it; where none stops "
        "it, "
        "look in the log of {box} for what it waits for."},
    {"proxy.html_blockpage", "the proxy sends a page instead of a tunnel", "proxy", proxy,
        "Allow {host} in the categories of {box}: it answers with a page of its own."},
    {"proxy.redirect", "the proxy redirects instead of giving a tunnel", "proxy", proxy,
        "Let this device through {box} without signing in: no part of IoT Edge can follow its redirect."},
    {"proxy.rate_limit", "the proxy limits this device", "proxy", proxy,
        "Raise the quota of this device in {box}, for requests and for open connections."},
    {"proxy.closed", "the proxy closes instead of answering CONNECT", "unknown", proxy,
        "Check the scheme in the proxy's address, and the rules for this device in {box} (squid: deny_info "
        "TCP_RESET); where its log has nothing of this device, a firewall before it cuts the requests off."},
    {"proxy.stall", "the proxy does not answer CONNECT", "unknown", proxy,
        "Check the load of {box} and its own way out; and that a proxy listens there."},
    {"proxy.slow", "the proxy answers late", "proxy", proxy,
        "Switch off buffering or scanning of content for {host} in {box}, and check its load and its resolver."},
    {"proxy.tunnel_closed", "the tunnel is closed after CONNECT succeeded", "unknown", proxy,
        "Allow the name {host} in the TLS rules of {box} (squid: ssl_bump terminate) and in the firewall behind it."},
    {"proxy.tunnel_stall", "the tunnel passes nothing", "unknown", proxy,
        "Exempt {host} from inspection in {box} and in the firewall behind it, and check its own way to the host."},
    {"proxy.tunnel_reset", "the tunnel is reset", "unknown", proxy,
        "Allow the name {host} in the TLS rules of {box} and in the firewall behind it."},
    {"proxy.fake_tunnel", "the proxy grants tunnels to hosts that do not exist", "proxy", proxy,
        "Nothing to do by itself: go by what came through the tunnels, not by their having been granted."},
    {"proxy.no_proxy_ignored", "no_proxy names hosts, and the program that it is set for ignores it", "device", owner,
        "Do not count on no_proxy for {host}: aziot-identityd and the modules send everything to the proxy; let it "
        "reach "
        "these hosts, or give that program no proxy at all."},
    {"proxy.settings_differ", "parts of this device use different proxies", "device", owner,
        "Set the same proxy for aziot-identityd, aziot-edged, docker, edgeAgent and edgeHub."},
    {"proxy.pac", "the PAC file is unusable, or names a dead proxy", "proxy", proxy,
        "Correct the PAC file ({box}); IoT Edge reads none, so set the proxy that works by its address all the same."},

    // ws, mqtt, amqp, http: the protocol
    {"ws.upgrade_stripped", "the WebSocket upgrade never reaches the service", "firewall", network,
        "Let the Upgrade header through to {host} (squid: http_upgrade_request_protocols websocket allow all), or "
        "exempt "
        "{host} from HTTP inspection."},
    {"ws.upgrade_denied", "the WebSocket upgrade is refused", "firewall", network,
        "Allow WebSocket to {host} in the web filter."},
    {"ws.subprotocol_denied", "only one WebSocket subprotocol passes", "firewall", network,
        "Allow both WebSocket subprotocols, AMQPWSB10 and mqtt, to {host}."},
    {"ws.subprotocol_stripped", "the WebSocket subprotocol header is removed", "firewall", network,
        "Let the header Sec-WebSocket-Protocol through to {host}."},
    {"ws.closed_after_upgrade", "the WebSocket is closed after the upgrade", "firewall", network,
        "Allow WebSocket data to {host} in the web filter or proxy, not only the upgrade."},
    {"ws.frames_dropped", "the WebSocket opens and passes nothing", "firewall", network,
        "Let WebSocket frames through to {host}: a box on the way forwards the upgrade only."},
    {"mqtt.not_mqtt", "something else than MQTT answers", "unknown", network,
        "Let {host}:{port} through to the service: what answers in its place does not speak MQTT (a port "
        "forwarding, or an inspector that takes all TLS for HTTPS)."},
    {"amqp.not_amqp", "something else than AMQP answers", "unknown", network,
        "Let {host}:{port} through to the service: what answers in its place does not speak AMQP (a port "
        "forwarding, or an inspector that takes all TLS for HTTPS)."},
    {"mqtt.no_answer", "TLS works and MQTT is never answered", "unknown", network,
        "Allow the application MQTT, not only TCP {port}, to {host}, and exempt {host} from TLS inspection, "
        "which passes HTTP only; else use MqttWs."},
    {"amqp.no_answer", "TLS works and AMQP is never answered", "unknown", network,
        "Allow the application AMQP, not only TCP {port}, to {host}, and exempt {host} from TLS inspection, "
        "which passes HTTP only; else use AmqpWs."},
    {"mqtt.app_reset", "the connection is reset when MQTT is recognised", "firewall", network,
        "Allow the application MQTT, not only TCP {port}, to {host}."},
    {"amqp.app_reset", "the connection is reset when AMQP is recognised", "firewall", network,
        "Allow the application AMQP, not only TCP {port}, to {host}."},
    {"http.denied", "reached, and access is denied", "unknown", network,
        "Where the answer is Azure's own, allow this site's public address in the network rules of {host}; where "
        "a web filter answers, allow {host} there."},
    {"http.no_answer", "TLS works and the request is never answered", "unknown", network,
        "Exempt {host}:{port} from inspection: TLS passes, and the request behind it is held back."},
    {"http.unexpected", "reached, and the answer is not the service's", "unknown", network,
        "Where the answer in the evidence is a box's, let {host}:{port} through it untouched; where it is the "
        "service's own, the service has a fault: try again, and look at its status page."},
};

} // namespace

std::span<const cause_row> causes() noexcept { return table; }

const cause_row* find_cause(std::string_view code) noexcept {
    const auto at = std::find_if(std::begin(table), std::end(table), [&](const auto& row) { return row.code == code; });
    return at == std::end(table) ? nullptr : &*at;
}

} // namespace rules
