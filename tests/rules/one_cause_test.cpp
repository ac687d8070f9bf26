// SPDX-License-Identifier: MIT
//
// Faults that show themselves differently at different paths, and are one finding all the same; and what silence
// proves while packets are being lost.
#include <catch2/catch.hpp>

#include "tests/rules/site_builder.hpp"

using namespace site_builder;
using rules::severity;
using rules::verdict;

namespace {

constexpr auto dps = "dps/https/direct", mcr = "mcr/registry/direct", acr = "acr/registry/direct";

rules::path_result& hub_path(rules::report& r, const char* protocol) {
    return at(r, std::string("iot_hub/") + protocol + "/direct");
}

// The connection that got through needed a second SYN.
void came_late(rules::path_result& p) {
    p.seen.connects[0].elapsed_ms = 1030;
    p.seen.connects[0].kernel.tcp->total_retrans = 1;
}

} // namespace

TEST_CASE("one cause: a closed resolver whose ICMP messages are rationed") {
    auto r = healthy();
    r.run.resolvers = {"10.0.0.1:53"};
    for (const auto& host : {hub, "mcr.microsoft.com", "contoso.azurecr.io"}) {
        const bool told_so = host == std::string(hub);
        unresolved(r, host, told_so ? failure::refused : failure::timed_out);
        auto& answers = name_of(r, host).answers;
        answers = {answer("10.0.0.1:53", host, "A", {})};
        answers[0].rcode.reset();
        answers[0].failed = told_so ? failure::refused : failure::timed_out;
    }
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(find(r, "dns.unreachable"));
    CHECK_FALSE(find(r, "dns.timeout"));
    CHECK(find(r, "dns.unreachable")->paths.size() == 7);
}

TEST_CASE("one cause: a resolver that is late with every answer is slow, one late answer after a resend is not") {
    auto r = healthy();
    const auto late = [](netprobe::dns_answer& a) {
        a.tries = 4;
        a.elapsed_ms = 1200;
    };
    late(r.run.names[0].answers[0]);
    rules::diagnose(r);
    INFO(told(r));
    CHECK(r.findings.empty());
    for (auto& n : r.run.names)
        for (auto& a : n.answers)
            if (a.resolver == "10.0.0.1:53") late(a);
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(r.findings.size() == 1);
    CHECK(r.findings[0].cause == "dns.slow");
    CHECK(r.findings[0].box == "10.0.0.1");
}

TEST_CASE("one cause: programs go by the hosts file, even where DNS would have worked") {
    auto r = healthy();
    name_of(r, hub).system->hosts_file = {"198.51.100.9"};
    for (auto& p : r.paths) {
        if (p.seen.to.host != hub) continue;
        auto dead = connected("198.51.100.9", p.seen.to.port);
        dead.failed = failure::timed_out;
        p.seen.connects.push_back(dead);
    }
    SECTION("a dead entry is the root, and not an address that rotated away") {
        rules::diagnose(r);
        INFO(told(r));
        REQUIRE(r.findings.size() == 1);
        CHECK(r.findings[0].cause == "host.hosts_override");
        CHECK(r.findings[0].severity == severity::error);
        CHECK(r.verdict == verdict::blocked);
        CHECK_FALSE(hub_path(r, "amqp").works);
    }
    SECTION("an entry that takes connections breaks nothing") {
        for (auto& p : r.paths)
            if (p.seen.to.host == hub) p.seen.connects.back().failed = failure::none;
        rules::diagnose(r);
        INFO(told(r));
        CHECK(r.verdict == verdict::ready);
    }
}

TEST_CASE("one cause: an inspector passes on the service's redirect, a portal makes its own") {
    auto r = healthy();
    for (auto& p : r.paths)
        if (p.seen.tls && p.seen.to.port == 443) {
            present(p, "CN=Corp Inspection CA", 19);
        }
    answer_http(at(r, mcr), 307, {{"location", "https://westeurope.data.mcr.microsoft.com/v2/x"}}, failure::none);
    rules::diagnose(r);
    INFO(told(r));
    CHECK(find(r, "tls.intercepted_untrusted"));
    CHECK_FALSE(find(r, "net.captive_portal"));
}

TEST_CASE("one cause: a page in place of one name is a filter of that name, at all its ports") {
    auto r = healthy();
    for (auto& p : r.paths)
        if (p.seen.to.host == hub) {
            present(p, "CN=block.example", 18, false);
            p.seen.tls->chain.front().sha256 = "block";
        }
    answer_http(hub_path(r, "https"), 302, {{"location", "https://block.example/why"}}, failure::denied);
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(r.findings.size() == 1);
    CHECK(r.findings[0].cause == "dns.sinkhole");
    CHECK_FALSE(r.findings[0].proved);
    CHECK(r.findings[0].paths.size() == 5);
}

