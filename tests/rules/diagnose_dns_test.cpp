// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "tests/rules/site_builder.hpp"

using namespace site_builder;
using rules::severity;
using rules::verdict;

namespace {

constexpr auto acr = "acr/registry/direct";
constexpr auto acr_host = "contoso.azurecr.io";

void alias(netprobe::dns_answer& a, const std::string& to, int rcode) {
    answered(a, rcode, "example");
    a.records = {{a.name, "CNAME", 60, to}};
}

} // namespace

TEST_CASE("dns: what all resolvers say about one name") {
    const struct {
        const char* name;
        failure failed;
        change how;
        const char* expected;
        bool proved;
    } table[] = {
        {"nxdomain", failure::name_not_found, [](auto& a) { answered(a, 3, "azurecr.io"); }, "dns.nxdomain", true},
        {"nxdomain without SOA", failure::name_not_found, [](auto& a) { answered(a, 3, ""); }, "dns.filtered", false},
        {"EDE 15", failure::name_not_found,
            [](auto& a) {
                answered(a, 3, "azurecr.io");
                a.extended_error = 15;
                a.extended_error_text = "blocked by policy IOT-DENY";
            },
            "dns.filtered", true},
        {"EDE 18 with REFUSED", failure::dns_error,
            [](auto& a) {
                answered(a, 5, "");
                a.extended_error = 18;
            },
            "dns.filtered", true},
        {"EDE 22 is no policy", failure::dns_error,
            [](auto& a) {
                answered(a, 2, "");
                a.extended_error = 22;
            },
            "dns.servfail", true},
        {"nodata", failure::no_address, [](auto& a) { answered(a, 0, "azurecr.io"); }, "dns.nodata", true},
        {"refused", failure::dns_error, [](auto& a) { answered(a, 5, ""); }, "dns.refused", true},
        {"servfail", failure::dns_error, [](auto& a) { answered(a, 2, ""); }, "dns.servfail", true},
        {"formerr", failure::dns_error, [](auto& a) { answered(a, 1, ""); }, "dns.formerr", true},
        {"timeout", failure::timed_out, silent, "dns.timeout", false},
        {"closed", failure::refused, closed, "dns.unreachable", true},
        {"wrong ids", failure::bad_reply,
            [](auto& a) {
                silent(a);
                a.failed = failure::bad_reply;
                a.bad_replies = 3;
            },
            "dns.bad_reply", true},
        {"truncated, TCP dropped", failure::timed_out,
            [](auto& a) {
                answered(a, 0, "");
                a.truncated = true;
                a.failed = failure::timed_out;
                a.tcp_retry.emplace().failed = failure::timed_out;
                a.elapsed_ms = 5000; // of the retry: no slow resolver besides
            },
            "dns.truncated_tcp_blocked", true},
        {"truncated, damaged over TCP", failure::bad_reply,
            [](auto& a) {
                answered(a, 0, "");
                a.truncated = true;
                a.failed = failure::bad_reply;
                a.tcp_retry.emplace().failed = failure::bad_reply;
            },
            "dns.bad_reply", true},
        {"alias of nothing", failure::name_not_found, [](auto& a) { alias(a, "gone.trafficmanager.net", 3); },
            "dns.cname_dangling", true},
        {"alias of itself", failure::no_address,
            [](auto& a) {
                alias(a, "b.example", 0);
                a.records.push_back({"b.example", "CNAME", 60, a.name});
            },
            "dns.cname_loop", true},
        {"alias without address", failure::no_address, [](auto& a) { alias(a, "b.example", 0); }, "dns.nodata", true},
    };
    for (const auto& row : table) {
        auto r = healthy();
        unresolved(r, acr_host, row.failed);
        change_answers(r, acr_host, row.how);
        rules::diagnose(r);
        INFO(row.name << "\n" << told(r));
        REQUIRE(find(r, row.expected));
        CHECK(nothing_but(r, {row.expected}));
        CHECK(find(r, row.expected)->severity == severity::error);
        CHECK(find(r, row.expected)->proved == row.proved);
        CHECK(find(r, row.expected)->paths == std::vector<std::string>{acr});
        CHECK(at(r, acr).cause == row.expected);
        CHECK(r.verdict == verdict::blocked);
    }
}

