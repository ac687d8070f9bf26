// SPDX-License-Identifier: MIT
//
// Whose fault it is that a proxy is not reached: its name, its port, a box before it, this device.
#include <catch2/catch.hpp>

#include "tests/rules/proxied_site.hpp"

using namespace site_builder;
using rules::severity;
using rules::verdict;

namespace {

/// The proxy's own name has no address.
void lose_proxy_name(rules::report& r, failure how) {
    auto& n = name_of(r, proxy_name);
    n.failed = n.system->failed = how;
    n.addresses.clear();
    n.system->addresses.clear();
    each_by_proxy(r, [&](auto& p) {
        proxy_connects(p, how, "", 0);
        p.seen.proxy->connects.clear();
        p.seen.proxy->resolve.failed = how;
        p.seen.proxy->resolve.addresses.clear();
    });
}

void lose_every_name(rules::report& r, failure how) {
    for (auto& n : r.run.names)
        if (n.name != proxy_name) unresolved(r, n.name, how);
    lose_proxy_name(r, how);
}

} // namespace

TEST_CASE("proxy way: its name does not resolve") {
    const struct {
        const char* name;
        failure how;
        change answers;
        const char* cause;
    } table[] = {
        {"does not exist", failure::name_not_found, [](auto& a) { answered(a, 3, "corp.example"); }, "proxy.dns"},
        {"has no address", failure::no_address, [](auto& a) { answered(a, 0, "corp.example"); }, "proxy.dns"},
        {"refused for this name alone", failure::dns_error, [](auto& a) { answered(a, 5, ""); }, "proxy.dns"},
    };
    for (const auto& row : table) {
        auto r = with_proxy();
        lose_proxy_name(r, row.how);
        change_answers(r, proxy_name, row.answers);
        rules::diagnose(r);
        INFO(row.name << "\n" << told(r));
        REQUIRE(find(r, row.cause));
        const auto& f = *find(r, row.cause);
        CHECK(f.paths.size() == 11);
        CHECK(f.proved);
        CHECK(f.box == ""); // that it does not exist may well be true
        CHECK(f.where == "unknown");
        CHECK(f.advice.find(proxy_name) != std::string::npos);
        CHECK(f.severity == severity::note); // the direct way works
        CHECK(r.verdict == verdict::ready);
    }
}

TEST_CASE("proxy way: a resolver that answers for nobody is the root for the proxy's name, too") {
    const struct {
        failure how;
        change answers;
        const char* cause;
    } table[] = {{failure::timed_out, silent, "dns.timeout"}, {failure::refused, closed, "dns.unreachable"},
        {failure::dns_error, [](auto& a) { answered(a, 2, ""); }, "dns.servfail"}};
    for (const auto& row : table) {
        auto r = with_proxy();
        lose_every_name(r, row.how);
        for (auto& n : r.run.names) change_answers(r, n.name, row.answers);
        rules::diagnose(r);
        INFO(row.cause << "\n" << told(r));
        REQUIRE(count(r, row.cause) == 1);
        CHECK_FALSE(find(r, "proxy.dns"));
        CHECK(find(r, row.cause)->paths.size() == 23); // both ways, and the time server
        CHECK(at(r, "iot_hub/https/proxy").cause == row.cause);
    }
}

TEST_CASE("proxy way: a resolver that knows only the site's names is a note where the proxy resolves for us") {
    auto r = with_proxy();
    for (auto& n : r.run.names) {
        if (n.name == proxy_name) continue;
        unresolved(r, n.name, failure::name_not_found);
        change_answers(r, n.name, [](auto& a) { answered(a, 3, "."); });
    }
    // What the direct builder cut off by host name goes on by the proxy.
    const auto whole = with_proxy();
    for (std::size_t i = 0; i < r.paths.size(); ++i)
        if (r.paths[i].seen.to.via == "proxy") r.paths[i] = whole.paths[i];
    no_fake(r);
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(find(r, "dns.internal_only"));
    CHECK(find(r, "dns.internal_only")->severity == severity::note);
    CHECK(r.verdict == verdict::ready);
}

