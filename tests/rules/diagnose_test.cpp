// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "tests/rules/site_builder.hpp"

using namespace site_builder;
using rules::severity;
using rules::verdict;

TEST_CASE("diagnose: a healthy site has nothing above a note and is ready") {
    auto r = healthy();
    rules::diagnose(r);
    INFO(told(r));
    CHECK(r.findings.empty());
    CHECK(r.verdict == verdict::ready);
    for (const auto& p : r.paths) {
        INFO(p.planned.to.id);
        CHECK(p.works);
        CHECK_FALSE(p.degraded);
        CHECK(p.cause.empty());
    }
}

TEST_CASE("diagnose: the same report again gives the same findings") {
    auto r = healthy();
    drop(at(r, "iot_hub/amqp/direct"));
    reset(at(r, "acr/registry/direct"));
    rules::diagnose(r);
    const auto once = told(r);
    rules::diagnose(r);
    CHECK(told(r) == once);
    CHECK_FALSE(once.empty());
}

TEST_CASE("diagnose: a missing alternative is a note, a missing optional path too, a required one an error") {
    const struct {
        const char* id;
        severity expected;
        verdict verdict_expected;
    } table[] = {
        {"iot_hub/amqp/direct", severity::note, verdict::ready},
        {"version_info/https/direct", severity::note, verdict::ready},
        {"acr/registry/direct", severity::error, verdict::blocked},
        {"iot_hub/https/direct", severity::error, verdict::blocked},
    };
    for (const auto& row : table) {
        auto r = healthy();
        prohibit(at(r, row.id));
        if (row.id == std::string_view("iot_hub/https/direct")) // a port, for all that speak there
            for (const auto* id : {"iot_hub/amqp_ws/direct", "iot_hub/mqtt_ws/direct"}) prohibit(at(r, id));
        rules::diagnose(r);
        INFO(row.id << "\n" << told(r));
        REQUIRE(r.findings.size() == 1);
        CHECK(r.findings[0].severity == row.expected);
        CHECK(r.findings[0].cause == "tcp.admin_prohibited");
        CHECK(r.verdict == row.verdict_expected);
        CHECK(at(r, row.id).cause == "tcp.admin_prohibited");
        CHECK_FALSE(at(r, row.id).works);
    }
}

TEST_CASE("diagnose: all alternatives gone is an error") {
    auto r = healthy();
    for (const auto* id : {"iot_hub/amqp/direct", "iot_hub/mqtt/direct"}) drop(at(r, id));
    for (const auto* id : {"iot_hub/amqp_ws/direct", "iot_hub/mqtt_ws/direct"})
        fail_upgrade(at(r, id), failure::denied, 400);
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(find(r, "tcp.drop"));
    CHECK(find(r, "tcp.drop")->severity == severity::error);
    REQUIRE(find(r, "ws.upgrade_denied"));
    CHECK(find(r, "ws.upgrade_denied")->severity == severity::error);
    CHECK(r.verdict == verdict::blocked);
}

TEST_CASE("diagnose: one root cause is one finding, however many paths") {
    auto r = healthy();
    for (auto& p : r.paths)
        if (p.seen.to.host == hub) drop(p);
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(r.findings.size() == 1);
    CHECK(r.findings[0].cause == "tcp.drop");
    CHECK(r.findings[0].paths.size() == 5);
    CHECK(r.findings[0].severity == severity::error);
    CHECK(r.findings[0].advice.find("443, 5671, 8883") != std::string::npos);
}

TEST_CASE("diagnose: of paths to one place that ended the same a finding tells the first, whatever times they took") {
    for (const bool another_port : {false, true}) {
        auto r = healthy();
        double ms = 7.5;
        for (const auto* id : {"iot_hub/https/direct", "iot_hub/amqp_ws/direct", "iot_hub/mqtt_ws/direct"}) {
            fail_tls(at(r, id), failure::reset);
            at(r, id).seen.tls->elapsed_ms = ms *= 14;
        }
        if (another_port) fail_tls(at(r, "iot_hub/mqtt/direct"), failure::reset);
        rules::diagnose(r);
        INFO(told(r));
        REQUIRE(r.findings.size() == 1);
        CHECK(r.findings[0].evidence.size() == (another_port ? 2 : 1));
        CHECK(r.findings[0].evidence[0].find("1.5 s") != std::string::npos); // as paths are in order
    }
}

TEST_CASE("diagnose: one box that rejects several hosts is one finding that names it") {
    auto r = healthy();
    prohibit(at(r, "acr/registry/direct"), "192.0.2.254");
    prohibit(at(r, "iot_hub/mqtt/direct"), "192.0.2.254");
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(r.findings.size() == 1);
    CHECK(r.findings[0].box == "192.0.2.254");
    CHECK(r.findings[0].proved);
    CHECK(r.findings[0].advice.find("192.0.2.254") != std::string::npos);
    CHECK(r.findings[0].severity == severity::error);
}

