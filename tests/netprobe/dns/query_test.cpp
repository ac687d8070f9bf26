// SPDX-License-Identifier: MIT
#include "netprobe/dns/query.hpp"

#include <catch2/catch.hpp>

#include "netprobe/dns/answer.hpp"
#include "tests/fakes/fake_dns.hpp"
#include "tests/run.hpp"

using namespace netprobe;
using namespace netprobe::dns;
using namespace std::chrono_literals;
using strings = std::vector<std::string>;

namespace {

struct bench {
    asio::io_context io;
    time_budget budget;
    fake_dns server{io};

    explicit bench(milliseconds step = 250ms, milliseconds all = 5000ms) : budget(io.get_executor(), step, all) {}

    dns_answer ask(const std::string& name, record_type type = record_type::a) {
        return run(io, query(server.where(), name, type, {budget, {}}));
    }
};

} // namespace

TEST_CASE("query: what a resolver can say") {
    struct row {
        const char* name;
        failure failed;
        const char* code;
        int rcode;
        strings found;
    };
    const row rows[] = {
        {"ok.lab", failure::none, "", 0, {"127.0.0.1"}},
        {"two.lab", failure::none, "", 0, {"127.0.0.1", "127.0.0.2"}},
        {"alias.lab", failure::none, "", 0, {"127.0.0.9"}},
        {"nx.lab", failure::name_not_found, "NXDOMAIN", 3, {}},
        {"nodata.lab", failure::no_address, "", 0, {}},
        {"refused.lab", failure::dns_error, "REFUSED", 5, {}},
        {"servfail.lab", failure::dns_error, "SERVFAIL", 2, {}},
        {"loop.lab", failure::no_address, "", 0, {}},
        {"dangling.lab", failure::name_not_found, "NXDOMAIN", 3, {}},
    };
    bench b;
    for (const auto& r : rows) {
        INFO(r.name);
        const auto seen = b.ask(r.name);
        CHECK(seen.failed == r.failed);
        CHECK(seen.code == r.code);
        CHECK(seen.rcode == r.rcode);
        CHECK(addresses(seen) == r.found);
        CHECK(seen.name == r.name);
        CHECK(seen.type == "A");
        CHECK(seen.resolver == to_string(b.server.where()));
        CHECK(seen.tries == 1);
        CHECK(seen.bad_replies == 0);
        CHECK(seen.edns);
        CHECK(seen.recursion_available);
        CHECK_FALSE(seen.tcp_retry);
        CHECK(b.server.asked(r.name, "A") == 1);
    }
    CHECK(addresses(b.ask("ok.lab.", record_type::aaaa)) == strings{"::1"});
    CHECK(b.server.asked("ok.lab", "AAAA") == 1);
}

TEST_CASE("query: over IPv6") {
    asio::io_context io;
    time_budget budget(io.get_executor(), 250ms, 5000ms);
    fake_dns server(io, "::1");
    const auto seen = run(io, query(server.where(), "ok.lab", record_type::a, {budget, {}}));
    CHECK(seen.ok());
    CHECK(seen.resolver == "[::1]:" + std::to_string(server.where().port));
}

TEST_CASE("query: what policy leaves behind") {
    bench b;
    CHECK(b.ask("nx.lab").soa.empty());
    CHECK(b.ask("nxsoa.lab").soa == "lab");
    const auto seen = b.ask("ede.lab");
    CHECK(seen.extended_error == 15);
    CHECK(seen.extended_error_text == "blocked by policy");
    CHECK(b.ask("loop.lab").detail == "the alias chain loops: loop.lab > loop2.lab > loop.lab");
    CHECK(b.ask("dangling.lab").detail == "the alias chain ends in gone.lab");
}

TEST_CASE("query: truncated, and whole over TCP") {
    bench b;
    auto seen = b.ask("tc.lab");
    CHECK(seen.ok());
    CHECK(seen.truncated);
    CHECK(seen.over_tcp);
    REQUIRE(seen.tcp_retry);
    CHECK(seen.tcp_retry->ok());
    CHECK(addresses(seen) == strings{"127.0.0.1"});
    CHECK(b.server.asked("tc.lab", "A") == 2);

    seen = b.ask("many.lab");
    CHECK(seen.ok());
    CHECK(seen.records.size() == 64);
    CHECK(seen.records_left_out == 4000 - 64);
    CHECK(addresses(seen).size() == 1);
}

