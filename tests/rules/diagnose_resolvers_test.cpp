// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include <functional>

#include "tests/rules/direct_site.hpp"

using namespace site_builder;
using rules::severity;
using rules::verdict;

namespace {

constexpr auto acr_host = "contoso.azurecr.io";
constexpr auto acr = "acr/registry/direct";

} // namespace

TEST_CASE("dns: a dead resolver costs time ahead of a live one, and nothing behind it") {
    const struct {
        const char* resolver;
        change how;
        const char* expected;
        severity expected_severity;
        verdict expected_verdict;
    } table[] = {
        {"10.0.0.1", silent, "dns.slow_first_server", severity::warning, verdict::degraded},
        {"10.0.0.2", silent, "dns.timeout", severity::note, verdict::ready},
        {"10.0.0.1", closed, "dns.unreachable", severity::note, verdict::ready},
    };
    for (const auto& row : table) {
        auto r = healthy();
        for (auto& n : r.run.names) change_answers(r, n.name, row.how, row.resolver);
        rules::diagnose(r);
        INFO(row.expected << "\n" << told(r));
        REQUIRE(r.findings.size() == 1);
        CHECK(r.findings[0].cause == row.expected);
        CHECK(r.findings[0].severity == row.expected_severity);
        CHECK(r.findings[0].box == (r.findings[0].cause == "dns.timeout" ? "" : row.resolver));
        CHECK(r.verdict == row.expected_verdict);
        for (const auto& p : r.paths) CHECK(p.works);
    }
}

TEST_CASE("dns: a dead first resolver is told beside what stops every connection") {
    auto r = healthy();
    for (auto& n : r.run.names) change_answers(r, n.name, silent, "10.0.0.1");
    for (auto& p : r.paths)
        if (!p.seen.connects.empty()) drop(p);
    rules::diagnose(r);
    INFO(told(r));
    CHECK(find(r, "tcp.drop"));
    REQUIRE(find(r, "dns.slow_first_server"));
    CHECK(find(r, "dns.slow_first_server")->severity == severity::warning);
}

TEST_CASE("dns: slow answers and lost AAAA answers degrade, no more") {
    auto r = healthy();
    for (auto& n : r.run.names)
        for (auto& a : n.answers)
            if (a.type == "AAAA") silent(a);
    rules::diagnose(r);
    INFO(told(r));
    CHECK(count(r, "dns.aaaa_timeout") == 2);
    CHECK(nothing_but(r, {"dns.aaaa_timeout"}));
    CHECK(find(r, "dns.aaaa_timeout")->where == "unknown"); // a firewall may drop one type, too
    CHECK(find(r, "dns.aaaa_timeout")->box.empty());
    CHECK(r.verdict == verdict::degraded);

    r = healthy();
    for (auto& n : r.run.names)
        for (auto& a : n.answers) a.elapsed_ms = 2500;
    rules::diagnose(r);
    CHECK(find(r, "dns.slow")->severity == severity::warning);
    CHECK(r.verdict == verdict::degraded);

    r = healthy();
    r.run.names[2].answers[0].elapsed_ms = 1800;
    rules::diagnose(r);
    REQUIRE(r.findings.size() == 1);
    CHECK(r.findings[0].severity == severity::note);
    CHECK(r.verdict == verdict::ready);
}

TEST_CASE("dns: a dead resolver behind a live one costs time where the device's own lookups wait for it") {
    for (const std::size_t waiting : {0u, 1u, 3u}) {
        auto r = healthy();
        for (auto& n : r.run.names) change_answers(r, n.name, silent, "10.0.0.2");
        for (std::size_t i = 0; i < waiting; ++i) r.run.names[i].system->failed = failure::timed_out;
        rules::diagnose(r);
        INFO(waiting << "\n" << told(r));
        REQUIRE(r.findings.size() == 1);
        CHECK(r.findings[0].cause == (waiting > 0 ? "dns.slow_first_server" : "dns.timeout"));
        CHECK(r.findings[0].severity == (waiting > 0 ? severity::warning : severity::note));
        CHECK(r.findings[0].proved == (waiting == 0)); // they may have waited for another reason
    }
    auto r = healthy(); // the live one kept them waiting as well
    for (auto& n : r.run.names) {
        change_answers(r, n.name, silent, "10.0.0.2");
        n.system->failed = failure::timed_out;
        for (auto& a : n.answers)
            if (a.type == "AAAA") silent(a);
    }
    rules::diagnose(r);
    INFO(told(r));
    CHECK_FALSE(find(r, "dns.slow_first_server"));
}

