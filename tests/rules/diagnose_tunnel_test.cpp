// SPDX-License-Identifier: MIT
//
// What happens inside a tunnel that was granted: cut off, inspected, stripped, late (facts/faults.md D19, D20,
// D25–D29).
#include <catch2/catch.hpp>

#include <functional>

#include "tests/rules/proxied_site.hpp"

using namespace site_builder;
using rules::severity;
using rules::verdict;

namespace {

constexpr auto corp = "CN=Example Inspection CA,O=Example";
constexpr auto https = "iot_hub/https/proxy", amqp_ws = "iot_hub/amqp_ws/proxy", mqtt_ws = "iot_hub/mqtt_ws/proxy";

bool is_hub(const rules::path_result& p) { return p.seen.to.host == hub; }

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

netprobe::path_observation& other_name(rules::report& r, bool passes) {
    auto& p = control(r, "control_other_name", hub, 443);
    p.seen.to.server_name = p.planned.to.server_name = "mcr.microsoft.com";
    if (!passes) fail_tls(p, failure::closed);
    p.seen.tls->server_name = "mcr.microsoft.com";
    return p.seen;
}

} // namespace

TEST_CASE("tunnel: TLS in it ends before any byte") {
    const struct {
        failure how;
        const char* cause;
    } ends[] = {{failure::closed, "proxy.tunnel_closed"}, {failure::reset, "proxy.tunnel_reset"},
        {failure::timed_out, "proxy.tunnel_stall"}};
    const struct {
        const char* name;
        std::optional<bool> other_name_passes;
        bool proved;
    } controls[] = {
        {"no control", {}, false}, {"another name passes", true, true}, {"another name ends, too", false, false}};
    for (const auto& end : ends)
        for (const auto& row : controls) {
            auto r = behind_proxy();
            no_fake(r);
            each_by_proxy(r, [&](auto& p) {
                if (!is_hub(p)) return;
                // The kernel's view is of the way to the proxy: a hole or a filter it never shows.
                fail_tls(p, end.how).kernel.tcp =
                    netprobe::tcp_state{.state = "ESTABLISHED", .bytes_acked = 1, .data_segs_in = 2};
            });
            if (row.other_name_passes) other_name(r, *row.other_name_passes);
            rules::diagnose(r);
            INFO(end.cause << ", " << row.name << "\n" << told(r));
            REQUIRE(count(r, end.cause) == 1);
            const auto& f = *find(r, end.cause);
            CHECK(f.proved == row.proved); // 5671 and 8883, without a control of their own, take nothing from it
            CHECK(f.paths.size() == 5);
            CHECK(f.where == "proxy");
            CHECK(f.box == proxy_place);
            CHECK(at(r, https).cause == end.cause);
            CHECK(nothing_but(r, {end.cause, "tcp.drop"}));
        }
}

TEST_CASE("tunnel: a control of the name proves the filter of the name") {
    auto r = behind_proxy();
    no_fake(r);
    for (const auto* id : {https, amqp_ws, mqtt_ws}) fail_tls(at(r, id), failure::closed);
    other_name(r, true);
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(find(r, "proxy.tunnel_closed"));
    CHECK(find(r, "proxy.tunnel_closed")->proved);
    CHECK(find(r, "proxy.tunnel_closed")->control.find("mcr.microsoft.com") != std::string::npos);
    // Another host's control says nothing about this one.
    r.controls.back().seen.to.host = "contoso.azurecr.io";
    rules::diagnose(r);
    CHECK_FALSE(find(r, "proxy.tunnel_closed")->proved);
}

TEST_CASE("tunnel: one that is granted to everybody may lead nowhere") {
    auto r = behind_proxy();
    fail_tls(control(r, "control_nonexistent", "nonexistent.invalid", 443), failure::closed);
    fail_tls(at(r, https), failure::closed);
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(find(r, "proxy.tunnel_closed"));
    CHECK(find(r, "proxy.tunnel_closed")->control.find("before it has connected") != std::string::npos);
    REQUIRE(find(r, "proxy.fake_tunnel"));
    CHECK(find(r, "proxy.fake_tunnel")->severity == severity::note);
    CHECK(find(r, "proxy.fake_tunnel")->proved);
}

TEST_CASE("tunnel: something else than TLS in it") {
    const struct {
        const char* name;
        const char* first_bytes;
        const char* cause;
        bool direct_works;
        const char* where;
    } table[] = {
        {"a page", "3c68746d6c3e", "proxy.html_blockpage", false, "proxy"},
        {"an HTTP error", "485454502f312e3120343033", "proxy.html_blockpage", false, "proxy"},
        {"an HTTP redirect", "485454502f312e3120333032", "proxy.redirect", false, "proxy"},
        {"mail, where the host speaks TLS", "323230206d61696c", "tls.not_tls", true, "proxy"},
        {"mail, for all we know", "323230206d61696c", "tls.not_tls", false, "unknown"},
    };
    for (const auto& row : table) {
        auto r = row.direct_works ? with_proxy() : behind_proxy();
        fail_tls(at(r, https), failure::not_tls).first_bytes = row.first_bytes;
        rules::diagnose(r);
        INFO(row.name << "\n" << told(r));
        REQUIRE(count(r, row.cause) == 1);
        CHECK(find(r, row.cause)->where == row.where);
        CHECK(find(r, row.cause)->severity == (row.direct_works ? severity::note : severity::error));
    }
}

