// SPDX-License-Identifier: MIT
//
// A portal that holds everybody up, seen by who answers HTTP at an address where nobody is.
#include <algorithm>

#include <catch2/catch.hpp>

#include "rules/controls.hpp"
#include "tests/rules/direct_site.hpp"
#include "tests/rules/proxied_site.hpp"

using namespace site_builder;
using rules::verdict;

namespace {

using headers = std::vector<std::pair<std::string, std::string>>;
const headers html{{"content-type", "text/html"}};
constexpr auto https = "iot_hub/https/direct";
constexpr auto dps = "dps/https/direct";
constexpr auto corp = "CN=Corp Proxy SSL CA,O=Corp";

rules::report all_dropped() {
    auto r = healthy();
    for (auto& p : r.paths)
        if (!p.seen.connects.empty()) drop(p);
    return r;
}

netprobe::hello_observation& portal_said(rules::report& r, int status, const headers& with) {
    auto& seen = direct_control(r, "control_portal", "192.0.2.1", 80, "http");
    seen.hellos.resize(1);
    auto& answer = seen.hellos[0].http.emplace();
    answer.status = status;
    answer.headers = with;
    return seen.hellos[0];
}

} // namespace

TEST_CASE("portal: what an address where nobody is answers") {
    const struct {
        const char* name;
        int status;
        headers with;
        bool expected;
        const char* box;
    } table[] = {
        {"sends away", 302, {{"location", "http://portal.example/login"}}, true, "portal.example"},
        {"wants a login (RFC 6585)", 511, {}, true, ""},
        {"a page", 200, html, true, ""},
        {"not a page", 200, {{"content-type", "text/plain"}}, false, ""},
        {"a proxy cannot get there", 503, html, false, ""},
        {"a proxy does not let it", 403, html, false, ""},
        {"sends away to nowhere", 302, {}, false, ""},
    };
    for (const auto& row : table) {
        auto r = all_dropped();
        portal_said(r, row.status, row.with);
        rules::diagnose(r);
        INFO(row.name << "\n" << told(r));
        CHECK(at(r, "iot_hub/https/direct").cause == (row.expected ? "net.captive_portal" : "tcp.drop"));
        if (const auto* f = find(r, "net.captive_portal")) {
            CHECK(count(r, "net.captive_portal") == 1);
            CHECK(f->proved);
            CHECK(f->box == row.box);
            CHECK(f->control == "an address that must not answer does");
        }
    }
}

TEST_CASE("portal: what a box says itself of its rejection stays") {
    const struct {
        const char* name;
        int type, code;
        const char* rejected; ///< the cause of what got the message
        const char* silent;   ///< of what got none
        const char* refused;
        bool proved; ///< the portal, where it is found
    } table[] = {
        {"prohibited by rule: messages are rationed", 3, 13, "tcp.admin_prohibited", "tcp.drop", "net.captive_portal",
            false},
        {"port unreachable, which portals say, too", 3, 3, "net.captive_portal", "net.captive_portal",
            "net.captive_portal", false},
        {"a smaller packet asked for", 3, 4, "net.captive_portal", "net.captive_portal", "net.captive_portal", true},
    };
    for (const auto& row : table) {
        auto r = all_dropped();
        fail_connect(at(r, "iot_hub/amqp/direct"), failure::host_unreachable, "EHOSTUNREACH", 1,
            {{4, row.type, row.code, "198.51.100.1"}});
        if (row.code == 4) drop(at(r, "iot_hub/amqp/direct"));
        reset(at(r, "blob/blob/direct"));
        portal_said(r, 302, {{"location", "http://portal.example/login"}});
        rules::diagnose(r);
        INFO(row.name << "\n" << told(r));
        CHECK(at(r, "iot_hub/amqp/direct").cause == row.rejected);
        CHECK(at(r, "dps/https/direct").cause == row.silent);
        CHECK(at(r, "blob/blob/direct").cause == row.refused);
        REQUIRE(find(r, "net.captive_portal"));
        CHECK(find(r, "net.captive_portal")->proved == row.proved);
        const auto* of_amqp = find(r, row.rejected);
        REQUIRE(of_amqp);
        if (row.code != 4)
            CHECK(std::ranges::any_of(
                of_amqp->evidence, [](const auto& e) { return e.find("198.51.100.1") != std::string::npos; }));
    }
}

