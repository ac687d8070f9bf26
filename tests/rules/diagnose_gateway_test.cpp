// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "rules/controls.hpp"
#include "tests/rules/direct_site.hpp"

using namespace site_builder;

TEST_CASE("host: the gateway that the kernel asks for in vain is the box, also where no SYN gets its word") {
    const auto in_vain = [](rules::report& r) {
        auto& control = r.controls.emplace_back();
        control.planned = rules::gateway_control("10.0.0.254");
        control.seen.to = control.planned.to;
        control.seen.failed = failure::host_unreachable;
    };
    for (const bool told_so : {false, true}) {
        auto r = healthy();
        if (told_so)
            fail_all(r, failure::host_unreachable, "EHOSTUNREACH", 3078, {{4, 3, 1, "10.0.0.20"}});
        else
            for (auto& p : r.paths)
                if (!p.seen.connects.empty()) drop(p);
        in_vain(r);
        rules::diagnose(r);
        INFO(told(r));
        const auto* f = find(r, "host.link_down");
        REQUIRE(f);
        CHECK(r.findings.size() == 1);
        CHECK(f->box == "10.0.0.254");
        CHECK(f->where == "local_network");
        CHECK(f->proved);
    }
    auto r = healthy(); // others are reached: the gateway is not what they need
    drop(at(r, "acr/registry/direct"));
    in_vain(r);
    rules::diagnose(r);
    INFO(told(r));
    CHECK_FALSE(find(r, "host.link_down"));
    CHECK(find(r, "tcp.drop"));
}

TEST_CASE("host: one missing neighbour is not a dead gateway") {
    auto r = healthy();
    add(r, path("parent", "parent.corp.example", 443, "https", rules::need::required, "10.0.0.99", false));
    fail_connect(
        at(r, "parent/https/direct"), failure::host_unreachable, "EHOSTUNREACH", 3070, {{4, 3, 1, "10.0.0.20"}});
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(r.findings.size() == 1);
    CHECK(r.findings[0].cause == "tcp.icmp_unreachable");
    CHECK(r.findings[0].where == "local_network");
    CHECK(r.findings[0].box.empty());
    CHECK(r.findings[0].advice.find("10.0.0.99 is switched on") != std::string::npos);
}

TEST_CASE("host: a network of its own that has the services' addresses is one fault, told for one of them alone") {
    for (const bool same_network : {true, false}) {
        auto r = healthy();
        fail_all(r, failure::timed_out, "ETIMEDOUT", 2000, {});
        for (auto& p : r.paths)
            for (auto& c : p.seen.connects) c.local_address = "203.0.113.1";
        auto& told_of = at(r, "dps/https/direct").seen.connects[0];
        told_of.failed = failure::host_unreachable;
        told_of.kernel.icmp = {{4, 3, 1, "203.0.113.1"}};
        if (!same_network) at(r, "acr/registry/direct").seen.connects[0].local_address = "10.0.0.20";
        rules::diagnose(r);
        INFO(told(r));
        CHECK(find(r, "host.link_down"));
        CHECK((find(r, "tcp.drop") == nullptr) == same_network);
    }
}

TEST_CASE("host: a neighbour with a public address is a neighbour all the same") {
    const struct {
        const char *own, *other, *expected, *network;
    } table[] = {{"203.0.113.200", "203.0.113.40", "tcp.icmp_unreachable", ""},
        {"2001:db8::20", "2001:db8:0:0:1::40", "tcp.icmp_unreachable", ""},
        {"203.0.112.200", "203.0.113.40", "host.link_down", ""},
        {"2001:db8:0:1::20", "2001:db8::40", "host.link_down", ""},
        {"203.0.112.200", "203.0.113.40", "tcp.icmp_unreachable", "203.0.112.200/16"},
        {"203.0.112.200", "203.0.113.40", "host.link_down", "203.0.112.201/16"},
        {"203.0.113.200", "203.0.113.40", "host.link_down", "203.0.113.200/25"},
        {"203.0.113.200", "203.0.113.40", "tcp.icmp_unreachable", "203.0.113.200/0"},
        {"203.0.113.200", "203.0.113.40", "host.link_down", "203.0.113.200/33"},
        {"203.0.113.200", "203.0.113.40", "tcp.icmp_unreachable", "203.0.113.200"},
        {"2001:db8:0:1::20", "2001:db8::40", "tcp.icmp_unreachable", "2001:db8:0:1::20/48"}};
    for (const auto& row : table) {
        auto r = healthy();
        r.run.networks = {"10.0.0.20/24", row.network};
        auto& p = at(r, "acr/registry/direct");
        p.seen.connects = {connected(row.other, 443)};
        const bool v6 = std::string(row.own).find(':') != std::string::npos;
        fail_connect(p, failure::host_unreachable, "EHOSTUNREACH", 3070,
            {v6 ? netprobe::icmp_error{6, 1, 3, row.own} : netprobe::icmp_error{4, 3, 1, row.own}});
        p.seen.connects[0].local_address = row.own;
        rules::diagnose(r);
        INFO(row.own << " " << row.other << " " << row.network << "\n" << told(r));
        REQUIRE_FALSE(r.findings.empty());
        CHECK(r.findings[0].cause == row.expected);
    }
}

TEST_CASE("host: a router that is heard of is alive for who sends from the same address, whatever else is silent") {
    for (const char* heard_from : {"10.0.0.20", "198.51.100.20", ""}) {
        const bool heard = std::string_view(heard_from) == "10.0.0.20";
        auto r = healthy();
        fail_all(r, failure::timed_out, "ETIMEDOUT", 2000, {});
        for (auto& p : r.paths)
            for (auto& c : p.seen.connects) c.local_address = "10.0.0.20";
        auto& off = at(r, "acr/registry/direct").seen.connects[0];
        off.failed = failure::host_unreachable;
        off.elapsed_ms = 3070;
        off.address = "10.0.0.99";
        off.kernel.icmp = {{4, 3, 1, "10.0.0.20"}};
        if (*heard_from) {
            trace(r, "203.0.113.7", 443, {gateway});
            r.controls.back().seen.connects[0].local_address = heard_from;
        }
        rules::diagnose(r);
        INFO(heard_from << "\n" << told(r));
        CHECK(at(r, "acr/registry/direct").cause == (heard ? "tcp.icmp_unreachable" : "host.link_down"));
        CHECK(at(r, "dps/https/direct").cause == "tcp.drop");
    }
}

TEST_CASE("host: a route of its own that names a dead next hop") {
    auto r = healthy();
    fail_connect(
        at(r, "acr/registry/direct"), failure::host_unreachable, "EHOSTUNREACH", 3070, {{4, 3, 1, "10.0.0.20"}});
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(r.findings.size() == 1);
    CHECK(r.findings[0].cause == "host.link_down");
    CHECK(r.findings[0].proved);
    CHECK(r.findings[0].evidence.at(0).find("others are reached") != std::string::npos);
}
