// SPDX-License-Identifier: MIT
//
// Tunnels that the proxy looks into: other certificates, its own pages, WebSocket taken out (facts/faults.md D26–D28).
#include <catch2/catch.hpp>

#include "tests/rules/proxied_site.hpp"

using namespace site_builder;
using rules::severity;
using rules::verdict;

namespace {

constexpr auto corp = "CN=Example Inspection CA,O=Example";
constexpr auto https = "iot_hub/https/proxy", amqp_ws = "iot_hub/amqp_ws/proxy", mqtt_ws = "iot_hub/mqtt_ws/proxy";

/// Every tunnel of the proxy shows certificates of its own CA: 19 untrusted, 0 trusted.
void bump(rules::report& r, long verify_code) {
    each_by_proxy(r, [&](auto& p) {
        if (!p.seen.tls) return;
        present(p, corp, verify_code);
        if (p.seen.to.port != 443) fail_hello(p, failure::timed_out);
    });
}

void bump_nonexistent(rules::report& r, long verify_code) {
    present(control(r, "control_nonexistent", "nonexistent.invalid", 443), corp, verify_code);
}

} // namespace

TEST_CASE("inspected: and not trusted here (D26)") {
    auto r = behind_proxy();
    bump(r, 19);
    bump_nonexistent(r, 19);
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(count(r, "tls.intercepted_untrusted") == 1);
    const auto& f = r.findings.front();
    CHECK(f.cause == "tls.intercepted_untrusted");
    CHECK(f.proved);
    CHECK(f.control.find("does not exist") != std::string::npos);
    CHECK(f.where == "proxy");
    CHECK(f.who == "proxy admin");
    CHECK(f.box == "Example Inspection CA");
    CHECK(f.paths.size() == 11); // MQTT and AMQP dead in it, too (D27)
    CHECK(f.advice.find("ssl_bump splice") != std::string::npos);
    CHECK(nothing_but(r, {"tls.intercepted_untrusted", "tcp.drop"}));
    REQUIRE(find(r, "proxy.fake_tunnel"));
    CHECK(find(r, "proxy.fake_tunnel")->evidence.at(0).find("Example Inspection CA") != std::string::npos);
}

TEST_CASE("inspected: who inspects is told from what the direct way presents") {
    auto r = with_proxy();
    SECTION("one host by the proxy, and another chain directly: the proxy") {
        for (const auto* id : {https, amqp_ws, mqtt_ws}) present(at(r, id), corp, 19);
        rules::diagnose(r);
        INFO(told(r));
        REQUIRE(find(r, "tls.intercepted_untrusted"));
        const auto& f = *find(r, "tls.intercepted_untrusted");
        CHECK(f.where == "proxy");
        CHECK(f.proved);
        CHECK(f.control.find("by the direct way") != std::string::npos);
        CHECK(f.severity == severity::note);
    }
    SECTION("the same issuer on both ways: a firewall, and one finding") {
        for (auto& p : r.paths)
            if (p.seen.tls) present(p, corp, 19);
        rules::diagnose(r);
        INFO(told(r));
        REQUIRE(count(r, "tls.intercepted_untrusted") == 1);
        CHECK(find(r, "tls.intercepted_untrusted")->where == "firewall");
        CHECK(find(r, "tls.intercepted_untrusted")->paths.size() == 22);
    }
    SECTION("a program of this device holds the other end: it may be the one") {
        r = healthy();
        for (auto& p : r.paths)
            if (p.seen.tls) {
                present(p, corp, 19);
                p.seen.tls->kernel.local_peer = "127.0.0.1:9400";
            }
        rules::diagnose(r);
        INFO(told(r));
        REQUIRE(find(r, "tls.intercepted_untrusted"));
        const auto& f = *find(r, "tls.intercepted_untrusted");
        CHECK(f.where == "unknown"); // it ends TLS itself, or passes connections on to who does
        CHECK(f.proved);
        CHECK(f.advice.find("127.0.0.1:9400") != std::string::npos);
    }
    SECTION("one host, and nothing to compare: likely") {
        r = behind_proxy();
        for (const auto* id : {https, amqp_ws, mqtt_ws}) present(at(r, id), corp, 19);
        rules::diagnose(r);
        INFO(told(r));
        REQUIRE(find(r, "tls.intercepted_untrusted"));
        CHECK_FALSE(find(r, "tls.intercepted_untrusted")->proved);
        CHECK(find(r, "tls.intercepted_untrusted")->where == "proxy");
    }
}

TEST_CASE("inspected: and trusted here: AMQP and MQTT die of it, HTTP goes on (D27)") {
    auto r = behind_proxy();
    bump(r, 0);
    bump_nonexistent(r, 0);
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(count(r, "tls.intercepted_trusted") == 1);
    const auto& f = *find(r, "tls.intercepted_trusted");
    CHECK(f.severity == severity::warning);
    CHECK(f.where == "proxy");
    CHECK(f.proved);
    CHECK(at(r, "iot_hub/mqtt/proxy").cause == "tls.intercepted_trusted");
    CHECK_FALSE(find(r, "mqtt.no_answer"));
    CHECK(at(r, https).works);
    CHECK(r.verdict == verdict::degraded);
}

