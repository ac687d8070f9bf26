// SPDX-License-Identifier: MIT
//
// Where a fault on the way by a proxy is said to be: what its own words, or a difference, leave no doubt of; else
// unknown. Only where it is the proxy does a finding go by the proxy's name.
#include <catch2/catch.hpp>

#include <functional>

#include "tests/rules/proxied_site.hpp"

using namespace site_builder;

namespace {

using path_fault = std::function<void(rules::path_result&)>;

netprobe::tunnel_observation& squid(rules::path_result& p, const std::string& word) {
    return refuse(p, 503, {{"x-squid-error", word}});
}

void stall(rules::path_result& p, std::uint32_t unacked) {
    fail_tunnel(p, failure::timed_out).kernel.tcp = netprobe::tcp_state{.state = "ESTABLISHED", .unacked = unacked};
}

void says(rules::path_result& p, int status, const std::string& reason) { refuse(p, status).http->reason = reason; }

void certificate(rules::path_result& p, long code) {
    auto& t = proxy_tls(p);
    t.verify_code = code;
    t.verify_text = "no";
}

} // namespace

TEST_CASE("proxy place: where is what is known, and only the proxy goes by its name") {
    const struct {
        const char* name;
        bool hub_only;
        path_fault how;
        const char* cause;
        bool proved;
        const char* where;
    } table[] = {
        {"a reset for everybody", false, [](auto& p) { fail_tunnel(p, failure::reset); }, "proxy.closed", false,
            "unknown"},
        {"a reset for the hub", true, [](auto& p) { fail_tunnel(p, failure::reset); }, "proxy.closed", true, "unknown"},
        {"a close for the hub", true, [](auto& p) { fail_tunnel(p, failure::closed); }, "proxy.closed", true, "proxy"},
        {"a message of ICMP after the request", false, [](auto& p) { fail_tunnel(p, failure::not_permitted); },
            "proxy.unreachable", false, "firewall"},
        {"a request that is not acknowledged", true, [](auto& p) { stall(p, 1); }, "proxy.stall", false, "unknown"},
        {"delivered, and nobody is answered", false, [](auto& p) { stall(p, 0); }, "proxy.stall", true, "proxy"},
        {"delivered, and others are answered", true, [](auto& p) { stall(p, 0); }, "proxy.upstream_blocked", false,
            "unknown"},
        {"a balancer's 503", false, [](auto& p) { says(p, 503, "Service Unavailable"); }, "proxy.upstream_blocked",
            false, "unknown"},
        {"tinyproxy", false, [](auto& p) { says(p, 500, "Unable to connect"); }, "proxy.upstream_blocked", false,
            "unknown"},
        {"tinyproxy of its parent", false, [](auto& p) { says(p, 502, "Unable to connect to upstream proxy"); },
            "proxy.upstream_blocked", true, "proxy"},
        {"squid, refused", false, [](auto& p) { squid(p, "ERR_CONNECT_FAIL 111"); }, "proxy.upstream_blocked", true,
            "firewall"},
        {"squid, no route", false, [](auto& p) { squid(p, "ERR_CONNECT_FAIL 101"); }, "proxy.upstream_blocked", true,
            "unknown"},
        {"squid, TLS", false, [](auto& p) { squid(p, "ERR_SECURE_CONNECT_FAIL 104"); }, "proxy.upstream_blocked", true,
            "unknown"},
        {"TLS behind it", false,
            [](auto& p) {
                refuse(p, 502, {{"proxy-status", "edge; error=tls_protocol_error"}});
            },
            "proxy.upstream_blocked", true, "unknown"},
        {"SOCKS, refused", false, [](auto& p) { socks(p, 5); }, "proxy.upstream_blocked", true, "firewall"},
        {"SOCKS, no network", false, [](auto& p) { socks(p, 3); }, "proxy.upstream_blocked", true, "unknown"},
        {"no name is found", false, [](auto& p) { squid(p, "ERR_DNS_FAIL 0"); }, "proxy.upstream_dns", true, "unknown"},
        {"one name is not found", true, [](auto& p) { squid(p, "ERR_DNS_FAIL 0"); }, "proxy.upstream_dns", true,
            "proxy"},
        {"the device's scheme", false,
            [](auto& p) { fail_tunnel(p, failure::protocol_mismatch).first_bytes = "15030100020228"; },
            "proxy.scheme_mismatch", true, "device"},
        {"no proxy", false, [](auto& p) { fail_tunnel(p, failure::protocol_mismatch).first_bytes = "5353482d322e30"; },
            "proxy.not_a_proxy", true, "device"},
        {"an unknown CA", false, [](auto& p) { certificate(p, 20); }, "proxy.tls_untrusted", true, "device"},
        {"expired", false, [](auto& p) { certificate(p, 10); }, "proxy.tls_untrusted", true, "proxy"},
        {"not yet valid", false, [](auto& p) { certificate(p, 9); }, "proxy.tls_untrusted", true, "unknown"},
        {"its rules", false, [](auto& p) { refuse(p, 403); }, "proxy.access_denied", false, "proxy"},
    };
    for (const auto& row : table) {
        auto r = behind_proxy();
        each_by_proxy(r, [&](auto& p) {
            if (!row.hub_only || p.seen.to.host == hub) row.how(p);
        });
        rules::diagnose(r);
        INFO(row.name << "\n" << told(r));
        REQUIRE(count(r, row.cause) == 1);
        const auto& f = *find(r, row.cause);
        CHECK(f.proved == row.proved);
        CHECK(f.where == row.where);
        CHECK(f.box == (f.where == "proxy" ? proxy_place : ""));
        CHECK((f.advice.find(proxy_place) != std::string::npos || f.where == "device")); // who to ask all the same
    }
}

TEST_CASE("proxy place: one that passes everything on may miss the next proxy, and no firewall is accused") {
    auto r = behind_proxy();
    each_by_proxy(r, [](auto& p) { squid(p, "ERR_CONNECT_FAIL 111"); });
    squid(control(r, "control_nonexistent", "nonexistent.invalid", 443), "ERR_CONNECT_FAIL 111");
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(count(r, "proxy.upstream_blocked") == 1);
    CHECK(find(r, "proxy.upstream_blocked")->where == "unknown");
    CHECK(find(r, "proxy.upstream_blocked")->control.find("nonexistent.invalid") != std::string::npos);
}
