// SPDX-License-Identifier: MIT
//
// Names of menus and keywords as the vendors' manuals have them; from memory where no file of this repository holds the
// syntax (rules/export does for rules by name and address, and `egress-rules formats` says how each was checked).
#include "rules/letters/box_words.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace rules {
namespace {

constexpr box_words rule_boxes[] = {
    {"PAN-OS", "security rule: destination FQDN object {host}, service tcp/{port}, application any"},
    {"FortiGate", "firewall policy: destination address of type FQDN {host}, service TCP {port}"},
    {"Check Point", "access rule: destination domain object .{host} (FQDN), service TCP {port}"},
    {"Cisco ASA",
        "object network IOT with 'fqdn v4 {host}'; access-list: permit tcp host {source} object IOT eq {port}"},
    {"Azure Firewall", "network rule: destination FQDN {host} (with DNS proxy) or the service tag, port {port}"},
    {"nftables", "ip saddr {source} ip daddr { ADDRESSES } tcp dport { {port} } accept"},
};

constexpr box_words name_filter_boxes[] = {
    {"PAN-OS", "custom URL category with {host}/, action allow in the URL filtering profile of the rule"},
    {"FortiGate", "web filter profile, static URL filter: {host}, action exempt"},
    {"Check Point", "URL filtering: custom site {host}, action accept, above the rule that drops"},
    {"Zscaler", "URL and cloud app control: {host} in a custom category, action allow"},
    {"Squid", "acl iot ssl::server_name {host}; 'ssl_bump splice iot' above 'terminate'"},
};

constexpr box_words inspection_boxes[] = {
    {"PAN-OS", "decryption policy: rule for {host} above the others, action No Decrypt"},
    {"FortiGate", "SSL/SSH inspection profile: {host} (FQDN address) under Exempt from SSL Inspection"},
    {"Check Point", "HTTPS Inspection policy: rule for {host}, action Bypass"},
    {"Sophos", "SSL/TLS inspection rule for {host}, action Don't decrypt"},
    {"Cisco FTD", "decryption policy: rule for {host}, action Do not decrypt"},
    {"Zscaler", "SSL inspection policy: {host}, action Do Not Inspect"},
    {"Squid", "acl iot ssl::server_name {host}; 'ssl_bump splice iot' above 'ssl_bump bump'"},
};

constexpr box_words application_boxes[] = {
    {"PAN-OS", "the rule's applications: add mqtt, amqp and ssl, or an application override for TCP {port}"},
    {"FortiGate", "application control profile: override for MQTT and AMQP, action allow"},
    {"Check Point", "application control: accept MQTT and AMQP to {host}"},
};

constexpr box_words idle_boxes[] = {
    {"PAN-OS", "service object tcp/{port}: Session Timeout, Override, TCP timeout 3600"},
    {"FortiGate", "config system session-ttl (or session-ttl of the policy): port {port}, timeout 3600"},
    {"Cisco ASA", "policy-map, class for TCP {port}: set connection timeout idle 1:00:00"},
    {"Linux", "net.netfilter.nf_conntrack_tcp_timeout_established = 3600 or more"},
    {"Azure NAT gateway", "idle timeout (minutes): 60"},
    {"Squid", "read_timeout 1 hour"},
    {"haproxy", "timeout tunnel 1h"},
    {"tinyproxy", "Timeout 3600"},
};

constexpr box_words segment_boxes[] = {
    {"any firewall", "allow ICMP type 3 code 4 (IPv6: ICMPv6 type 2) back to {source}"},
    {"Linux", "iptables -t mangle -A FORWARD -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu"},
    {"Cisco IOS", "interface of the tunnel: ip tcp adjust-mss 1360"},
    {"FortiGate", "policy: set tcp-mss-sender 1360, set tcp-mss-receiver 1360"},
    {"PAN-OS", "interface, advanced: Adjust TCP MSS"},
};

constexpr box_words name_policy_boxes[] = {
    {"unbound", "local-zone: \"{host}.\" transparent"},
    {"BIND", "in the response policy zone: {host} CNAME rpz-passthru."},
    {"dnsmasq", "remove address=/.../ and local=/.../ of the name; server=/{host}/ADDRESS-OF-A-RESOLVER"},
    {"Pi-hole", "allow list: {host}"},
    {"AdGuard Home", "custom filtering rule: @@||{host}^"},
    {"Umbrella, Infoblox", "destination list or policy, allow: {host}"},
};

constexpr box_words resolver_access_boxes[] = {
    {"unbound", "access-control: {source} allow"},
    {"BIND", "allow-query and allow-recursion: add {source};"},
    {"dnsmasq", "listen on the interface of the device; without 'local-service' where it is routed"},
};

constexpr box_words forwarder_boxes[] = {
    {"unbound", "forward-zone: name: \".\", forward-addr: ADDRESS-OF-A-RESOLVER"},
    {"BIND", "forwarders { ADDRESS-OF-A-RESOLVER; };"},
    {"Windows DNS", "Set-DnsServerForwarder -IPAddress ADDRESS-OF-A-RESOLVER"},
    {"dnsmasq", "server=ADDRESS-OF-A-RESOLVER"},
};

constexpr box_words rebind_boxes[] = {
    {"dnsmasq", "rebind-domain-ok=/{host}/"},
    {"unbound", "private-domain: \"{host}\""},
};

constexpr box_words upgrade_boxes[] = {
    {"Squid", "http_upgrade_request_protocols websocket allow all"},
    {"nginx",
        "proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection \"upgrade\""},
    {"haproxy", "timeout tunnel 1h; no option httpclose"},
    {"others", "exempt {host} from inspection of TLS: then nobody touches the header"},
};

constexpr box_words proxy_port_boxes[] = {
    {"Squid", "acl SSL_ports port {port}"},
    {"tinyproxy", "ConnectPort {port}"},
    {"others", "the list of ports that CONNECT may open: add {port}"},
};

constexpr box_words proxy_host_boxes[] = {
    {"Squid", "acl iot dstdomain {host}; 'http_access allow CONNECT iot' above the rule that denies"},
    {"tinyproxy", "the filter file: allow {host}"},
    {"Zscaler", "URL and cloud app control: {host} in a custom category, action allow"},
};

constexpr box_words proxy_client_boxes[] = {
    {"Squid", "acl edge src {source}; 'http_access allow edge' above the rules that deny or ask for a login"},
    {"tinyproxy", "Allow {source}"},
    {"others", "a rule for the source address {source} that needs no login, for the hosts above"},
};

constexpr box_words proxy_resolver_boxes[] = {
    {"Squid", "dns_nameservers ADDRESS-OF-A-RESOLVER"},
    {"others", "/etc/resolv.conf of the proxy's own machine"},
};

constexpr box_words limit_boxes[] = {
    {"PAN-OS", "DoS protection profile of the rule: exclude or raise for {source}"},
    {"FortiGate", "DoS policy: tcp_src_session and tcp_syn_flood, threshold for {source}"},
    {"Linux", "limits by connlimit, hashlimit or 'ct count': an exception for {source}"},
};

constexpr box_words portal_boxes[] = {
    {"portal or WLAN", "let the device's MAC address through without signing in (MAC authentication bypass)"},
    {"others", "a walled garden that has the names above"},
};

/// One cause's.
struct treatment {
    std::string_view cause;
    request_kind kind;
    std::span<const box_words> boxes;
};

constexpr treatment treatments[] = {
    {"tcp.drop", request_kind::allow, rule_boxes},
    {"tcp.reset", request_kind::allow, rule_boxes},
    {"tcp.icmp_unreachable", request_kind::allow, rule_boxes},
    {"tcp.admin_prohibited", request_kind::allow, rule_boxes},
    {"tcp.one_of_two_dead", request_kind::allow, rule_boxes},
    {"proxy.unreachable", request_kind::allow, rule_boxes},
    {"proxy.upstream_blocked", request_kind::allow, rule_boxes},
    {"tcp.closed_after_connect", request_kind::allow, rule_boxes},
    {"tcp.synproxy_silent", request_kind::allow, rule_boxes},
    {"host.local_firewall", request_kind::allow, {}},
    {"host.ntp_blocked", request_kind::allow, {}},
    {"dns.timeout", request_kind::allow, {}},
    {"dns.truncated_tcp_blocked", request_kind::allow, {}},
    {"tls.sni_reset", request_kind::allow, name_filter_boxes},
    {"tls.sni_drop", request_kind::allow, name_filter_boxes},
    {"tls.injected_reset", request_kind::allow, name_filter_boxes},
    {"proxy.tunnel_closed", request_kind::allow, name_filter_boxes},
    {"proxy.tunnel_reset", request_kind::allow, name_filter_boxes},
    {"proxy.tunnel_stall", request_kind::allow, name_filter_boxes},
    {"proxy.html_blockpage", request_kind::allow, name_filter_boxes},
    {"http.denied", request_kind::allow, name_filter_boxes},
    {"tls.intercepted_untrusted", request_kind::exempt, inspection_boxes},
    {"tls.intercepted_trusted", request_kind::exempt, inspection_boxes},
    {"tls.client_cert_lost", request_kind::exempt, inspection_boxes},
    {"tls.large_client_hello", request_kind::exempt, inspection_boxes},
    {"tls.tls13_intolerance", request_kind::exempt, inspection_boxes},
    {"tls.handshake_stall", request_kind::exempt, inspection_boxes},
    {"tcp.intercepted", request_kind::exempt, inspection_boxes},
    {"mqtt.no_answer", request_kind::exempt, inspection_boxes},
    {"amqp.no_answer", request_kind::exempt, inspection_boxes},
    {"http.no_answer", request_kind::exempt, inspection_boxes},
    {"mqtt.app_reset", request_kind::allow, application_boxes},
    {"amqp.app_reset", request_kind::allow, application_boxes},
    {"net.cut_after_data", request_kind::allow, application_boxes},
    {"net.idle_timeout", request_kind::concern, idle_boxes},
    {"net.lifetime_limit", request_kind::concern, idle_boxes},
    {"net.mtu_blackhole", request_kind::concern, segment_boxes},
    {"dns.filtered", request_kind::allow, name_policy_boxes},
    {"dns.sinkhole", request_kind::allow, name_policy_boxes},
    {"dns.hijack", request_kind::allow, name_policy_boxes},
    {"dns.cname_dangling", request_kind::allow, name_policy_boxes},
    {"dns.refused", request_kind::allow, resolver_access_boxes},
    {"dns.servfail", request_kind::concern, forwarder_boxes},
    {"dns.internal_only", request_kind::concern, forwarder_boxes},
    {"dns.rebind_protection", request_kind::allow, rebind_boxes},
    {"ws.upgrade_stripped", request_kind::allow, upgrade_boxes},
    {"ws.upgrade_denied", request_kind::allow, upgrade_boxes},
    {"ws.subprotocol_denied", request_kind::allow, upgrade_boxes},
    {"ws.subprotocol_stripped", request_kind::allow, upgrade_boxes},
    {"ws.closed_after_upgrade", request_kind::allow, upgrade_boxes},
    {"ws.frames_dropped", request_kind::allow, upgrade_boxes},
    {"proxy.connect_denied_port", request_kind::allow, proxy_port_boxes},
    {"proxy.connect_denied_host", request_kind::allow, proxy_host_boxes},
    {"proxy.access_denied", request_kind::allow, proxy_client_boxes},
    {"proxy.auth_unsupported_scheme", request_kind::allow, proxy_client_boxes},
    {"proxy.redirect", request_kind::allow, proxy_client_boxes},
    {"proxy.rate_limit", request_kind::allow, proxy_client_boxes},
    {"proxy.upstream_dns", request_kind::concern, proxy_resolver_boxes},
    {"net.rate_limit", request_kind::concern, limit_boxes},
    {"net.connection_limit", request_kind::concern, limit_boxes},
    {"net.captive_portal", request_kind::concern, portal_boxes},
};

const treatment* treatment_of(std::string_view cause) noexcept {
    const auto* at = std::find_if(
        std::begin(treatments), std::end(treatments), [&](const treatment& one) { return one.cause == cause; });
    return at == std::end(treatments) ? nullptr : at;
}

// What only one of the two has in front of him; all others may be either's.
constexpr std::array proxies_only{"Squid", "tinyproxy", "haproxy", "nginx"};

bool is_proxy_box(std::string_view box) {
    return std::find(proxies_only.begin(), proxies_only.end(), box) != proxies_only.end();
}

} // namespace

request_kind request_for(std::string_view cause) noexcept {
    const auto* found = treatment_of(cause);
    return found ? found->kind : request_kind::concern;
}

std::vector<box_words> boxes_for(std::string_view cause, std::string_view who) {
    const auto* found = treatment_of(cause);
    if (!found || who == "Azure admin" || who == "device owner") return {};
    std::vector<box_words> all;
    for (const auto& one : found->boxes)
        if (who != "proxy admin" || is_proxy_box(one.box) || one.box == "Zscaler" || one.box == "others")
            all.push_back(one);
    return all;
}

} // namespace rules