TEST_CASE("proxy way: a short name, a hosts entry or a private address of the proxy is nobody's fault") {
    auto r = with_proxy();
    auto& n = name_of(r, proxy_name);
    n.system->hosts_file = {proxy_address};
    n.system->canonical = std::string(proxy_name) + ".corp.example";
    r.run.search = {"corp.example"};
    rules::diagnose(r);
    INFO(told(r));
    CHECK(r.findings.empty());
}

TEST_CASE("proxy way: who stops the connection to it") {
    const struct {
        const char* name;
        failure how;
        const char* code;
        double ms;
        std::vector<netprobe::icmp_error> icmp;
        const char* cause;
        const char* box;
        const char* where;
        bool proved = true;
    } table[] = {
        {"refused", failure::refused, "ECONNREFUSED", 1, {}, "proxy.unreachable", "", "unknown", false},
        {"rejected by a box", failure::host_unreachable, "EHOSTUNREACH", 1, {{4, 3, 13, "10.0.0.1"}},
            "proxy.unreachable", "10.0.0.1", "firewall"},
        {"rejected by ICMP port unreachable", failure::refused, "ECONNREFUSED", 1, {{4, 3, 3, proxy_address}},
            "proxy.unreachable", proxy_place, "proxy"},
        {"unreachable at once", failure::host_unreachable, "EHOSTUNREACH", 40, {{4, 3, 1, "10.0.0.1"}},
            "proxy.unreachable", "10.0.0.1", "firewall"},
        {"unreachable when the router had asked for it", failure::host_unreachable, "EHOSTUNREACH", 3050,
            {{4, 3, 1, "10.0.0.1"}}, "proxy.unreachable", proxy_place, "proxy"},
        {"prohibited late", failure::host_unreachable, "EHOSTUNREACH", 3050, {{4, 3, 10, "10.0.0.1"}},
            "proxy.unreachable", "10.0.0.1", "firewall"},
        {"rejected by this device", failure::refused, "ECONNREFUSED", 0.1, {{4, 3, 3, "10.0.0.20"}},
            "host.local_firewall", "10.0.0.20", "device"},
        {"no route", failure::net_unreachable, "ENETUNREACH", 0, {}, "host.no_route", "", "device"},
    };
    for (const auto& row : table) {
        auto r = behind_proxy();
        each_by_proxy(r, [&](auto& p) { proxy_connects(p, row.how, row.code, row.ms, row.icmp); });
        rules::diagnose(r);
        INFO(row.name << "\n" << told(r));
        REQUIRE(count(r, row.cause) == 1);
        const auto& f = *find(r, row.cause);
        CHECK(f.paths.size() == 11);
        CHECK(f.box == row.box);
        CHECK(f.where == row.where);
        CHECK(f.proved == row.proved);
        // What must be opened is the way to the proxy, and not to the targets.
        CHECK(f.advice.find("443 to") == std::string::npos);
        if (f.cause != "host.no_route") CHECK(f.advice.find("TCP 3128 to proxy.corp.example") != std::string::npos);
    }
}

TEST_CASE("proxy way: a router's first word for the proxy's address counts, whichever connection hears it") {
    for (const bool one_at_once : {false, true}) {
        auto r = behind_proxy();
        each_by_proxy(r, [](auto& p) { proxy_connects(p, failure::timed_out, "ETIMEDOUT", 2000, {}, 1); });
        auto late = control(r, "control_ttl_2", proxy_address, 3128);
        late.seen.proxy.reset();
        late.seen.connects = {connected(proxy_address, 3128)};
        late.seen.connects[0].failed = failure::host_unreachable;
        late.seen.connects[0].kernel.icmp = {{4, 3, 1, "10.0.0.1"}};
        late.seen.connects[0].started_ms = 2000;
        late.seen.connects[0].elapsed_ms = 1050;
        r.controls.back() = late;
        if (one_at_once) { // the others' messages were rationed
            late.seen.connects[0].started_ms = 0;
            late.seen.connects[0].elapsed_ms = 3;
            r.controls.push_back(late);
        }
        rules::diagnose(r);
        INFO(told(r));
        REQUIRE(count(r, "proxy.unreachable") == 1);
        CHECK(find(r, "proxy.unreachable")->where == (one_at_once ? "firewall" : "proxy"));
        CHECK(find(r, "proxy.unreachable")->box == (one_at_once ? "10.0.0.1" : proxy_place));
    }
}