TEST_CASE("diagnose: unrelated failures stay apart, worst first") {
    auto r = healthy();
    prohibit(at(r, "iot_hub/amqp/direct"), "10.0.0.1");
    reset(at(r, "acr/registry/direct"));
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(r.findings.size() == 2);
    CHECK(r.findings[0].cause == "tcp.reset");
    CHECK(r.findings[0].severity == severity::error);
    CHECK(r.findings[1].severity == severity::note);
}

TEST_CASE("diagnose: of two errors the lower layer is the headline") {
    auto r = healthy();
    auto& t = fail_tls(at(r, "acr/registry/direct"), failure::tls_alert, "alert 70");
    t.alert = 70;
    unresolved(r, "mcr.microsoft.com", failure::name_not_found);
    for (auto& a : name_of(r, "mcr.microsoft.com").answers) {
        a.rcode = 3;
        a.failed = failure::name_not_found;
        a.records.clear();
        a.soa = "microsoft.com";
    }
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(r.findings.size() == 2);
    CHECK(r.findings[0].cause == "dns.nxdomain");
    CHECK(r.findings[1].cause == "tls.version");
}

TEST_CASE("diagnose: what takes something without an alternative is the headline before what takes one of several") {
    const auto headline = [](std::initializer_list<const char*> refused) {
        auto r = healthy();
        drop(at(r, "iot_hub/mqtt/direct"));
        for (const auto* id : refused) fail_tls(at(r, id), failure::tls_alert).alert = 70;
        rules::diagnose(r);
        INFO(told(r));
        REQUIRE(r.findings.size() >= 2);
        CHECK(r.findings[0].severity == severity::error);
        return r.findings[0].cause;
    };
    // Both are errors: no protocol of the hub is left.
    CHECK(headline({"iot_hub/https/direct", "iot_hub/amqp/direct", "iot_hub/amqp_ws/direct",
              "iot_hub/mqtt_ws/direct"}) == "tls.version");
    CHECK(headline({"iot_hub/amqp/direct", "iot_hub/amqp_ws/direct", "iot_hub/mqtt_ws/direct"}) == "tcp.drop");
}

TEST_CASE("diagnose: what leaves no way to the hub is the headline before what takes another service") {
    auto r = healthy();
    for (auto& p : r.paths)
        if (p.seen.to.host == hub) drop(p);
    prohibit(at(r, "dps/https/direct"));
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(r.findings.size() == 2);
    CHECK(r.findings[0].cause == "tcp.drop");
    CHECK(r.findings[1].cause == "tcp.admin_prohibited");
    CHECK(r.findings[1].severity == severity::error);
}

TEST_CASE("diagnose: a path that waited has the cause of the one it waited for") {
    auto r = healthy();
    drop(at(r, "mcr/registry/direct"));
    auto& waiting = at(r, "mcr_data/https/direct");
    waiting.seen = {};
    waiting.seen.to = waiting.planned.to;
    waiting.seen.failed = failure::not_tried;
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(r.findings.size() == 1);
    CHECK(r.findings[0].paths == std::vector<std::string>{"mcr/registry/direct", "mcr_data/https/direct"});
    CHECK(waiting.cause == "tcp.drop");
    CHECK_FALSE(waiting.works);
}

TEST_CASE("diagnose: a registry that works and does not name its layer host is no failure of the network") {
    auto r = healthy();
    auto& asked = at(r, "mcr/registry/direct").seen.hellos.emplace_back();
    asked.asked = "GET /v2/azureiotedge-agent/manifests/1.6";
    asked.said = "HTTP 404 Not Found";
    auto& waiting = at(r, "mcr_data/https/direct");
    waiting.seen = {};
    waiting.planned.to.host.clear();
    waiting.seen.to = waiting.planned.to;
    waiting.seen.failed = failure::not_tried;
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(r.findings.size() == 1);
    CHECK(r.findings[0].cause == "http.unexpected");
    CHECK(r.findings[0].advice.starts_with("Pull an image once"));
    CHECK(r.findings[0].severity == rules::severity::warning);
    CHECK_FALSE(r.findings[0].proved);
    CHECK(r.findings[0].evidence.at(0).find("HTTP 404") != std::string::npos);
    CHECK_FALSE(waiting.works);
    CHECK(waiting.cause.empty());
    CHECK(at(r, "mcr/registry/direct").works);
    CHECK_FALSE(at(r, "mcr/registry/direct").degraded);
    CHECK(r.verdict == verdict::degraded);
    // Nobody can open a host that has no name yet.
    CHECK(rules::recommend(r, "").because.find("must open") == std::string::npos);
}