TEST_CASE("one cause: the closed ports of a page's address are the page's, those of the service's own are not") {
    for (const bool same_address : {true, false}) {
        auto r = healthy();
        for (auto& p : r.paths) {
            if (p.seen.to.host != hub) continue;
            const std::string address = p.seen.to.port == 443 || same_address ? "203.0.113.200" : "203.0.113.201";
            p.seen.connects = {connected(address, p.seen.to.port)};
            if (p.seen.to.port == 5671) reset(p);
            if (p.seen.to.port == 8883) drop(p);
            if (p.seen.to.port != 443) continue;
            present(p, "CN=block.example", 18, false);
            p.seen.tls->chain.front().sha256 = "block";
        }
        answer_http(hub_path(r, "https"), 302, {{"location", "https://block.example/why"}}, failure::denied);
        rules::diagnose(r);
        INFO(told(r));
        REQUIRE_FALSE(r.findings.empty());
        CHECK(r.findings[0].cause == "dns.sinkhole");
        CHECK(r.findings[0].paths.size() == (same_address ? 5 : 3));
        for (const auto* closed : {"tcp.reset", "tcp.drop"}) {
            REQUIRE(find(r, closed));
            CHECK((find(r, closed)->severity == rules::severity::note) == same_address);
        }
    }
}

TEST_CASE("one cause: a certificate of its own at one hub is nobody's inspection") {
    auto r = healthy();
    present(hub_path(r, "https"), "CN=contoso.azure-devices.net", 18);
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(r.findings.size() == 1);
    CHECK(r.findings[0].cause == "tls.self_signed");
    CHECK(r.findings[0].where == "unknown");
}

TEST_CASE("one cause: answers that vanish whole in the hole that cuts others") {
    auto r = healthy();
    const auto stall = [&](const char* id, std::uint32_t segments) {
        auto& t = fail_tls(at(r, id), failure::timed_out);
        t.kernel.tcp = netprobe::tcp_state{.state = "ESTABLISHED", .bytes_acked = 518, .data_segs_in = segments};
    };
    stall(dps, 0);
    stall(mcr, 0);
    rules::diagnose(r);
    INFO(told(r));
    CHECK(count(r, "tls.handshake_stall") == 1); // one box at one port
    stall(acr, 1);
    rules::diagnose(r);
    INFO(told(r));
    CHECK(count(r, "net.mtu_blackhole") == 1);
    CHECK_FALSE(find(r, "tls.handshake_stall"));
}

TEST_CASE("one cause: HTTP redirects where TLS belongs") {
    auto r = healthy();
    const auto redirect = [&](const char* id) {
        fail_tls(at(r, id), failure::not_tls).first_bytes = "485454502f312e312033303220466f75";
    };
    redirect(dps);
    rules::diagnose(r);
    INFO(told(r));
    CHECK(find(r, "tls.not_tls")); // one host may be a server of its own
    redirect(acr);
    rules::diagnose(r);
    INFO(told(r));
    CHECK(count(r, "net.captive_portal") == 1);
    CHECK_FALSE(find(r, "tls.not_tls"));
}

TEST_CASE("one cause: silence proves a block only where nothing else is lost") {
    auto r = healthy();
    drop(hub_path(r, "amqp"));
    rules::diagnose(r);
    CHECK(find(r, "tcp.drop")->proved);
    came_late(at(r, acr));
    rules::diagnose(r);
    INFO(told(r));
    CHECK_FALSE(find(r, "tcp.drop")->proved);
}

TEST_CASE("one cause: IPv6 that works anywhere is not broken") {
    auto r = healthy();
    const auto add_ipv6 = [&](const char* id, failure how) {
        auto c = connected("2001:db8::7", 443);
        c.failed = how;
        if (how == failure::timed_out) c.elapsed_ms = 5000;
        at(r, id).seen.connects.push_back(c);
    };
    add_ipv6(acr, failure::timed_out);
    rules::diagnose(r);
    CHECK(find(r, "net.ipv6_broken"));
    at(r, dps).seen.connects.push_back(connected("2001:db8::8", 443));
    rules::diagnose(r);
    INFO(told(r));
    CHECK_FALSE(find(r, "net.ipv6_broken"));
    CHECK(find(r, "tcp.one_of_two_dead"));
}

TEST_CASE("one cause: the advice names each host with its own ports, the hub first") {
    auto r = healthy();
    for (const auto* id : {"iot_hub/amqp/direct", "iot_hub/https/direct", "iot_hub/amqp_ws/direct",
             "iot_hub/mqtt_ws/direct", acr, "version_info/https/direct"})
        prohibit(at(r, id));
    rules::diagnose(r);
    INFO(told(r));
    REQUIRE(find(r, "tcp.admin_prohibited"));
    CHECK(find(r, "tcp.admin_prohibited")->advice ==
          "Change the rule on 10.0.0.1 that denies TCP 443, 5671 to contoso.azure-devices.net, and TCP 443 to "
          "contoso.azurecr.io, aka.ms.");
}
