// SPDX-License-Identifier: MIT
#include "rules/controls.hpp"

#include <catch2/catch.hpp>

#include <functional>
#include <set>

#include "tests/rules/proxied_site.hpp"

using namespace site_builder;

namespace {

/// "control_literal 203.0.113.7:443" of each, but for second tries.
std::vector<std::string> wanted(const std::vector<rules::planned_path>& all) {
    std::vector<std::string> text;
    for (const auto& c : all)
        if (c.to.service != "control_alone")
            text.push_back(c.to.service + " " + c.to.host + ":" + std::to_string(c.to.port));
    return text;
}

using names = std::vector<std::string>;
const std::string nowhere = "control_nonexistent nonexistent.invalid:443";

rules::report spoiled(const std::function<void(rules::path_result&)>& how, bool only_hub = false) {
    auto r = behind_proxy();
    each_by_proxy(r, [&](auto& p) {
        if (!only_hub || p.seen.to.host == hub) how(p);
    });
    return r;
}

void add_broker(rules::report& r) {
    auto p = path("endpoint", "broker.corp.example", 8883, "mqtt", rules::need::required, "203.0.113.80", false);
    r.paths.push_back(twin(p));
    refuse(r.paths.back(), 403);
}

} // namespace

TEST_CASE("controls: a proxied site that is well asks for the name that does not exist, and for nothing else") {
    CHECK(wanted(rules::proxy_controls(with_proxy())) == names{nowhere});
    CHECK(wanted(rules::proxy_controls(behind_proxy())) == names{nowhere});
}

TEST_CASE("controls: without a proxy, or before it, there is nothing to ask") {
    CHECK(rules::proxy_controls(healthy()).empty());
    CHECK(rules::proxy_controls({}).empty());
    CHECK(rules::proxy_controls(spoiled([](auto& p) {
        proxy_connects(p, failure::refused, "ECONNREFUSED", 1);
    })).empty());
}

TEST_CASE("controls: what only measuring again can decide, and no more") {
    const auto literal = "control_literal 203.0.113.7:443";
    const auto tls = "control_proxy_tls proxy.corp.example:3128";
    const auto other = "control_other_name contoso.azure-devices.net:443";
    const struct {
        const char* name;
        rules::report measured;
        names expected;
    } table[] = {
        {"403 for all: the plan's own hosts tell", spoiled([](auto& p) { refuse(p, 403); }), {nowhere}},
        {"403 for the hub", spoiled([](auto& p) { refuse(p, 403); }, true), {nowhere}},
        {"squid says why", spoiled([](auto& p) {
             refuse(p, 503, {{"x-squid-error", "ERR_CONNECT_FAIL 110"}});
         }),
            {nowhere, literal, "control_literal 203.0.113.20:443", "control_literal 203.0.113.30:443",
                "control_literal 203.0.113.31:443"}}, // it may be led astray by its resolver
        {"squid says that it is its resolver",
            spoiled(
                [](auto& p) {
                    refuse(p, 503, {{"x-squid-error", "ERR_DNS_FAIL 0"}});
                },
                true),
            {nowhere}},
        {"a SOCKS proxy says why", spoiled([](auto& p) { socks(p, 5); }, true), {nowhere, literal}},
        {"squid leaves it open",
            spoiled(
                [](auto& p) {
                    refuse(p, 500, {{"x-squid-error", "ERR_CANNOT_FORWARD 0"}});
                },
                true),
            {nowhere, literal}},
        {"tinyproxy leaves it open", spoiled([](auto& p) { refuse(p, 500); }, true), {nowhere, literal}},
        {"a SOCKS proxy leaves it open", spoiled([](auto& p) { socks(p, 4); }, true), {nowhere, literal}},
        {"closed", spoiled([](auto& p) { fail_tunnel(p, failure::closed); }), {nowhere, tls}},
        {"400", spoiled([](auto& p) { refuse(p, 400); }), {nowhere, tls}},
        {"404, as of a name that is not found", spoiled([](auto& p) { refuse(p, 404); }, true), {nowhere, literal}},
        {"405", spoiled([](auto& p) { refuse(p, 405); }), {nowhere}},
        {"silence", spoiled([](auto& p) { fail_tunnel(p, failure::timed_out); }, true), {nowhere, literal}},
        {"a drip of bytes", spoiled([](auto& p) { fail_tunnel(p, failure::timed_out).first_bytes = "48"; }, true),
            {nowhere}},
        {"bytes of TLS", spoiled([](auto& p) { fail_tunnel(p, failure::protocol_mismatch).first_bytes = "1503"; }),
            {nowhere}},
        {"cut off inside", spoiled([](auto& p) { fail_tls(p, failure::closed); }, true), {nowhere, other}},
        {"silent inside", spoiled([](auto& p) { fail_tls(p, failure::timed_out); }, true), {nowhere, other}},
        {"a page inside", spoiled([](auto& p) { fail_tls(p, failure::not_tls); }, true), {nowhere}},
        {"another certificate inside", spoiled([](auto& p) {
             if (p.seen.tls) present(p, "CN=Corp", 20);
         }),
            {nowhere}},
        {"407", spoiled([](auto& p) { refuse(p, 407); }), {nowhere}},
    };
    for (const auto& row : table) {
        INFO(row.name);
        CHECK(wanted(rules::proxy_controls(row.measured)) == row.expected);
    }
}