TEST_CASE("diagnose: paths that wait for each other end") {
    auto r = healthy();
    for (const auto* id : {"mcr/registry/direct", "mcr_data/https/direct"}) {
        auto& p = at(r, id);
        p.seen = {};
        p.planned.to.after =
            std::string_view(id) == "mcr/registry/direct" ? "mcr_data/https/direct" : "mcr/registry/direct";
        p.seen.to = p.planned.to;
        p.seen.failed = failure::not_tried;
    }
    rules::diagnose(r);
    CHECK(r.findings.empty());
    CHECK(r.verdict == verdict::blocked);
}

TEST_CASE("diagnose: an interrupted run gets no false findings") {
    auto r = healthy();
    r.run.interrupted = true;
    for (auto& p : r.paths) {
        if (!p.seen.connects.empty()) {
            fail_connect(p, failure::interrupted, "", 800);
            continue;
        }
        p.seen.failed = failure::interrupted;
        p.seen.hellos.back().failed = failure::interrupted;
        p.seen.hellos.back().clock_offset_ms.reset();
    }
    for (auto& n : r.run.names)
        for (auto& a : n.answers) {
            a.rcode.reset();
            a.records.clear();
            a.failed = failure::interrupted;
        }
    rules::diagnose(r);
    INFO(told(r));
    CHECK(r.findings.empty());
    CHECK(r.verdict == verdict::blocked);
    for (const auto& p : r.paths) CHECK(p.cause.empty());
}

TEST_CASE("diagnose: an empty report is ready and says nothing") {
    rules::report r;
    rules::diagnose(r);
    CHECK(r.findings.empty());
    CHECK(r.verdict == verdict::ready);
}

TEST_CASE("diagnose: every failure of every step yields a cause of the table, for every path") {
    for (int f = 1; f <= static_cast<int>(failure::unknown); ++f) {
        const auto how = static_cast<failure>(f);
        if (how == failure::interrupted || how == failure::not_tried) continue;
        for (int step = 0; step < 5; ++step) {
            auto r = healthy();
            for (auto& p : r.paths) {
                if (p.planned.to.protocol == "ntp") continue;
                if (step == 0) {
                    unresolved(r, p.seen.to.host, how);
                    for (auto& a : name_of(r, p.seen.to.host).answers) {
                        a.rcode.reset();
                        a.records.clear();
                        a.failed = how;
                    }
                }
                if (step == 1) fail_connect(p, how, "E?", 20);
                if (step == 2) fail_tls(p, how);
                if (step == 3) p.seen.upgrade ? fail_upgrade(p, how, 0) : fail_hello(p, how);
                if (step == 4) fail_hello(p, how);
            }
            rules::diagnose(r);
            INFO(netprobe::to_string(how) << " in step " << step << "\n" << told(r));
            CHECK_FALSE(r.findings.empty());
            for (const auto& found : r.findings) {
                CHECK(rules::find_cause(found.cause) != nullptr);
                CHECK_FALSE(found.evidence.empty());
                CHECK(found.advice.find('{') == std::string::npos);
            }
            for (const auto& p : r.paths) {
                if (p.planned.to.protocol == "ntp") continue;
                INFO(p.planned.to.id);
                CHECK_FALSE(p.works);
                CHECK(rules::find_cause(p.cause) != nullptr);
            }
        }
    }
}

TEST_CASE("diagnose: advice takes what peers said for text, not for placeholders") {
    auto r = healthy();
    for (const auto* id : {"iot_hub/https/direct", "dps/https/direct"}) present(at(r, id), "CN={host}{box},O=x", 19);
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(find(r, "tls.intercepted_untrusted"));
    CHECK(find(r, "tls.intercepted_untrusted")->advice.find("({host}{box})") != std::string::npos);
}

TEST_CASE("diagnose: a finding is proved only where every part of it is") {
    auto r = healthy();
    drop(at(r, "iot_hub/amqp/direct"));
    fail_connect(at(r, "iot_hub/mqtt/direct"), failure::timed_out, "ETIMEDOUT", 500); // one SYN only
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(r.findings.size() == 1);
    CHECK(r.findings[0].paths.size() == 2);
    CHECK_FALSE(r.findings[0].proved);
}

TEST_CASE("diagnose: what only an optional path suffers does not degrade the site") {
    auto r = healthy();
    auto& p = at(r, "version_info/https/direct");
    p.seen.connects.push_back(connected("203.0.113.61", 443));
    p.seen.connects[0].failed = failure::timed_out;
    p.seen.used = 1;
    name_of(r, "aka.ms").system->addresses.push_back("203.0.113.61"); // programs try it as well
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(r.findings.size() == 1);
    CHECK(p.degraded);
    CHECK(r.verdict == verdict::ready);
}