TEST_CASE("dns: a fault of the resolver is one finding for all names") {
    for (const change how : {change(silent), change(closed)}) {
        auto r = healthy();
        for (auto& n : r.run.names) {
            unresolved(r, n.name, failure::timed_out);
            change_answers(r, n.name, how);
        }
        rules::diagnose(r);
        INFO(told(r));
        REQUIRE(r.findings.size() == 1);
        CHECK(r.findings[0].paths.size() == r.paths.size());
        // Of a question that nobody answers it is not known who lost it; what to look at is told all the same.
        const bool silence = r.findings[0].cause == "dns.timeout";
        CHECK(r.findings[0].box == (silence ? "" : "10.0.0.1"));
        if (silence) CHECK(r.findings[0].where == "unknown");
        CHECK(r.findings[0].advice.find("10.0.0.1, 10.0.0.2") != std::string::npos);
        CHECK(r.findings[0].evidence.size() == 9);
    }
}

TEST_CASE("dns: what is lost over TCP after a truncated answer names nobody") {
    for (const auto how : {failure::timed_out, failure::refused}) {
        auto r = healthy();
        unresolved(r, acr_host, failure::timed_out);
        for (auto& a : name_of(r, acr_host).answers) {
            answered(a, 0, "");
            a.truncated = true;
            a.failed = how;
            a.tcp_retry.emplace().failed = how;
        }
        rules::diagnose(r);
        INFO(told(r));
        const auto* f = find(r, "dns.truncated_tcp_blocked");
        REQUIRE(f);
        CHECK(f->proved);
        CHECK(f->where == "unknown");
        CHECK(f->box.empty());
        CHECK(f->advice.find("Allow TCP 53 from this device to 10.0.0.1, 10.0.0.2") == 0);
    }
}

TEST_CASE("dns: a resolver at a loopback address is the device's own") {
    const struct {
        std::vector<std::string> resolvers;
        const char* where;
    } table[] = {{{"127.0.0.53"}, "device"}, {{"::1"}, "device"}, {{"127.0.0.53", "10.0.0.9"}, "resolver"}};
    for (const auto& row : table) {
        auto r = healthy();
        r.run.resolvers.clear();
        for (auto& n : r.run.names) {
            unresolved(r, n.name, failure::refused);
            n.answers.resize(row.resolvers.size());
            for (std::size_t i = 0; i < row.resolvers.size(); ++i) {
                closed(n.answers[i]);
                const auto& at = row.resolvers[i];
                n.answers[i].resolver = at.find("::") == 0 ? "[" + at + "]:53" : at + ":53";
                n.answers[i].icmp = {
                    {at.find("::") == 0 ? 6 : 4, at.find("::") == 0 ? 1 : 3, at.find("::") == 0 ? 4 : 3, at}};
            }
        }
        rules::diagnose(r);
        INFO(row.resolvers[0] << "\n" << told(r));
        const auto* f = find(r, "dns.unreachable");
        REQUIRE(f);
        CHECK(f->where == row.where);
        CHECK(f->proved);
    }
}

TEST_CASE("dns: questions that look unanswered beside a rejection have its sender, too") {
    auto r = healthy();
    for (auto& n : r.run.names) {
        unresolved(r, n.name, failure::timed_out);
        change_answers(r, n.name, silent);
    }
    for (auto& a : name_of(r, acr_host).answers) {
        closed(a);
        a.icmp = {{4, 3, 13, "10.0.0.254"}};
    }
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(r.findings.size() == 1);
    CHECK(r.findings[0].cause == "dns.unreachable");
    CHECK(r.findings[0].where == "firewall");
    CHECK(r.findings[0].box == "10.0.0.254");
    CHECK(r.findings[0].advice.find("which rejects it") != std::string::npos);
}