TEST_CASE("controls: a refused port of a host that counts is asked for beside another host and another port") {
    auto r = behind_proxy();
    add_broker(r);
    // The hub was asked for at that port, too: that is another host.
    CHECK(wanted(rules::proxy_controls(r)) == names{nowhere, "control_name broker.corp.example:443"});
    std::erase_if(r.paths, [](const auto& p) { return p.planned.to.id == "iot_hub/mqtt/proxy"; });
    CHECK(wanted(rules::proxy_controls(r)) ==
          names{nowhere, "control_host mcr.microsoft.com:8883", "control_name broker.corp.example:443"});
}

TEST_CASE("controls: what nothing of the device sends by the proxy is not asked about") {
    auto r = behind_proxy();
    for (const auto* id : {"iot_hub/amqp/proxy", "iot_hub/mqtt/proxy"}) refuse(at(r, id), 403);
    CHECK(wanted(rules::proxy_controls(r)) == names{nowhere});
}

TEST_CASE("controls: without an address or another host those controls are left out") {
    auto r = spoiled([](auto& p) { refuse(p, 500); }, true);
    unresolved(r, hub, failure::name_not_found);
    each_by_proxy(r, [](auto& p) { // the builder cut these off with the name
        p.seen.proxy = granted(p.seen.to.host, p.seen.to.port);
        p.seen.used = 0;
        refuse(p, 500);
    });
    for (auto& p : r.paths)
        if (p.seen.to.host != hub) p.seen.proxy.reset();
    CHECK(wanted(rules::proxy_controls(r)) == names{nowhere});
    name_of(r, hub).addresses = {"0.0.0.0"}; // a sinkhole's address decides nothing
    CHECK(wanted(rules::proxy_controls(r)) == names{nowhere});
    name_of(r, hub).addresses = {"2001:db8::7", "203.0.113.7"};
    CHECK(wanted(rules::proxy_controls(r)) == names{nowhere, "control_literal 203.0.113.7:443"});
    r.site.proxy = "socks5://proxy.corp.example:1080"; // SOCKS that closes is no matter of TLS
    for (auto& p : r.paths)
        if (p.seen.proxy) fail_tunnel(p, failure::closed);
    CHECK(wanted(rules::proxy_controls(r)) == names{nowhere});
}

TEST_CASE("controls: they are paths that nobody needs, each with an id of its own") {
    std::set<std::string> ids;
    for (const auto& c : rules::proxy_matrix(behind_proxy())) {
        INFO(c.to.id);
        CHECK(ids.insert(c.to.id).second);
        CHECK(c.need == rules::need::optional);
        CHECK(c.group.empty());
        CHECK_FALSE(c.purpose.empty());
        CHECK(c.to.via == (c.to.service == "control_proxy_tls" ? "direct" : "proxy"));
        const bool tls = c.to.service == "control_nonexistent" || c.to.service == "control_other_name" ||
                         c.to.service == "control_proxy_tls";
        CHECK(c.to.protocol == (tls ? "tls" : "tcp"));
        CHECK(c.to.server_name == (c.to.service == "control_other_name" ? "mcr.microsoft.com" : ""));
    }
}

