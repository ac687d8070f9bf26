// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "tests/rules/direct_site.hpp"

using namespace site_builder;
using rules::severity;
using rules::verdict;

namespace {
constexpr auto acr = "acr/registry/direct";
}

TEST_CASE("tcp: how a refused connect reads, by errno and ICMP") {
    const struct {
        const char* name;
        failure failed;
        double ms;
        std::vector<netprobe::icmp_error> icmp;
        std::uint32_t retrans;
        const char* expected;
        bool proved;
        const char* box;
    } table[] = {
        {"drop: a host that is down is as silent", failure::timed_out, 5000, {}, 4, "tcp.drop", false, ""},
        {"one SYN only", failure::timed_out, 500, {}, 0, "tcp.drop", false, ""},
        {"RST", failure::refused, 12, {}, 0, "tcp.reset", false, ""},
        {"REJECT default", failure::refused, 1, {{4, 3, 3, "10.0.0.1"}}, 0, "tcp.icmp_unreachable", true, "10.0.0.1"},
        {"host unreachable", failure::host_unreachable, 1029, {{4, 3, 1, "10.0.0.1"}}, 0, "tcp.icmp_unreachable", true,
            "10.0.0.1"},
        {"net unreachable", failure::net_unreachable, 1, {{4, 3, 0, "10.0.0.1"}}, 0, "tcp.icmp_unreachable", true,
            "10.0.0.1"},
        {"protocol unreachable", failure::unknown, 1, {{4, 3, 2, "10.0.0.1"}}, 0, "tcp.icmp_unreachable", true,
            "10.0.0.1"},
        {"admin prohibited", failure::host_unreachable, 1, {{4, 3, 13, "10.0.0.1"}}, 0, "tcp.admin_prohibited", true,
            "10.0.0.1"},
        {"net prohibited", failure::net_unreachable, 1, {{4, 3, 9, "10.0.0.1"}}, 0, "tcp.admin_prohibited", true,
            "10.0.0.1"},
        {"host prohibited", failure::host_unreachable, 1, {{4, 3, 10, "10.0.0.1"}}, 0, "tcp.admin_prohibited", true,
            "10.0.0.1"},
        {"routing loop", failure::host_unreachable, 30, {{4, 11, 0, "192.0.2.9"}}, 0, "tcp.icmp_unreachable", true,
            "192.0.2.9"},
        {"fragmentation needed is no rejection", failure::timed_out, 5000, {{4, 3, 4, "10.0.0.1"}}, 4, "tcp.drop",
            false, ""},
        {"v6 admin prohibited", failure::not_permitted, 1, {{6, 1, 1, "fd00::1"}}, 0, "tcp.admin_prohibited", true,
            "fd00::1"},
        {"v6 policy", failure::not_permitted, 1, {{6, 1, 5, "fd00::1"}}, 0, "tcp.admin_prohibited", true, "fd00::1"},
        {"v6 port unreachable", failure::refused, 1, {{6, 1, 4, "fd00::1"}}, 0, "tcp.icmp_unreachable", true,
            "fd00::1"},
        {"v6 packet too big is no rejection", failure::timed_out, 5000, {{6, 2, 0, "fd00::1"}}, 4, "tcp.drop", false,
            ""},
        {"synproxy whose server refuses: accepted first", failure::reset, 1, {}, 0, "tcp.closed_after_connect", false,
            ""},
        {"unreachable, nobody said so", failure::host_unreachable, 3000, {}, 0, "tcp.icmp_unreachable", false, ""},
    };
    for (const auto& row : table) {
        auto r = healthy();
        fail_connect(at(r, acr), row.failed, "E", row.ms, row.icmp, row.retrans);
        rules::diagnose(r);
        INFO(row.name << "\n" << told(r));
        REQUIRE(r.findings.size() == 1);
        CHECK(r.findings[0].cause == row.expected);
        CHECK(r.findings[0].proved == row.proved);
        CHECK(r.findings[0].box == row.box);
        CHECK(r.findings[0].severity == severity::error);
        CHECK(r.findings[0].evidence.at(0).find("203.0.113.40") != std::string::npos);
        CHECK(at(r, acr).cause == row.expected);
    }
}

TEST_CASE("tcp: an ICMP message in the name of the address itself tells no place") {
    for (const auto* offender : {"203.0.113.40", "10.0.0.1"}) {
        auto r = healthy();
        prohibit(at(r, acr), offender);
        rules::diagnose(r);
        INFO(told(r));
        REQUIRE(r.findings.size() == 1);
        CHECK(r.findings[0].cause == "tcp.admin_prohibited");
        CHECK(r.findings[0].box == offender);
        CHECK(r.findings[0].where == (std::string_view(offender) == "10.0.0.1" ? "firewall" : "unknown"));
    }
}

TEST_CASE("tcp: silence is proved by an answer beside it, and told in numbers") {
    auto r = healthy();
    drop(at(r, "iot_hub/amqp/direct"));
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(r.findings.size() == 1);
    const auto& f = r.findings[0];
    CHECK(f.evidence.at(0) == "5671: 5 SYNs to 203.0.113.7 in 5.0 s, none answered");
    CHECK(f.control == "another port of the same address answered");
    CHECK(f.where == "firewall");
    CHECK(f.severity == severity::note);
}

