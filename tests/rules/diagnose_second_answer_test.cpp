// SPDX-License-Identifier: MIT
//
// Two different answers to one question: forged, or both true (facts/faults.md A22).
#include <catch2/catch.hpp>

#include "tests/rules/site_builder.hpp"

using namespace site_builder;
using rules::severity;

namespace {
constexpr auto acr = "acr/registry/direct";
constexpr auto acr_host = "contoso.azurecr.io";
} // namespace

TEST_CASE("dns: two different answers to one question are a hijack") {
    auto r = healthy();
    name_of(r, acr_host).answers[0].second_records = {{acr_host, "A", 60, "203.0.113.40"}};
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(r.findings.size() == 1);
    CHECK(r.findings[0].cause == "dns.hijack");
    CHECK(r.findings[0].severity == severity::note); // both may be true
    CHECK_FALSE(r.findings[0].proved);
    drop(at(r, acr));
    rules::diagnose(r);
    CHECK(r.findings[0].severity == severity::error);
    CHECK(at(r, acr).cause == "dns.hijack");
}

TEST_CASE(
    "dns: of two answers to one question, one that serves at another port leaves a closed port to its own cause") {
    auto r = healthy();
    name_of(r, hub).answers[0].second_records = {{hub, "A", 60, "203.0.113.8"}};
    drop(at(r, "iot_hub/amqp/direct"));
    rules::diagnose(r);
    INFO(told(r));
    CHECK(at(r, "iot_hub/amqp/direct").cause == "tcp.drop");
    REQUIRE(find(r, "dns.hijack"));
    CHECK(find(r, "dns.hijack")->severity == severity::note);
}

TEST_CASE("dns: a second answer where no service can be is nobody's rotation") {
    for (const char* forged : {"10.10.34.35", "192.168.7.7", "100.64.0.9", "127.0.0.1"}) {
        auto r = healthy();
        name_of(r, acr_host).answers[0].second_records = {{acr_host, "A", 60, forged}};
        rules::diagnose(r);
        INFO(forged << "\n" << told(r));
        REQUIRE(r.findings.size() == 1);
        CHECK(r.findings[0].cause == "dns.hijack");
        CHECK(r.findings[0].severity == severity::warning);
        CHECK(r.findings[0].proved);
    }
}