TEST_CASE("portal: nobody answered, or another control") {
    auto r = all_dropped();
    portal_said(r, 200, html).http.reset();
    rules::diagnose(r);
    CHECK_FALSE(find(r, "net.captive_portal"));
    r = all_dropped();
    portal_said(r, 200, html);
    r.controls[0].seen.to.service = "control_nowhere";
    rules::diagnose(r);
    CHECK_FALSE(find(r, "net.captive_portal"));
}

TEST_CASE("portal: it is asked about where nothing works, and nowhere else") {
    const auto asked = [](const rules::report& r) {
        return std::ranges::any_of(
            rules::direct_controls(r), [](const auto& c) { return c.to.service == "control_portal"; });
    };
    CHECK_FALSE(asked(healthy()));
    CHECK_FALSE(asked({}));
    auto r = all_dropped();
    CHECK(asked(r));
    r.paths[0] = healthy().paths[0];
    CHECK_FALSE(asked(r));
    present(r.paths[0], "CN=Corp", 20); // somebody else answered
    CHECK(asked(r));
    r = all_dropped();
    for (auto& p : r.paths)
        for (auto& c : p.seen.connects) c.address = "127.0.0.1"; // a device without any network
    CHECK_FALSE(asked(r));
}

TEST_CASE("portal: where one answers for everybody, what speaks at the proxy's port may be that one") {
    for (const bool portal : {true, false}) {
        auto r = behind_proxy();
        each_by_proxy(r, [](auto& p) { refuse(p, 405, {{"server", "nginx/1.22.1"}}); });
        if (portal) portal_said(r, 302, {{"location", "http://portal.example/login"}});
        rules::diagnose(r);
        INFO(told(r));
        const auto* f = find(r, "proxy.not_a_proxy");
        REQUIRE(f);
        CHECK(f->proved != portal);
        CHECK(f->where == (portal ? "unknown" : "device"));
        CHECK((f->advice.find("Sign in at the portal portal.example first") == 0) == portal);
    }
}

TEST_CASE("portal: a page of one name, at an address where the service itself answers, is not DNS's (D36)") {
    for (const bool genuine : {true, false}) {
        auto r = healthy();
        present(at(r, https), "CN=portal.example", 18, false);
        answer_http(at(r, https), 302, {{"location", "https://portal.example/"}}, failure::protocol_mismatch);
        if (!genuine)
            for (auto& p : r.paths)
                if (p.seen.to.host == hub && p.planned.to.id != https) drop(p);
        rules::diagnose(r);
        INFO(told(r));
        CHECK(at(r, https).cause == (genuine ? "net.captive_portal" : "dns.sinkhole"));
        if (!genuine) continue;
        REQUIRE(find(r, "net.captive_portal"));
        CHECK(find(r, "net.captive_portal")->proved);
        CHECK(find(r, "net.captive_portal")->box == "portal.example");
    }
}

TEST_CASE("portal: an inspector that answers upgrades by itself, and passes requests on, is none") {
    constexpr auto websocket = "iot_hub/amqp_ws/direct";
    for (const int status : {400, 404, 501})
        for (const bool requests_pass : {true, false}) {
            auto r = healthy();
            for (auto& p : r.paths)
                if (p.seen.to.port == 443) present(p, corp, 0);
            auto& seen = at(r, websocket).seen;
            seen.upgrade->answer.status = status;
            seen.upgrade->answer.headers = html;
            seen.upgrade->failed = seen.failed = failure::protocol_mismatch;
            seen.hellos.clear();
            if (requests_pass)
                answer_http(at(r, https), 401, {{"iothub-errorcode", "IotHubUnauthorizedAccess"}}, failure::none);
            else
                drop(at(r, https));
            rules::diagnose(r);
            INFO(status << requests_pass << "\n" << told(r));
            const bool page = !requests_pass && status != 501;
            CHECK(
                at(r, websocket).cause == (page ? "net.captive_portal" : "ws.subprotocol_denied")); // the other passes
            const auto* inspected = find(r, "tls.intercepted_trusted");
            REQUIRE(inspected);
            CHECK(inspected->severity == rules::severity::warning);
        }
}

TEST_CASE("portal: who shows a page for one service, and lets others through, is a filter") {
    for (const bool others : {true, false}) {
        auto r = healthy();
        for (auto& p : r.paths) {
            if (p.seen.to.port != 443) continue;
            if (p.planned.to.id == https || others)
                present(p, corp, 0);
            else
                drop(p);
        }
        answer_http(at(r, https), 200, html, failure::none);
        rules::diagnose(r);
        INFO(others << "\n" << told(r));
        const auto* f = find(r, "net.captive_portal");
        REQUIRE(f);
        CHECK(f->where == (others ? "firewall" : "local_network"));
        CHECK((f->advice.find("past the web filter") != std::string::npos) == others);
    }
}