TEST_CASE("tcp: where a silence is placed, and when a box is named") {
    const std::string router = "192.0.2.9", further = "192.0.2.10", passes = "203.0.113.20";
    const struct {
        const char* name;
        std::vector<std::string> here, there;
        bool proved;
        const char* box;
        const char* control;
    } table[] = {
        {"nothing traced", {}, {}, false, "", "one that is down would be as silent"},
        {"the last hop before the host: the host may be silent itself", {gateway, "", ""}, {gateway, "open", "open"},
            false, "", "it, or the answer, is lost there or further out"},
        {"others are heard of further out", {gateway, "", ""}, {gateway, router, "open"}, true, gateway,
            "203.0.113.20:443 is reported by 192.0.2.9, 2 hops away"},
        {"one router between says nothing", {gateway, "", "", ""}, {gateway, "", further, "open"}, true, gateway,
            "3 hops away"},
        {"the first says nothing there", {gateway, "", ""}, {"", router, "open"}, true, gateway, "2 hops away"},
        {"others go another way", {gateway, "", ""}, {"10.0.0.2", router, "open"}, false, "", "there or further out"},
        {"heard to the end of what was asked", {gateway, router}, {gateway, router, further}, false, "",
            "there or further out"},
        {"as far as the others are", {gateway, router, ""}, {gateway, router, "open"}, false, "",
            "there or further out"},
    };
    for (const auto& row : table) {
        auto r = healthy();
        drop(at(r, acr));
        trace(r, "203.0.113.40", 443, row.here);
        trace(r, passes, 443, row.there);
        rules::diagnose(r);
        INFO(row.name << "\n" << told(r));
        REQUIRE(find(r, "tcp.drop"));
        const auto& f = *find(r, "tcp.drop");
        CHECK(f.proved == row.proved);
        CHECK(f.box == row.box);
        CHECK(f.control.find(row.control) != std::string::npos);
        CHECK((f.advice.find(gateway) != std::string::npos) == row.proved);
    }
    // What is silent itself, or of another family, is no comparison.
    auto r = healthy();
    drop(at(r, acr));
    drop(at(r, "mcr/registry/direct"));
    trace(r, "203.0.113.40", 443, {gateway, "", ""});
    trace(r, "203.0.113.30", 443, {gateway, router, ""});
    trace(r, "2001:db8::20", 443, {gateway, router, "open"});
    rules::diagnose(r);
    INFO(told(r));
    for (const auto& f : r.findings) CHECK(f.box.empty());
}

TEST_CASE("tcp: silence with nothing beside it is likely, and nobody is named") {
    auto r = healthy();
    for (auto& p : r.paths)
        if (!p.seen.connects.empty()) drop(p);
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(find(r, "tcp.drop"));
    CHECK(count(r, "tcp.drop") == 1);
    CHECK_FALSE(find(r, "tcp.drop")->proved);
    CHECK(find(r, "tcp.drop")->where == "unknown");
    CHECK(find(r, "tcp.drop")->evidence.size() <= 9);
}

TEST_CASE("tcp: a reset at the user's own endpoint accuses no firewall") {
    auto r = healthy();
    add(r, path("endpoint", "plc.corp.example", 8883, "mqtt", rules::need::required, "10.1.2.3", false));
    reset(at(r, "endpoint/mqtt/direct"));
    rules::diagnose(r);
    REQUIRE(find(r, "tcp.reset"));
    CHECK(find(r, "tcp.reset")->where == "unknown");
}

TEST_CASE("tcp: one dead address of two is a warning, and the path works") {
    const struct {
        failure failed;
        std::uint32_t retrans;
        severity expected;
        verdict expected_verdict;
    } table[] = {{failure::timed_out, 4, severity::warning, verdict::degraded},
        {failure::refused, 0, severity::note, verdict::ready}};
    for (const auto& row : table) {
        auto r = healthy();
        auto& p = at(r, acr);
        p.seen.connects.push_back(connected("203.0.113.41", 443));
        p.seen.connects[0].failed = row.failed;
        p.seen.connects[0].kernel.tcp->total_retrans = row.retrans;
        p.seen.used = 1;
        for (auto& a : name_of(r, p.seen.to.host).answers)
            if (a.type == "A") a.records.push_back({a.name, "A", 60, "203.0.113.41"});
        name_of(r, p.seen.to.host).system->addresses.push_back("203.0.113.41"); // programs try it as well
        rules::diagnose(r);
        INFO(told(r));
        REQUIRE(r.findings.size() == 1);
        CHECK(r.findings[0].cause == "tcp.one_of_two_dead");
        CHECK(r.findings[0].severity == row.expected);
        CHECK(r.findings[0].proved);
        CHECK(r.findings[0].advice.find("203.0.113.40") != std::string::npos);
        CHECK(p.works);
        CHECK(p.cause.empty());
        CHECK(p.degraded == (row.expected == severity::warning));
        CHECK(r.verdict == row.expected_verdict);
    }
}