TEST_CASE("dns: one type of question that is always answered late is the resolver's") {
    for (const std::size_t late : {1u, 100u}) {
        auto r = healthy();
        std::size_t left = late;
        for (auto& n : r.run.names)
            for (auto& a : n.answers)
                if (a.type == "AAAA" && a.resolver == "10.0.0.1:53" && left-- > 0) {
                    a.elapsed_ms = 1400;
                    a.tries = 3;
                }
        rules::diagnose(r);
        INFO(late << "\n" << told(r));
        CHECK((find(r, "dns.slow") && find(r, "dns.slow")->severity == severity::warning) == (late > 1));
        CHECK(nothing_but(r, {"dns.slow"}));
    }
}

TEST_CASE("dns: who answers only questions without EDNS is not slow for programs, which ask so") {
    for (const bool echoes_edns : {false, true}) {
        auto r = healthy();
        for (auto& n : r.run.names)
            for (auto& a : n.answers) {
                a.elapsed_ms = 1002;
                a.tries = 3;
                a.edns = echoes_edns; // to one of the first two, then
            }
        rules::diagnose(r);
        INFO(told(r));
        CHECK((find(r, "dns.slow") != nullptr) == echoes_edns);
    }
}

TEST_CASE("dns: answers that came only to a repeated question are told, and prove nothing") {
    for (const std::size_t late : {1u, 3u}) {
        auto r = healthy();
        for (std::size_t i = 0; i < late; ++i) {
            r.run.names[i].answers[0].elapsed_ms = 1800;
            r.run.names[i].answers[0].tries = 2;
        }
        rules::diagnose(r);
        INFO(told(r));
        REQUIRE(r.findings.size() == (late > 1 ? 1 : 0));
        if (late == 1) continue;
        CHECK(r.findings[0].cause == "dns.slow");
        CHECK(r.findings[0].severity == severity::note);
        CHECK_FALSE(r.findings[0].proved);
        CHECK(r.findings[0].box.empty());
        CHECK(r.verdict == verdict::ready);
    }
}

TEST_CASE("dns: resolvers that differ") {
    const struct {
        const char* name;
        const char* resolver;
        change how;
        const char* expected;
        severity expected_severity;
    } table[] = {
        {"first filters", "10.0.0.1", [](auto& a) { answered(a, 3, ""); }, "dns.filtered", severity::warning},
        {"second filters", "10.0.0.2", [](auto& a) { answered(a, 3, ""); }, "dns.filtered", severity::note},
        {"first refuses: the next is asked", "10.0.0.1", [](auto& a) { answered(a, 5, ""); }, "dns.refused",
            severity::note},
        {"first says servfail", "10.0.0.1", [](auto& a) { answered(a, 2, ""); }, "dns.servfail", severity::note},
        {"second sinks", "10.0.0.2",
            [](auto& a) {
                a.records = {{a.name, a.type, 1, "0.0.0.0"}};
            },
            "dns.sinkhole", severity::note},
    };
    for (const auto& row : table) {
        auto r = healthy();
        change_answers(r, acr_host, row.how, row.resolver);
        rules::diagnose(r);
        INFO(row.name << "\n" << told(r));
        REQUIRE(r.findings.size() == 1);
        CHECK(r.findings[0].cause == row.expected);
        CHECK(r.findings[0].severity == row.expected_severity);
        CHECK(r.findings[0].box == row.resolver);
        CHECK(r.findings[0].proved);
        CHECK(at(r, acr).works);
    }
}

TEST_CASE("dns: a name that the device's own lookup loses is broken, whatever another resolver knows") {
    auto r = healthy();
    change_answers(
        r, acr_host, [](auto& a) { answered(a, 3, ""); }, "10.0.0.1");
    name_of(r, acr_host).system->failed = failure::name_not_found;
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(r.findings.size() == 1);
    CHECK(r.findings[0].cause == "dns.filtered");
    CHECK(r.findings[0].proved);
    CHECK(r.findings[0].severity == severity::error);
    CHECK_FALSE(at(r, acr).works);
}