TEST_CASE("query: truncated, and TCP does not work") {
    struct row {
        const char* name;
        failure failed;
        const char* detail;
    };
    const row rows[] = {
        {"tcsilent.lab", failure::timed_out, "connected, no usable answer"},
        {"tcclose.lab", failure::closed, "connected, no usable answer"},
        {"tcgarbage.lab", failure::bad_reply, "connected, no usable answer"},
    };
    bench b(150ms);
    for (const auto& r : rows) {
        INFO(r.name);
        const auto seen = b.ask(r.name);
        CHECK(seen.failed == r.failed);
        CHECK(seen.truncated);
        CHECK_FALSE(seen.over_tcp);
        REQUIRE(seen.tcp_retry);
        CHECK(seen.tcp_retry->failed == r.failed);
        CHECK(seen.tcp_retry->detail == r.detail);
        CHECK(seen.detail == "the answer was truncated; over TCP: connected, no usable answer");
        CHECK(seen.rcode == 0);
        CHECK(seen.elapsed_ms >= seen.tcp_retry->elapsed_ms);
    }
}

TEST_CASE("query: replies that do not fit are counted and waited past") {
    bench b(100ms);
    for (const char* name : {"badid.lab", "otherq.lab", "ploop.lab", "lie.lab"}) {
        INFO(name);
        const auto seen = b.ask(name);
        CHECK(seen.failed == failure::bad_reply);
        CHECK(seen.bad_replies == seen.tries);
        CHECK_FALSE(seen.rcode);
        CHECK(seen.elapsed_ms >= 100);
    }
    const auto garbage = b.ask("garbage.lab");
    CHECK(garbage.bad_replies == 2 * garbage.tries);
    const auto seen = b.ask("badthenok.lab");
    CHECK(seen.ok());
    CHECK(seen.bad_replies == 2);
    CHECK(seen.tries == 1);
}

TEST_CASE("query: nobody answers, asked again and again") {
    bench b(200ms);
    const auto seen = b.ask("silent.lab");
    CHECK(seen.failed == failure::timed_out);
    CHECK(seen.tries >= 3);
    CHECK(seen.tries <= 5);
    CHECK(b.server.asked("silent.lab", "A") == seen.tries);
    CHECK(seen.bad_replies == 0);
    CHECK(seen.elapsed_ms >= 200);
    CHECK(seen.elapsed_ms < 450);
}

TEST_CASE("query: EDNS is dropped on the way") {
    bench b(800ms);
    const auto seen = b.ask("edns.lab");
    CHECK(seen.ok());
    CHECK(seen.tries == 3);
    CHECK_FALSE(seen.edns);
    CHECK(seen.detail == "answered once asked without EDNS");
}

TEST_CASE("query: EDNS is refused") {
    bench b(150ms);
    auto seen = b.ask("formerr.lab");
    CHECK(seen.ok());
    CHECK(seen.tries == 2);
    CHECK(seen.detail == "does not understand EDNS; asked again without it");
    CHECK_FALSE(seen.edns);

    seen = b.ask("formerrbare.lab");
    CHECK(seen.failed == failure::dns_error);
    CHECK(seen.code == "FORMERR");
    CHECK(seen.tries == 2);
}

TEST_CASE("query: nothing listens there") {
    asio::io_context io;
    time_budget budget(io.get_executor(), 500ms, 5000ms);
    asio::ip::udp::socket taken(io, {asio::ip::make_address("127.0.0.1"), 0});
    const resolver nobody{"127.0.0.1", taken.local_endpoint().port()};
    taken.close();
    const auto seen = run(io, query(nobody, "ok.lab", record_type::a, {budget, {}}));
    CHECK(seen.failed == failure::refused);
    CHECK(seen.code == "ECONNREFUSED");
    CHECK(seen.elapsed_ms < 400);
    REQUIRE(seen.icmp.size() == 1);
    CHECK(seen.icmp[0] == icmp_error{4, 3, 3, "127.0.0.1"});
}

TEST_CASE("query: a second, different answer is waited for, but not by those who wait for the first") {
    struct row {
        const char* name;
        const char* second; ///< nullptr: none is seen
        const char* detail;
    };
    const row rows[] = {
        {"second.lab", "127.0.0.66", "a second, different answer came: NOERROR 127.0.0.66"},
        {"late.lab", "127.0.0.66", "a second, different answer came: NOERROR 127.0.0.66"},
        {"toolate.lab", nullptr, ""},
        {"twice.lab", nullptr, ""},
        {"ok.lab", nullptr, ""},
    };
    for (const auto& r : rows) {
        INFO(r.name);
        bench b(2000ms);
        std::vector<dns_answer> early;
        const auto note = [&](const dns_answer& so_far) { early.push_back(so_far); };
        const asking with{b.budget, {}};
        const auto begin = b.budget.now_ms();
        const auto seen = run(b.io, query(b.server.where(), r.name, record_type::a, with, note));
        const auto took = b.budget.now_ms() - begin;
        CHECK(seen.ok());
        CHECK(addresses(seen) == strings{"127.0.0.1"});
        REQUIRE(early.size() == 1);
        CHECK(addresses(early[0]) == addresses(seen));
        CHECK(early[0].second_records.empty());
        CHECK(seen.elapsed_ms == early[0].elapsed_ms); // of the first
        CHECK(seen.elapsed_ms > 0);
        CHECK(seen.detail == r.detail);
        REQUIRE(seen.second_records.size() == (r.second ? 1 : 0));
        if (r.second)
            CHECK(seen.second_records[0].data == r.second);
        else
            CHECK(took >= 99);
        CHECK(took < 280);
    }
}

