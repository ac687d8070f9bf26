// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include <set>
#include <string>

#include "rules/diagnose.hpp"

namespace {

// The vocabulary, word for word. Some were added where none fitted (a code may be added, none renamed):
// host.resource_limit (descriptors or memory run out), http.no_answer (the request's silence), and what a proxy is
// worth for the parts of a device (kind_unsupported, fake_tunnel, no_proxy_ignored, settings_differ).
const std::set<std::string_view> vocabulary{"none", "host.no_route", "host.link_down", "host.local_firewall",
    "host.clock_skew", "host.port_exhaustion", "host.trust_store", "host.hosts_override", "host.ntp_blocked",
    "host.resource_limit", "dns.nxdomain", "dns.filtered", "dns.nodata", "dns.refused", "dns.servfail", "dns.formerr",
    "dns.timeout", "dns.unreachable", "dns.slow_first_server", "dns.slow", "dns.aaaa_timeout", "dns.sinkhole",
    "dns.stale", "dns.hijack", "dns.private_endpoint", "dns.internal_only", "dns.truncated_tcp_blocked",
    "dns.cname_loop", "dns.cname_dangling", "dns.search_suffix", "dns.rebind_protection", "dns.bad_reply", "tcp.drop",
    "tcp.reset", "tcp.icmp_unreachable", "tcp.admin_prohibited", "tcp.one_of_two_dead", "tcp.intercepted",
    "tcp.synproxy_silent", "tcp.closed_after_connect", "net.ipv6_broken", "net.ipv6_only", "net.mtu_blackhole",
    "net.idle_timeout", "net.lifetime_limit", "net.cut_after_data", "net.captive_portal", "net.loss", "net.latency",
    "net.slow_link", "net.rate_limit", "net.connection_limit", "tls.intercepted_untrusted", "tls.intercepted_trusted",
    "tls.expired", "tls.not_yet_valid", "tls.name_mismatch", "tls.self_signed", "tls.untrusted", "tls.incomplete_chain",
    "tls.sni_reset", "tls.sni_drop", "tls.injected_reset", "tls.handshake_stall", "tls.large_client_hello",
    "tls.tls13_intolerance", "tls.version", "tls.cipher", "tls.alert", "tls.not_tls", "tls.client_cert_lost",
    "proxy.dns", "proxy.unreachable", "proxy.scheme_mismatch", "proxy.tls_untrusted", "proxy.tls_name_mismatch",
    "proxy.not_a_proxy", "proxy.connect_unsupported", "proxy.auth_required", "proxy.auth_failed",
    "proxy.auth_unsupported_scheme", "proxy.access_denied", "proxy.connect_denied_port", "proxy.connect_denied_host",
    "proxy.upstream_dns", "proxy.upstream_blocked", "proxy.html_blockpage", "proxy.redirect", "proxy.rate_limit",
    "proxy.closed", "proxy.stall", "proxy.slow", "proxy.tunnel_closed", "proxy.tunnel_stall", "proxy.tunnel_reset",
    "proxy.pac", "proxy.kind_unsupported", "proxy.fake_tunnel", "proxy.no_proxy_ignored", "proxy.settings_differ",
    "ws.upgrade_stripped", "ws.upgrade_denied", "ws.subprotocol_denied", "ws.subprotocol_stripped",
    "ws.closed_after_upgrade", "ws.frames_dropped", "mqtt.not_mqtt", "amqp.not_amqp", "mqtt.no_answer",
    "amqp.no_answer", "mqtt.app_reset", "amqp.app_reset", "http.denied", "http.unexpected", "http.no_answer"};

} // namespace

TEST_CASE("causes: the table is the vocabulary, each code once") {
    std::set<std::string_view> codes;
    for (const auto& row : rules::causes()) {
        INFO(row.code);
        CHECK(codes.insert(row.code).second);
        CHECK(vocabulary.contains(row.code));
    }
    for (const auto code : vocabulary) {
        INFO(code);
        CHECK(rules::find_cause(code) != nullptr);
    }
}

TEST_CASE("causes: every row is complete, with words that the report knows") {
    const std::set<std::string_view> places{
        "device", "local_network", "firewall", "resolver", "proxy", "service", "unknown"};
    const std::set<std::string_view> people{"device owner", "network admin", "proxy admin", "Azure admin"};
    for (const auto& row : rules::causes()) {
        INFO(row.code);
        CHECK(places.contains(row.where));
        CHECK(people.contains(row.who));
        CHECK_FALSE(row.meaning.empty());
        CHECK_FALSE(row.meaning.ends_with('.'));
        CHECK((row.advice.ends_with('.') || row.advice.ends_with(')')));
    }
}

TEST_CASE("causes: advice holds only placeholders that are filled") {
    const std::set<std::string> known{"{host}", "{openings}", "{port}", "{address}", "{box}", "{resolver}"};
    for (const auto& row : rules::causes()) {
        INFO(row.code);
        for (auto at = row.advice.find('{'); at != std::string_view::npos; at = row.advice.find('{', at + 1))
            CHECK(known.contains(std::string(row.advice.substr(at, row.advice.find('}', at) - at + 1))));
    }
}

TEST_CASE("causes: advice is something to do, not only to look at or to ask") {
    for (const auto& row : rules::causes()) {
        INFO(row.code);
        for (const auto word : {"Check what", "Ask the", "Look at the resolver", "Look at the load"})
            CHECK_FALSE(row.advice.starts_with(word));
        // A host or a resolver may be several with commas between: no command to copy holds one.
        for (const auto* begin : {" '", "('"}) { // and no apostrophe
            const auto quote = row.advice.find(begin);
            if (quote == std::string_view::npos) continue;
            const auto command = row.advice.substr(quote + 2, row.advice.find('\'', quote + 2) - quote - 2);
            CHECK(command.find('{') == std::string_view::npos);
        }
    }
}

TEST_CASE("causes: an unknown code is none") {
    CHECK(rules::find_cause("tcp.dropped") == nullptr);
    CHECK(rules::find_cause("") == nullptr);
    REQUIRE(rules::find_cause("tcp.drop") != nullptr);
    CHECK(rules::find_cause("tcp.drop")->where == "firewall");
}