TEST_CASE("dns: a name that one resolver denies with its SOA is not filtered by the other") {
    auto r = healthy();
    unresolved(r, acr_host, failure::name_not_found);
    change_answers(
        r, acr_host, [](auto& a) { answered(a, 3, ""); }, "10.0.0.1");
    change_answers(
        r, acr_host, [](auto& a) { answered(a, 3, "azurecr.io"); }, "10.0.0.2");
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(r.findings.size() == 1);
    CHECK(r.findings[0].cause == "dns.nxdomain");
    CHECK_FALSE(r.findings[0].proved);
}

TEST_CASE("dns: a silent resolver beside one that denies the name is not the root") {
    auto r = healthy();
    unresolved(r, acr_host, failure::name_not_found);
    change_answers(r, acr_host, silent, "10.0.0.1");
    change_answers(
        r, acr_host, [](auto& a) { answered(a, 3, "azurecr.io"); }, "10.0.0.2");
    rules::diagnose(r);
    INFO(told(r));
    CHECK(at(r, acr).cause == "dns.nxdomain");
}

TEST_CASE("dns: a resolver that knows no name of the Internet") {
    auto r = healthy();
    for (auto& n : r.run.names) {
        unresolved(r, n.name, failure::name_not_found);
        change_answers(r, n.name, [](auto& a) { answered(a, 3, "corp.example"); });
    }
    rules::diagnose(r);
    INFO(told(r));
    CHECK(r.findings.front().cause == "dns.internal_only");
    CHECK(count(r, "dns.internal_only") == 1);
    CHECK_FALSE(r.findings.front().proved);
}

TEST_CASE("dns: no resolver configured") {
    auto r = healthy();
    r.run.resolvers.clear();
    for (auto& n : r.run.names) {
        unresolved(r, n.name, failure::timed_out);
        n.answers.clear();
    }
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(r.findings.size() == 1);
    CHECK(r.findings[0].cause == "dns.unreachable");
    CHECK(r.findings[0].where == "device");
}

TEST_CASE("dns: sinkholes") {
    for (const auto* address : {"0.0.0.0", "127.0.0.1", "::", "::1", "10.10.34.35", "240.0.0.1"}) {
        auto r = healthy();
        auto& p = at(r, acr);
        p.seen.connects = {connected(address, 443)};
        reset(p);
        for (auto& a : name_of(r, acr_host).answers) a.records = {{acr_host, a.type, 60, address}};
        rules::diagnose(r);
        INFO(address << told(r));
        REQUIRE(find(r, "dns.sinkhole"));
        CHECK(find(r, "dns.sinkhole")->proved);
        CHECK(find(r, "dns.sinkhole")->advice.find(address) != std::string::npos);
        CHECK(at(r, acr).cause == "dns.sinkhole");
    }
    SECTION("an ordinary private address is none") {
        auto r = healthy();
        auto& p = at(r, acr);
        p.seen.connects = {connected("10.77.2.2", 443)};
        drop(p);
        rules::diagnose(r);
        CHECK(at(r, acr).cause == "tcp.drop");
    }
    SECTION("an address where the service proved itself is none") {
        auto r = healthy();
        for (auto& p : r.paths)
            for (auto& c : p.seen.connects) c.address = "127.0.0.1";
        for (auto& n : r.run.names)
            for (auto& a : n.answers)
                if (a.type == "A") a.records = {{n.name, "A", 60, "127.0.0.1"}};
        reset(at(r, "iot_hub/amqp/direct"));
        rules::diagnose(r);
        INFO(told(r));
        CHECK(at(r, "iot_hub/amqp/direct").cause == "tcp.reset");
    }
}

TEST_CASE("dns: a search domain's wildcard") {
    auto r = healthy();
    auto& n = name_of(r, acr_host);
    n.system->canonical = std::string(acr_host) + ".corp.example";
    n.system->addresses = {"10.10.10.10"};
    auto& p = at(r, acr);
    p.seen.connects = {connected("10.10.10.10", 443)};
    drop(p);
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(find(r, "dns.search_suffix"));
    CHECK(find(r, "dns.search_suffix")->severity == severity::error);
    CHECK(at(r, acr).cause == "dns.search_suffix");
}