TEST_CASE("tcp: an address that our own burst did not get to is not dead") {
    for (const auto how : {failure::refused, failure::timed_out})
        for (const bool burst : {true, false}) {
            auto r = healthy();
            auto& p = at(r, acr);
            p.seen.connects.push_back(connected("203.0.113.41", 443));
            p.seen.connects[0].failed = how;
            p.seen.used = 1;
            for (auto& answer : name_of(r, p.seen.to.host).answers)
                if (answer.type == "A") answer.records.push_back({answer.name, "A", 60, "203.0.113.41"});
            name_of(r, p.seen.to.host).system->addresses.push_back("203.0.113.41");
            const auto well = at(r, "iot_hub/amqp/direct");
            if (burst) {
                if (how == failure::refused)
                    reset(at(r, "iot_hub/amqp/direct"));
                else
                    drop(at(r, "iot_hub/amqp/direct"));
                alone(r, well);
            }
            rules::diagnose(r);
            INFO(told(r));
            CHECK((find(r, "tcp.one_of_two_dead") == nullptr) == burst);
        }
}

TEST_CASE("tcp: an address that was not tried any more is not dead") {
    for (const auto how : {failure::not_tried, failure::interrupted}) {
        auto r = healthy();
        auto& p = at(r, acr);
        p.seen.connects.push_back(connected("203.0.113.41", 443));
        p.seen.connects[1].failed = how;
        rules::diagnose(r);
        INFO(told(r));
        CHECK(r.findings.empty());
    }
}

TEST_CASE("tcp: an address that lets a control in is not dead") {
    for (const int ttl : {0, 1, 3}) { // of one that may go one hop the nearest box is who lets it in
        auto r = healthy();
        auto& p = at(r, acr);
        p.seen.connects.push_back(connected("203.0.113.41", 443));
        p.seen.connects[1].failed = failure::timed_out;
        p.seen.connects[1].kernel.tcp->total_retrans = 2;
        direct_control(r, "control_ttl_" + std::to_string(ttl), "203.0.113.41", 443).to.as.ttl = ttl;
        rules::diagnose(r);
        INFO(ttl << told(r));
        CHECK((find(r, "tcp.one_of_two_dead") != nullptr) == (ttl == 1));
    }
}

TEST_CASE("net: an address that took our other connections is limited, not closed") {
    const struct {
        failure failed;
        std::vector<netprobe::icmp_error> icmp;
        const char* expected;
    } table[] = {{failure::timed_out, {}, "net.rate_limit"}, {failure::refused, {}, "net.connection_limit"},
        {failure::refused, {{4, 3, 3, "10.0.0.1"}}, "net.connection_limit"},
        {failure::host_unreachable, {{4, 3, 13, "10.0.0.1"}}, "net.connection_limit"}};
    for (const auto& row : table) {
        auto r = healthy();
        fail_connect(at(r, "iot_hub/https/direct"), row.failed, "E", 5000, row.icmp, 2);
        rules::diagnose(r);
        INFO(told(r));
        REQUIRE(r.findings.size() == 1);
        CHECK(r.findings[0].cause == row.expected);
        CHECK_FALSE(r.findings[0].proved);
    }
}

TEST_CASE("net: lost packets and long ways are never errors") {
    auto r = healthy();
    late_syn(at(r, acr));
    rules::diagnose(r);
    REQUIRE(find(r, "net.loss"));
    CHECK(find(r, "net.loss")->severity == severity::note);
    CHECK(r.verdict == verdict::ready);

    for (const auto* id : {"mcr/registry/direct", "dps/https/direct"}) late_syn(at(r, id), 2);
    rules::diagnose(r);
    REQUIRE(find(r, "net.loss"));
    CHECK(find(r, "net.loss")->severity == severity::warning);
    CHECK(find(r, "net.loss")->evidence.at(0) == "3 of 11 connections lost their first SYN or its answer");
    CHECK(r.verdict == verdict::degraded);

    for (const double rtt : {200.0, 400.0, 1500.0}) {
        r = healthy();
        for (auto& p : r.paths)
            for (auto& c : p.seen.connects) c.kernel.tcp->rtt_ms = rtt;
        rules::diagnose(r);
        INFO(rtt << told(r));
        CHECK((find(r, "net.latency") != nullptr) == (rtt > 250));
        CHECK(r.verdict == (rtt > 1000 ? verdict::degraded : verdict::ready));
    }
}

TEST_CASE("tcp: an address that takes connections and resets them at once is not proved dead") {
    auto r = healthy();
    auto& p = at(r, acr);
    p.seen.connects.push_back(connected("203.0.113.41", 443));
    p.seen.connects.back().failed = failure::reset;
    for (auto& a : name_of(r, p.seen.to.host).answers)
        if (a.type == "A") a.records.push_back({a.name, "A", 60, "203.0.113.41"});
    name_of(r, p.seen.to.host).system->addresses.push_back("203.0.113.41");
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(find(r, "tcp.one_of_two_dead"));
    CHECK_FALSE(find(r, "tcp.one_of_two_dead")->proved);
}