TEST_CASE("portal: where DNS leads to the page, by which alias is told") {
    auto r = healthy();
    present(at(r, dps), "CN=portal.example", 18, false);
    answer_http(at(r, dps), 302, {{"location", "https://portal.example/"}}, failure::protocol_mismatch);
    auto& name = name_of(r, "global.azure-devices-provisioning.net");
    for (auto& a : name.answers)
        if (a.type == "A") a.records.insert(a.records.begin(), {a.name, "CNAME", 60, "blocked.filter.example"});
    rules::diagnose(r);
    INFO(told(r));
    const auto* f = find(r, "dns.sinkhole");
    REQUIRE(f);
    CHECK(std::ranges::count_if(f->evidence, [](const auto& line) {
        return line.find(": 203.0.113.20 (an alias of blocked.filter.example)") != std::string::npos;
    }) == 2); // both resolvers say so
}

TEST_CASE("portal: a page under a certificate that this device trusts is no service (D36)") {
    constexpr auto html = "text/html; charset=utf-8";
    const struct {
        const char* id;
        int status;
        std::vector<std::pair<std::string, std::string>> said;
        const char* issuer;
        bool works;
    } table[] = {
        {https, 200, {{"content-type", html}}, corp, false},
        {https, 200, {{"content-type", "application/json"}}, corp, false}, // the hub gives no stranger anything
        {https, 404, {{"content-type", html}}, corp, false},
        {https, 404, {{"content-type", html}, {"server", "Microsoft-HTTPAPI/2.0"}}, corp, true},
        {https, 401, {{"content-type", html}}, corp, true},
        {https, 400, {{"content-type", "application/json"}, {"iothub-errorcode", "X"}}, corp, true},
        {dps, 200, {{"content-type", html}}, corp, false},
        {"version_info/https/direct", 200, {{"content-type", html}}, corp, false},
        {"version_info/https/direct", 200, {{"content-type", "text/plain"}}, corp, true},
        {"version_info/https/direct", 200, {{"content-type", html}}, root_name,
            true}, // a public CA's is the host's own
    };
    for (const auto& row : table) {
        auto r = healthy();
        present(at(r, row.id), row.issuer, 0);
        answer_http(at(r, row.id), row.status, row.said, failure::none);
        rules::diagnose(r);
        INFO(row.id << row.status << "\n" << told(r));
        CHECK(at(r, row.id).works == row.works);
        CHECK(at(r, row.id).cause == (row.works ? "" : "net.captive_portal"));
        CHECK((find(r, "net.captive_portal") == nullptr) == row.works);
        if (!row.works) CHECK_FALSE(find(r, "net.captive_portal")->proved); // one host's
    }
}

TEST_CASE("portal: the same page in the place of several hosts is proved, and of those that have pages of their own") {
    auto r = healthy();
    add(r, path("packages", "packages.microsoft.com", 443, "https", rules::need::optional, "203.0.113.61", false));
    for (const auto* id : {https, dps, "packages/https/direct"}) {
        present(at(r, id), corp, 0);
        answer_http(at(r, id), 200, {{"content-type", "text/html"}}, failure::none);
        at(r, id).seen.hellos.back().http->body = "<html>Blocked by policy</html>";
    }
    rules::diagnose(r);
    INFO(told(r));
    for (const auto* id : {https, dps, "packages/https/direct"}) CHECK(at(r, id).cause == "net.captive_portal");
    REQUIRE(r.findings.at(0).cause == "net.captive_portal");
    CHECK(r.findings.at(0).proved);
    CHECK(r.verdict == verdict::blocked);
    at(r, "packages/https/direct").seen.hellos.back().http->body = "<html>Index of /</html>";
    rules::diagnose(r);
    CHECK(at(r, "packages/https/direct").works);
}

TEST_CASE("portal: a refusal in HTML is a refusal, under an inspector's certificate too") {
    auto r = healthy();
    present(at(r, https), corp, 0);
    answer_http(at(r, https), 403, {{"content-type", "text/html"}});
    rules::diagnose(r);
    INFO(told(r));
    CHECK_FALSE(at(r, https).works);
    CHECK(find(r, "net.captive_portal") == nullptr);
}