TEST_CASE("proxy way: a name that another resolver knows is that resolver's to repair") {
    auto r = with_proxy();
    lose_proxy_name(r, failure::name_not_found);
    change_answers(
        r, proxy_name, [](auto& a) { answered(a, 3, "corp.example"); }, "10.0.0.1");
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(count(r, "proxy.dns") == 1);
    CHECK(find(r, "proxy.dns")->where == "resolver");
    CHECK(find(r, "proxy.dns")->box == "10.0.0.1");
}

TEST_CASE("proxy way: silence of its port is a dead proxy's or a firewall's, also beside other answers") {
    auto r = with_proxy();
    each_by_proxy(r, [](auto& p) { proxy_connects(p, failure::timed_out, "ETIMEDOUT", 5000, {}, 4); });
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(find(r, "proxy.unreachable"));
    CHECK_FALSE(find(r, "proxy.unreachable")->proved);
    CHECK(find(r, "proxy.unreachable")->where == "unknown");
    CHECK(find(r, "proxy.unreachable")->severity == severity::note);
}

TEST_CASE("proxy way: some of its connections fail, the rest get through") {
    auto r = behind_proxy();
    proxy_connects(at(r, "dps/https/proxy"), failure::refused, "ECONNREFUSED", 1);
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(find(r, "net.connection_limit"));
    CHECK(find(r, "net.connection_limit")->where == "unknown"); // who counts may stand before it
    CHECK(find(r, "net.connection_limit")->box == "");
    CHECK_FALSE(find(r, "proxy.unreachable"));
}

TEST_CASE("proxy way: one of its addresses is dead") {
    for (const bool silent_one : {true, false}) {
        auto r = behind_proxy();
        each_by_proxy(r, [&](auto& p) {
            auto dead = connected("10.0.0.10", 3128);
            dead.failed = silent_one ? failure::timed_out : failure::refused;
            dead.elapsed_ms = silent_one ? 5000 : 1;
            p.seen.proxy->connects.push_back(dead);
        });
        rules::diagnose(r);
        INFO(told(r));
        REQUIRE(count(r, "proxy.unreachable") == 1);
        const auto& f = *find(r, "proxy.unreachable");
        CHECK(f.severity == (silent_one ? severity::warning : severity::note));
        CHECK(f.where == "unknown");
        CHECK(f.box == "");
        CHECK(f.advice.find("10.0.0.10") != std::string::npos);
        CHECK(f.advice.find(std::string(proxy_address) + " ") == std::string::npos);
        CHECK(r.verdict == (silent_one ? verdict::degraded : verdict::ready));
    }
}

TEST_CASE("proxy way: TLS with it ends before its certificate") {
    const struct {
        failure how;
        std::optional<int> alert;
        bool asks_for_certificate;
        const char* cause;
        bool proved;
        const char* where = "proxy";
    } table[] = {
        {failure::closed, {}, false, "proxy.closed", false},
        {failure::reset, {}, false, "proxy.closed", false, "unknown"},
        {failure::timed_out, {}, false, "proxy.stall", false, "unknown"},
        {failure::tls_alert, 70, false, "tls.version", true},
        {failure::tls_alert, 40, false, "tls.cipher", false},
        {failure::tls_alert, 116, true, "proxy.access_denied", false},
        {failure::tls_error, {}, false, "tls.version", false},
    };
    for (const auto& row : table) {
        auto r = behind_proxy();
        r.site.proxy = "https://proxy.corp.example:3128";
        each_by_proxy(r, [&](auto& p) {
            auto& t = proxy_tls(p, row.how);
            t.alert = row.alert;
            t.client_certificate_asked = row.asks_for_certificate;
        });
        rules::diagnose(r);
        INFO(row.cause << "\n" << told(r));
        REQUIRE(count(r, row.cause) == 1);
        CHECK(find(r, row.cause)->proved == row.proved);
        CHECK(find(r, row.cause)->where == row.where);
        CHECK(find(r, row.cause)->box == (row.where == std::string("proxy") ? proxy_place : ""));
        CHECK(find(r, row.cause)->paths.size() == 11);
    }
}