TEST_CASE("query: who does not ask to be told early does not wait for a second answer") {
    bench b;
    const auto begin = b.budget.now_ms();
    CHECK(b.ask("late.lab").second_records.empty());
    CHECK(b.budget.now_ms() - begin < 90);
}

TEST_CASE("query: told early of what a resolver says, not of what it does not") {
    struct row {
        const char* name;
        int early;
    };
    // Truncated: the answer is the one over TCP.
    const row rows[] = {{"nx.lab", 1}, {"refused.lab", 1}, {"tc.lab", 0}, {"silent.lab", 0}, {"badid.lab", 0}};
    for (const auto& r : rows) {
        INFO(r.name);
        bench b(150ms);
        int early = 0;
        const auto seen = run(
            b.io, query(b.server.where(), r.name, record_type::a, {b.budget, {}}, [&](const dns_answer&) { ++early; }));
        CHECK(early == r.early);
    }
}

TEST_CASE("query: the run ends while a second answer is waited for") {
    bench b(5000ms, 5000ms);
    asio::steady_timer soon(b.io);
    const auto note = [&](const dns_answer&) { // the second is 30 ms away
        soon.expires_after(5ms);
        soon.async_wait([&](std::error_code) { b.budget.interrupt(); });
    };
    const auto seen = run(b.io, query(b.server.where(), "late.lab", record_type::a, {b.budget, {}}, note));
    CHECK(seen.ok()); // what was there before
    CHECK(seen.second_records.empty());
}

TEST_CASE("query: hops that a question may go") {
    bench b;
    netprobe::variation as;
    as.ttl = 1; // no router between
    CHECK(run(b.io, query(b.server.where(), "ok.lab", record_type::a, {b.budget, {}, as})).ok());
    as.ttl = 256;
    const auto refused = run(b.io, query(b.server.where(), "ok.lab", record_type::a, {b.budget, {}, as}));
    CHECK(refused.code == "EINVAL");
    CHECK_FALSE(refused.ok());
    CHECK(b.server.asked("ok.lab", "A") == 1); // nothing was sent in another way
}

TEST_CASE("query: what is not asked") {
    bench b;
    for (const std::string& name : {std::string(), std::string("a b"), std::string(300, 'a'), std::string("a..b")}) {
        const auto seen = b.ask(name);
        CHECK(seen.failed == failure::not_tried);
        CHECK(seen.detail == "not a name that DNS can be asked for");
        CHECK(seen.name.size() <= 256);
        CHECK(seen.tries == 0);
    }
    const resolver bad{"dns.example", 53};
    CHECK(run(b.io, query(bad, "ok.lab", record_type::a, {b.budget, {}})).failed == failure::not_tried);
}

TEST_CASE("query: interrupted") {
    bench b(5000ms);
    asio::steady_timer soon(b.io, 50ms);
    soon.async_wait([&](std::error_code) { b.budget.interrupt(); });
    auto seen = b.ask("silent.lab");
    CHECK(seen.failed == failure::interrupted);
    CHECK(seen.tries == 1);
    CHECK(seen.elapsed_ms < 1000);
    seen = b.ask("ok.lab");
    CHECK(seen.failed == failure::interrupted);
    CHECK(seen.tries == 0);
}

TEST_CASE("query: interrupted over TCP") {
    bench b(5000ms, 100ms);
    const auto seen = b.ask("tcsilent.lab");
    CHECK(seen.failed == failure::interrupted);
    REQUIRE(seen.tcp_retry);
    CHECK(seen.tcp_retry->failed == failure::interrupted);
}

TEST_CASE("query: the end we ask from, but not towards this device or the other family") {
    const auto towards = [](const char* server, netprobe::local_end wanted) {
        return netprobe::dns::end_towards(asio::ip::make_address(server), wanted);
    };
    CHECK(towards("198.51.100.53", {"192.0.2.7", "eth1"}).source == "192.0.2.7");
    CHECK(towards("198.51.100.53", {"192.0.2.7", "eth1"}).interface == "eth1");
    CHECK(towards("198.51.100.53", {"", "eth1"}).interface == "eth1");
    CHECK(towards("2001:db8::53", {"2001:db8::7", ""}).source == "2001:db8::7");
    for (const auto* here : {"127.0.0.53", "::1"}) {
        CHECK(towards(here, {"192.0.2.7", "eth1"}).source.empty());
        CHECK(towards(here, {"192.0.2.7", "eth1"}).interface.empty());
    }
    CHECK(towards("2001:db8::53", {"192.0.2.7", "eth1"}).source.empty());
    CHECK(towards("198.51.100.53", {"2001:db8::7", ""}).source.empty());
}
