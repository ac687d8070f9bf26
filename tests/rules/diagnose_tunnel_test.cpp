// SPDX-License-Identifier: MIT
//
// What happens inside a tunnel that was granted: cut off, led elsewhere, late (facts/faults.md D20, D25, D29).
#include <catch2/catch.hpp>

#include "tests/rules/proxied_site.hpp"

using namespace site_builder;
using rules::severity;

namespace {

constexpr auto https = "iot_hub/https/proxy", amqp_ws = "iot_hub/amqp_ws/proxy", mqtt_ws = "iot_hub/mqtt_ws/proxy";

bool is_hub(const rules::path_result& p) { return p.seen.to.host == hub; }

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
            CHECK(f.where == "unknown"); // a firewall behind the proxy that reads names looks the same
            CHECK(f.box == "");
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

TEST_CASE("tunnel: one to a name that does not exist ends at a real server where the proxy's resolver makes names up") {
    for (const bool its_name : {true, false}) {
        auto r = behind_proxy();
        auto& seen = control(r, "control_nonexistent", "nonexistent.invalid", 443).seen;
        seen.tls.emplace();
        seen.tls->chain = {leaf_for("www.example.com")};
        seen.tls->name_matches = its_name;
        rules::diagnose(r);
        INFO(told(r));
        REQUIRE(find(r, "proxy.fake_tunnel"));
        CHECK(find(r, "proxy.fake_tunnel")->proved == its_name);
    }
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
        auto& t = fail_tls(at(r, https), failure::tls_alert, "alert 71");
        t.alert = 71;
        rules::diagnose(r);
        INFO(told(r));
        REQUIRE(find(r, "tls.cipher"));
        CHECK(find(r, "tls.cipher")->where == (direct_works ? "proxy" : "unknown"));
        CHECK(find(r, "tls.cipher")->proved == direct_works);
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