TEST_CASE("tunnel: a refusal in TLS is the proxy's where the direct way gets through") {
    for (const bool direct_works : {true, false}) {
        auto r = direct_works ? with_proxy() : behind_proxy();
        auto& t = fail_tls(at(r, https), failure::tls_alert, "alert 40");
        t.alert = 40;
        rules::diagnose(r);
        INFO(told(r));
        REQUIRE(find(r, "tls.cipher"));
        CHECK(find(r, "tls.cipher")->where == (direct_works ? "proxy" : "unknown"));
        CHECK(find(r, "tls.cipher")->proved == direct_works);
    }
}

TEST_CASE("tunnel: inspected, and not trusted here (D26)") {
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

TEST_CASE("tunnel: who inspects is told from what the direct way presents") {
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

TEST_CASE("tunnel: inspected, and trusted here: AMQP and MQTT die of it, HTTP goes on (D27)") {
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

TEST_CASE("tunnel: the proxy takes the Upgrade out of the request (D28)") {
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

TEST_CASE("tunnel: a WebSocket that is refused in it, and accepted by the direct way") {
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

TEST_CASE("tunnel: WebSocket frames that do not come through are the proxy's") {
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

TEST_CASE("tunnel: an error page of the proxy inside it is about its own way (D26)") {
    const struct {
        int status;
        headers with;
        const char* cause;
        bool proved;
    } table[] = {
        {503, {{"x-squid-error", "ERR_CONNECT_FAIL 111"}, {"via", "1.1 proxy"}}, "proxy.upstream_blocked", true},
        {503, {{"x-squid-error", "ERR_DNS_FAIL 0"}}, "proxy.upstream_dns", true},
        {502, {{"proxy-status", "edge; error=connection_timeout"}}, "proxy.upstream_blocked", true},
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
        if (std::string(row.cause).starts_with("proxy.")) CHECK(find(r, row.cause)->box == proxy_place);
    }
    // With a chain of the service's own roots the page cannot be the proxy's.
    auto r = behind_proxy();
    answer_http(at(r, https), 503, {{"via", "1.1 gateway"}});
    rules::diagnose(r);
    INFO(told(r));
    CHECK_FALSE(find(r, "proxy.upstream_blocked"));
}

TEST_CASE("tunnel: a page or a sign-in of the proxy inside it") {
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

TEST_CASE("tunnel: the same foreign certificate in the tunnels to several hosts is a page of the proxy") {
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

TEST_CASE("tunnel: one host's bad certificate is the proxy's where the direct way shows a good one") {
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

TEST_CASE("tunnel: a request that is cut off after TLS is cut off by the proxy, or not known") {
    const struct {
        failure how;
        bool direct_works;
        const char* cause;
    } table[] = {{failure::reset, true, "proxy.tunnel_reset"}, {failure::reset, false, "proxy.tunnel_reset"},
        {failure::closed, true, "proxy.tunnel_closed"}, {failure::timed_out, true, "proxy.tunnel_stall"},
        {failure::timed_out, false, "http.no_answer"}};
    for (const auto& row : table) {
        auto r = row.direct_works ? with_proxy() : behind_proxy();
        fail_hello(at(r, "acr/registry/proxy"), row.how);
        rules::diagnose(r);
        INFO(row.cause << row.direct_works << "\n" << told(r));
        CHECK(at(r, "acr/registry/proxy").cause == row.cause);
        CHECK_FALSE(find(r, "net.cut_after_data"));
    }
}

TEST_CASE("tunnel: a proxy that holds every answer back is slow, one that is far away is not (D29)") {
    const auto delay = [](rules::path_result& p, double by) {
        if (p.seen.tls) p.seen.tls->elapsed_ms += by;
        if (p.seen.upgrade) p.seen.upgrade->elapsed_ms += by;
        for (auto& h : p.seen.hellos) h.elapsed_ms += by;
    };
    const struct {
        const char* name;
        double answers_ms, tunnel_ms, connect_ms;
        bool direct_works, slow;
    } table[] = {
        {"every answer a second late", 1000, 14, 1, false, true},
        {"the same, and a quick direct way", 1000, 14, 1, true, true},
        {"half a second", 500, 14, 1, true, false},
        {"far away", 1200, 600, 300, false, false},
        {"a late tunnel", 30, 3000, 1, true, true},
        {"a late tunnel to a host far away", 600, 3000, 900, false, false},
        {"one name that took long", 30, 1500, 1, true, false},
    };
    for (const auto& row : table) {
        auto r = row.direct_works ? with_proxy() : behind_proxy();
        no_fake(r);
        each_by_proxy(r, [&](auto& p) {
            delay(p, row.answers_ms);
            p.seen.proxy->connects[0].elapsed_ms = row.connect_ms;
            p.seen.proxy->tunnel[0].elapsed_ms = row.tunnel_ms;
        });
        rules::diagnose(r);
        INFO(row.name << "\n" << told(r));
        CHECK(count(r, "proxy.slow") == (row.slow ? 1u : 0u));
        if (!row.slow) continue;
        const auto& f = *find(r, "proxy.slow");
        CHECK(f.severity == severity::warning);
        CHECK(f.proved == row.direct_works);
        CHECK(f.box == proxy_place);
        CHECK(at(r, https).degraded);
        CHECK(at(r, https).works);
    }
}