TEST_CASE("controls: the matrix is every name at every port") {
    names expected;
    for (const auto* port : {"443", "5671", "8883"})
        for (const auto* what :
            {"control_name contoso.azure-devices.net", "control_host mcr.microsoft.com", "control_literal 203.0.113.7"})
            expected.push_back(std::string(what) + ":" + port);
    expected.push_back(nowhere);
    expected.push_back("control_other_name contoso.azure-devices.net:443");
    expected.push_back("control_proxy_tls proxy.corp.example:3128");
    CHECK(wanted(rules::proxy_matrix(behind_proxy())) == expected);
    CHECK(rules::proxy_matrix(healthy()).empty());

    // Before measuring nobody knows an address.
    auto planned = behind_proxy();
    planned.run.names.clear();
    for (auto& p : planned.paths) p.seen = {};
    const auto without = wanted(rules::proxy_matrix(planned));
    CHECK(without.size() == 9);
    CHECK(std::none_of(without.begin(), without.end(), [](const auto& c) { return c.find("literal") != c.npos; }));
}

TEST_CASE("controls: what a limit of the proxy's would do, too, is asked for again alone, in two lanes") {
    const struct {
        const char* name;
        rules::report measured;
        std::size_t again, in_turn;
    } table[] = {
        {"all is well", behind_proxy(), 0, 0},
        {"403", spoiled([](auto& p) { refuse(p, 403); }), 11, 9},
        {"429", spoiled([](auto& p) { refuse(p, 429); }), 11, 9},
        {"503", spoiled([](auto& p) { refuse(p, 503); }), 11, 9},
        {"503 after long", spoiled([](auto& p) { refuse(p, 503).elapsed_ms = 3000; }), 11, 0},
        {"closed", spoiled([](auto& p) { fail_tunnel(p, failure::closed); }), 11, 9},
        {"silence, where the proxy answers nobody", spoiled([](auto& p) { fail_tunnel(p, failure::timed_out); }), 0, 0},
        {"silence for the hub", spoiled([](auto& p) { fail_tunnel(p, failure::timed_out); }, true), 5, 0},
        {"cut off inside", spoiled([](auto& p) { fail_tls(p, failure::reset); }, true), 5, 3},
        {"407", spoiled([](auto& p) { refuse(p, 407); }), 0, 0},
        {"another protocol", spoiled([](auto& p) { fail_tunnel(p, failure::protocol_mismatch); }), 0, 0},
    };
    for (const auto& row : table) {
        const auto all = rules::proxy_controls(row.measured);
        std::set<std::string> ids;
        std::size_t again = 0, in_turn = 0;
        for (const auto& c : all) {
            if (c.to.service != "control_alone") continue;
            ++again;
            CHECK((c.to.after.empty() || ids.contains(c.to.after)));
            in_turn += !c.to.after.empty();
            CHECK(ids.insert(c.to.id).second);
            CHECK(c.to.via == "proxy");
        }
        INFO(row.name);
        CHECK(again == row.again);
        CHECK(in_turn == row.in_turn);
    }
}

TEST_CASE("controls: what waited for a path that is asked for again waits for that") {
    auto r = behind_proxy();
    refuse(at(r, "mcr/registry/proxy"), 403);
    auto& data = at(r, "mcr_data/https/proxy");
    data.planned.to.host.clear();
    fail_tunnel(data, failure::not_tried);
    const auto all = rules::proxy_controls(r);
    REQUIRE(all.size() >= 2);
    CHECK(all.back().to.id == "control_alone/mcr_data/https/proxy");
    CHECK(all.back().to.after == "control_alone/mcr/registry/proxy");
    CHECK(all.back().to.host.empty());
}