TEST_CASE("dns: rebind protection is known by the private answer that another resolver has") {
    auto r = healthy();
    at(r, acr).seen.connects = {connected("10.20.0.4", 443)};
    for (auto& a : name_of(r, acr_host).answers)
        if (a.type == "A") a.records = {{acr_host, "A", 60, "10.20.0.4"}};
    change_answers(
        r, acr_host,
        [](auto& a) {
            answered(a, 0, "");
            a.edns = false;
        },
        "10.0.0.1");
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(r.findings.size() == 1);
    CHECK(r.findings[0].cause == "dns.rebind_protection");
}

TEST_CASE("dns: a resolver that answers some questions for IPv6 lost the others") {
    auto r = healthy();
    auto& lost = name_of(r, acr_host).answers[1];
    REQUIRE(lost.type == "AAAA");
    lost.rcode.reset();
    lost.failed = failure::timed_out;
    rules::diagnose(r);
    INFO(told(r));
    const auto* f = find(r, "dns.aaaa_timeout");
    REQUIRE(f);
    CHECK(f->severity == severity::note);
    CHECK_FALSE(f->proved);
    CHECK(r.verdict == verdict::ready);
}

TEST_CASE("dns: a closed resolver of which some messages are rationed is closed, not dead") {
    const struct {
        const char* name;
        std::size_t closed; ///< so many of its answers are ICMP, the rest is silence
        const char* expected;
        severity expected_severity;
    } table[] = {
        {"every question was rejected", 100, "dns.unreachable", severity::note},
        {"one message of all", 1, "dns.unreachable", severity::note},
        {"none: it is dead", 0, "dns.slow_first_server", severity::warning},
    };
    for (const auto& row : table) {
        auto r = healthy();
        std::size_t n = 0;
        for (auto& name : r.run.names)
            for (auto& a : name.answers)
                if (a.resolver == "10.0.0.1:53") n++ < row.closed ? closed(a) : silent(a);
        rules::diagnose(r);
        INFO(row.name << "\n" << told(r));
        REQUIRE(r.findings.size() == 1);
        CHECK(r.findings[0].cause == row.expected);
        CHECK(r.findings[0].severity == row.expected_severity);
        CHECK(r.findings[0].proved);
    }
}

TEST_CASE("dns: who answers where no DNS server is answers for every resolver") {
    const struct {
        const char* name;
        std::function<void(netprobe::path_observation&)> how;
        bool expected;
    } table[] = {
        {"answered", [](auto&) {}, true},
        {"silence, as it must be", [](auto& c) { c.failed = failure::timed_out; }, false},
        {"rejected on the way", [](auto& c) { c.failed = failure::refused; }, false},
        {"Ctrl-C", [](auto& c) { c.failed = failure::interrupted; }, false},
        {"nothing was asked", [](auto& c) { c.hellos.clear(); }, false},
        {"another control", [](auto& c) { c.to.service = "control_first_hop"; }, false},
    };
    for (const auto& row : table) {
        auto r = healthy();
        auto& seen = direct_control(r, "control_dns_nowhere", "192.0.2.1", 53, "dns");
        seen.to.host = "192.0.2.1";
        seen.connects.clear();
        seen.used.reset();
        seen.hellos.resize(1);
        seen.hellos[0].asked = "A contoso.azure-devices.net";
        seen.hellos[0].said = "NOERROR";
        row.how(seen);
        rules::diagnose(r);
        INFO(row.name << "\n" << told(r));
        CHECK(r.findings.size() == (row.expected ? 1 : 0));
        CHECK(r.verdict == verdict::ready);
        if (const auto* f = find(r, "dns.hijack")) {
            CHECK(f->severity == severity::note);
            CHECK(f->proved);
            CHECK(f->where == "firewall");
            CHECK(f->evidence == std::vector<std::string>{
                                     "A contoso.azure-devices.net asked of 192.0.2.1, where no DNS server "
                                     "is, was answered: NOERROR"});
        }
    }
}