TEST_CASE("proxy way: an expired certificate of the proxy may be this device's clock") {
    auto r = behind_proxy();
    each_by_proxy(r, [](auto& p) { proxy_tls(p).verify_code = 10; });
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(find(r, "proxy.tls_untrusted"));
    CHECK(find(r, "proxy.tls_untrusted")->advice.find("clock") != std::string::npos);
    CHECK(find(r, "proxy.tls_untrusted")->evidence.at(1).find("2026-11-23T12:00:00Z") != std::string::npos);
    CHECK(r.verdict == verdict::blocked); // although every step passed: nobody else takes that certificate
}

TEST_CASE("proxy way: an ICMP rejection of the request for a tunnel names the box before the proxy") {
    auto r = behind_proxy();
    each_by_proxy(r, [](auto& p) { fail_tunnel(p, failure::host_unreachable).kernel.icmp = {{4, 3, 13, "10.0.0.1"}}; });
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(count(r, "proxy.unreachable") == 1);
    CHECK(find(r, "proxy.unreachable")->box == "10.0.0.1");
    CHECK(find(r, "proxy.unreachable")->where == "firewall");
}

TEST_CASE("proxy way: what was not tried or was interrupted is not explained") {
    auto r = behind_proxy();
    each_by_proxy(r, [](auto& p) {
        p.seen.proxy.reset();
        p.seen.tls.reset();
        p.seen.hellos.clear();
        p.seen.failed = failure::interrupted;
    });
    auto& cut = at(r, "dps/https/proxy");
    cut.seen.proxy = granted(cut.seen.to.host, 443);
    cut.seen.proxy->tunnel.clear();
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(r.findings.size() == 1);
    CHECK(r.findings[0].cause == "tcp.drop");
    CHECK(cut.cause.empty());
}

TEST_CASE("proxy way: a layer host that the registry's path by the proxy did not name fails with that path") {
    auto r = behind_proxy();
    auto& registry = at(r, "mcr/registry/proxy");
    refuse(registry, 403);
    auto& layers = at(r, "mcr_data/https/proxy");
    layers.seen = {};
    layers.seen.to = layers.planned.to;
    layers.seen.to.host.clear();
    layers.seen.failed = failure::not_tried;
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(find(r, "proxy.connect_denied_host"));
    CHECK(find(r, "proxy.connect_denied_host")->paths ==
          std::vector<std::string>{"mcr/registry/proxy", "mcr_data/https/proxy"});
    CHECK(at(r, "mcr_data/https/proxy").cause == "proxy.connect_denied_host");
    CHECK(at(r, "mcr_data/https/direct").cause == "tcp.drop");
}

TEST_CASE("proxy way: a relay of this device's own that does not answer is this device's") {
    const struct {
        const char* address;
        failure how;
        const char* where;
        bool proved;
    } table[] = {{"127.0.0.1", failure::refused, "device", true}, {"::1", failure::refused, "device", true},
        {"127.0.0.1", failure::timed_out, "device", true}, {"10.0.0.9", failure::refused, "unknown", false}};
    for (const auto& row : table) {
        auto r = behind_proxy();
        each_by_proxy(r, [&](auto& p) {
            p.seen.proxy->connects = {connected(row.address, 3128)};
            proxy_connects(p, row.how, "", 0.2);
        });
        rules::diagnose(r);
        INFO(row.address << "\n" << told(r));
        REQUIRE(find(r, "proxy.unreachable"));
        const auto& f = *find(r, "proxy.unreachable");
        CHECK(f.where == row.where);
        CHECK(f.proved == row.proved);
    }
}