TEST_CASE("inspected: a host of whatever public CA alone, under the root that vouches for what does not exist") {
    for (const bool vouches : {true, false}) {
        auto r = behind_proxy();
        present(at(r, "acr/registry/proxy"), corp, 0);
        if (vouches)
            bump_nonexistent(r, 0);
        else
            no_fake(r);
        rules::diagnose(r);
        INFO(told(r));
        REQUIRE((find(r, "tls.intercepted_trusted") != nullptr) == vouches);
        if (vouches) CHECK(find(r, "tls.intercepted_trusted")->paths.size() == 1);
    }
}

TEST_CASE("inspected: the proxy takes the Upgrade out of the request (D28)") {
    const auto strip = [](rules::report& r) {
        for (const auto* id : {amqp_ws, mqtt_ws})
            fail_upgrade(at(r, id), failure::denied, 426, {{"via", "1.1 proxy (squid)"}});
    };
    for (const bool direct_works : {true, false})
        for (const bool trusted : {true, false}) {
            auto r = direct_works ? with_proxy() : behind_proxy();
            bump(r, trusted ? 0 : 19);
            bump_nonexistent(r, trusted ? 0 : 19);
            strip(r);
            rules::diagnose(r);
            INFO(direct_works << trusted << "\n" << told(r));
            if (!trusted) { // its root comes first
                CHECK_FALSE(find(r, "ws.upgrade_stripped"));
                CHECK(at(r, amqp_ws).cause == "tls.intercepted_untrusted");
                continue;
            }
            REQUIRE(count(r, "ws.upgrade_stripped") == 1);
            const auto& f = *find(r, "ws.upgrade_stripped");
            CHECK(f.paths.size() == 2);
            CHECK(f.where == "proxy");
            CHECK(f.who == "proxy admin");
            CHECK(f.box == proxy_place);
            CHECK(f.proved);
            CHECK(f.advice.find("http_upgrade_request_protocols") != std::string::npos);
            CHECK(f.severity == (direct_works ? severity::note : severity::error));
            CHECK(find(r, "tls.intercepted_trusted"));
        }
}

TEST_CASE("inspected: a WebSocket that is refused in it, and accepted by the direct way") {
    const struct {
        int status;
        headers with;
        bool genuine; ///< the chain is the service's own
        bool direct_works;
        const char* cause;
        const char* where;
        bool proved;
    } table[] = {
        {403, {{"via", "1.1 proxy"}}, false, true, "ws.upgrade_denied", "proxy", true},
        {403, {{"via", "1.1 proxy"}}, false, false, "ws.upgrade_denied", "proxy", true},
        {400, {}, false, false, "ws.upgrade_denied", "proxy", false},
        {400, {}, false, true, "ws.upgrade_denied", "proxy", true},
        {403, {}, true, false, "ws.upgrade_denied", "service", true}, // the service itself: nobody can be between
        {426, {{"x-ms-request-id", "1"}}, false, false, "ws.upgrade_stripped", "proxy", true},
        {0, {}, false, true, "ws.upgrade_denied", "proxy", true},
    };
    for (const auto& row : table) {
        auto r = row.direct_works ? with_proxy() : behind_proxy();
        for (const auto* id : {amqp_ws, mqtt_ws}) {
            if (!row.genuine) present(at(r, id), corp, 0);
            fail_upgrade(at(r, id), row.status == 0 ? failure::timed_out : failure::denied, row.status, row.with);
        }
        rules::diagnose(r);
        INFO(row.status << row.genuine << row.direct_works << "\n" << told(r));
        REQUIRE(count(r, row.cause) == 1);
        CHECK(find(r, row.cause)->where == row.where);
        CHECK(find(r, row.cause)->proved == row.proved);
    }
}

TEST_CASE("inspected: WebSocket frames that do not come through are the proxy's") {
    for (const bool silent_one : {true, false}) {
        auto r = behind_proxy();
        for (const auto* id : {amqp_ws, mqtt_ws})
            fail_hello(at(r, id), silent_one ? failure::timed_out : failure::closed);
        rules::diagnose(r);
        INFO(told(r));
        const auto* f = find(r, silent_one ? "ws.frames_dropped" : "ws.closed_after_upgrade");
        REQUIRE(f);
        CHECK(f->where == "proxy");
        CHECK(f->paths.size() == 2);
    }
}