TEST_CASE("dns: where somebody answers in place of every resolver, none of them is named") {
    const struct {
        const char* name;
        change how;
        const char* resolver; ///< of all answers
        const char* cause;
        const char* where;
        const char* box;
    } table[] = {
        {"a policy's address",
            [](auto& a) {
                a.records = {{acr_host, "A", 60, "0.0.0.0"}};
            },
            "10.0.0.1:53", "dns.sinkhole", "unknown", ""},
        {"removed", [](auto& a) { answered(a, 3, ""); }, "10.0.0.1:53", "dns.filtered", "unknown", ""},
        {"refused", [](auto& a) { answered(a, 5, ""); }, "10.0.0.1:53", "dns.refused", "unknown", ""},
        {"by a stub of this device", [](auto& a) { answered(a, 3, ""); }, "127.0.0.53:53", "dns.filtered", "resolver",
            "127.0.0.53"},
    };
    for (const auto& row : table)
        for (const bool redirected : {true, false}) {
            auto r = healthy();
            r.run.resolvers = {row.resolver};
            auto& name = name_of(r, acr_host);
            name.failed = at(r, acr).seen.failed = failure::name_not_found;
            unresolved(r, acr_host, failure::name_not_found);
            name.answers.resize(1);
            name.answers[0].resolver = row.resolver;
            row.how(name.answers[0]);
            at(r, acr).seen.to.service = "mcr"; // of the Internet
            if (redirected) {
                auto& seen = direct_control(r, "control_dns_nowhere", "192.0.2.1", 53, "dns");
                seen.to.host = "192.0.2.1";
                seen.connects.clear();
                seen.used.reset();
                seen.hellos.resize(1);
            }
            rules::diagnose(r);
            INFO(row.name << "\n" << told(r));
            const auto* f = find(r, row.cause);
            REQUIRE(f);
            CHECK(f->where == (redirected ? row.where : "resolver"));
            const std::string asked(row.resolver, std::string_view(row.resolver).find(":"));
            CHECK(f->box == (redirected ? row.box : asked));
            const bool in_place = redirected && f->box.empty();
            CHECK((f->advice.find("in place of " + asked) != std::string::npos) == in_place);
            CHECK((find(r, "dns.hijack") != nullptr) == redirected);
        }
}

TEST_CASE("dns: a resolver's port that is rejected on the way is the box's matter") {
    const struct {
        const char* name;
        const char* offender;
        const char* where;
        const char* box;
    } table[] = {
        {"by a firewall", "10.0.0.254", "firewall", "10.0.0.254"},
        {"by the resolver's own system", "10.0.0.9", nullptr, nullptr},
        {"by nobody who gives an address", "", nullptr, nullptr},
    };
    for (const auto& row : table) {
        auto r = healthy();
        r.run.resolvers = {"10.0.0.9:53"};
        unresolved(r, acr_host, failure::refused);
        auto& name = name_of(r, acr_host);
        name.answers.resize(1);
        closed(name.answers[0]);
        name.answers[0].resolver = "10.0.0.9:53";
        name.answers[0].icmp = {{4, 3, 3, row.offender}};
        rules::diagnose(r);
        INFO(row.name << "\n" << told(r));
        REQUIRE(find(r, "dns.unreachable"));
        const auto& f = *find(r, "dns.unreachable");
        CHECK(f.where == (row.where ? row.where : "resolver"));
        if (row.box) CHECK(f.box == row.box);
        CHECK((f.advice.find("which rejects it") != std::string::npos) == (row.box != nullptr));
    }
}

TEST_CASE("dns: an address that one resolver made up and where the service is, is an override that works") {
    for (const bool serves : {true, false}) {
        auto r = healthy();
        for (auto& a : name_of(r, hub).answers) {
            if (a.resolver != "10.0.0.2:53" || a.type != "A") continue;
            a.extended_error = 4;
            a.records = {{hub, "A", 60, serves ? hub_address : "203.0.113.99"}};
        }
        rules::diagnose(r);
        INFO(serves << "\n" << told(r));
        CHECK((find(r, "dns.sinkhole") == nullptr) == serves);
        if (serves) CHECK(r.findings.empty());
    }
}