TEST_CASE("inspected: an error page of the proxy inside it is about its own way (D26)") {
    const struct {
        int status;
        headers with;
        const char* cause;
        bool proved;
        const char* where = "unknown";
    } table[] = {
        {503, {{"x-squid-error", "ERR_CONNECT_FAIL 111"}, {"via", "1.1 proxy"}}, "proxy.upstream_blocked", true,
            "firewall"},
        {503, {{"x-squid-error", "ERR_DNS_FAIL 0"}}, "proxy.upstream_dns", true, "proxy"}, // others are found
        {502, {{"proxy-status", "edge; error=connection_timeout"}}, "proxy.upstream_blocked", true, "firewall"},
        {504, {{"via", "1.1 proxy"}}, "proxy.upstream_blocked", false},
        {503, {}, "http.unexpected", false}, // of the service, for all we know
    };
    for (const auto& row : table) {
        auto r = behind_proxy();
        bump(r, 0);
        answer_http(at(r, "acr/registry/proxy"), row.status, row.with);
        rules::diagnose(r);
        INFO(row.status << "\n" << told(r));
        REQUIRE(count(r, row.cause) == 1);
        CHECK(find(r, row.cause)->proved == row.proved);
        CHECK(at(r, "acr/registry/proxy").cause == row.cause);
        CHECK(find(r, row.cause)->where == row.where);
        CHECK(find(r, row.cause)->box == (row.where == std::string("proxy") ? proxy_place : ""));
    }
    // With a chain of the service's own roots the page cannot be the proxy's.
    auto r = behind_proxy();
    answer_http(at(r, https), 503, {{"via", "1.1 gateway"}});
    rules::diagnose(r);
    INFO(told(r));
    CHECK_FALSE(find(r, "proxy.upstream_blocked"));
}

TEST_CASE("inspected: a page or a sign-in of the proxy inside it") {
    const struct {
        int status;
        headers with;
        const char* cause;
    } table[] = {{200, {{"content-type", "text/html"}}, "proxy.html_blockpage"},
        {302, {{"location", "https://portal.example/login"}}, "proxy.redirect"}, {511, {}, "proxy.redirect"}};
    for (const auto& row : table) {
        auto r = behind_proxy();
        auto& p = at(r, "mcr/registry/proxy");
        present(p, corp, 0);
        answer_http(p, row.status, row.with);
        rules::diagnose(r);
        INFO(row.status << "\n" << told(r));
        REQUIRE(count(r, row.cause) == 1);
        CHECK(find(r, row.cause)->box == proxy_place);
        CHECK_FALSE(find(r, "net.captive_portal"));
    }
}

TEST_CASE("inspected: the same foreign certificate in the tunnels to several hosts is a page of the proxy") {
    auto r = behind_proxy();
    for (const auto* id : {"acr/registry/proxy", "dps/https/proxy"}) {
        present(at(r, id), "CN=blocked.corp.example", 18, false);
        at(r, id).seen.tls->chain.front().sha256 = "page";
    }
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(count(r, "proxy.html_blockpage") == 1);
    CHECK(find(r, "proxy.html_blockpage")->paths.size() == 2);
    CHECK_FALSE(find(r, "dns.sinkhole"));
}

TEST_CASE("inspected: one host's bad certificate is the proxy's where the direct way shows a good one") {
    for (const bool direct_works : {true, false}) {
        auto r = direct_works ? with_proxy() : behind_proxy();
        auto& p = at(r, "version_info/https/proxy");
        present(p, "CN=Some CA", 10);
        rules::diagnose(r);
        INFO(told(r));
        REQUIRE(find(r, "tls.expired"));
        CHECK(find(r, "tls.expired")->where == (direct_works ? "proxy" : "unknown"));
    }
}

TEST_CASE("inspected: the service asks for a certificate of the client, and the inspector does not ask on (C20)") {
    const struct {
        const char* name;
        bool asks_directly, asks_inside, same_leaf, lost;
    } table[] = {{"asked for directly alone", true, false, false, true}, {"nowhere", false, false, false, false},
        {"both ways", true, true, false, false}, {"one leaf, asked for now and then", true, false, true, false}};
    for (const auto& row : table) {
        auto r = with_proxy();
        present(at(r, https), corp, 0);
        at(r, https).seen.tls->client_certificate_asked = row.asks_inside;
        at(r, "iot_hub/https/direct").seen.tls->client_certificate_asked = row.asks_directly;
        at(r, https).seen.tls->chain.front().sha256 =
            row.same_leaf ? at(r, "iot_hub/https/direct").seen.tls->chain.front().sha256 : "forged";
        rules::diagnose(r);
        INFO(row.name << "\n" << told(r));
        REQUIRE(count(r, "tls.client_cert_lost") == (row.lost ? 1u : 0u));
        if (!row.lost) continue;
        CHECK(find(r, "tls.client_cert_lost")->proved);
        CHECK(find(r, "tls.client_cert_lost")->severity == severity::note);
        CHECK(find(r, "tls.client_cert_lost")->where == "proxy");
        CHECK(at(r, https).works);
    }
}
