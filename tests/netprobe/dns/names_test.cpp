// SPDX-License-Identifier: MIT
#include "netprobe/dns/names.hpp"

#include <netdb.h>

#include <atomic>
#include <thread>

#include <catch2/catch.hpp>

#include "netprobe/together.hpp"
#include "tests/fakes/fake_dns.hpp"
#include "tests/run.hpp"

using namespace netprobe;
using namespace netprobe::dns;
using namespace std::chrono_literals;
using strings = std::vector<std::string>;

namespace {

// A port that swallows everything.
struct silent_port {
    asio::ip::udp::socket socket;
    explicit silent_port(asio::io_context& io) : socket(io, {asio::ip::make_address("127.0.0.1"), 0}) {}
    resolver where() const { return {"127.0.0.1", socket.local_endpoint().port()}; }
};

struct bench {
    asio::io_context io;
    time_budget budget;
    fake_dns server{io};
    names_config config;
    std::unique_ptr<names> all;

    explicit bench(milliseconds step = 300ms) : budget(io.get_executor(), step, 10s) {
        config.resolvers = {server.where()};
        config.ask_system = false;
        config.grace = 50ms;
    }
    // A second answer is still waited for when the first is there: that must not outlive the budget.
    ~bench() {
        budget.interrupt();
        if (all) finish();
    }
    bench(const bench&) = delete;
    bench& operator=(const bench&) = delete;
    names& made() {
        if (!all) all = std::make_unique<names>(budget, config);
        return *all;
    }
    resolve_observation ask(const std::string& host) { return run(io, made().resolve(host)); }
    std::vector<resolve_observation> finish() { return run(io, made().finish()); }
    void library(library_answer said, milliseconds after = {}) {
        config.ask_system = true;
        config.library = [=](const std::string&) {
            std::this_thread::sleep_for(after);
            return said;
        };
    }
};

} // namespace

TEST_CASE("names: one resolver, both families") {
    bench b;
    const auto seen = b.ask("ok.lab");
    CHECK(seen.ok());
    CHECK(seen.name == "ok.lab");
    CHECK(seen.source == address_source::resolver);
    CHECK(seen.addresses == strings{"127.0.0.1", "::1"});
    REQUIRE(seen.answers.size() == 2);
    CHECK(seen.answers[0].type == "A");
    CHECK(seen.answers[1].type == "AAAA");
    CHECK_FALSE(seen.system);
    CHECK(b.finish().size() == 1);
}

TEST_CASE("names: looked up once, however written and however often") {
    bench b(1000ms); // no question is sent twice
    const auto both = [&]() -> asio::awaitable<int> {
        strings found;
        const auto one = [&](std::string host) -> asio::awaitable<void> {
            const auto seen = co_await b.made().resolve(host);
            found.push_back(seen.addresses.at(0));
        };
        std::vector<asio::awaitable<void>> tasks;
        for (const char* host : {"slow.lab", "SLOW.lab", "slow.lab."}) tasks.push_back(one(host));
        co_await together(std::move(tasks));
        co_return static_cast<int>(found.size());
    };
    CHECK(run(b.io, both()) == 3);
    CHECK(b.ask("slow.lab").ok());
    CHECK(b.server.most_at_once() == 2); // A and AAAA of one lookup
    CHECK(b.finish().size() == 1);
}

TEST_CASE("names: wanted families only") {
    bench four;
    four.config.want_ipv6 = false;
    auto seen = four.ask("ok.lab");
    CHECK(seen.addresses == strings{"127.0.0.1"});
    CHECK(seen.answers.size() == 1);
    CHECK(four.server.asked("ok.lab", "AAAA") == 0);

    bench six;
    six.config.want_ipv4 = false;
    six.library({0, 0, "", {"10.0.0.1", "fd00::1"}});
    seen = six.ask("v4only.lab");
    CHECK(seen.addresses == strings{"fd00::1"});
    CHECK(seen.system->addresses.size() == 2);

    bench none;
    none.config.want_ipv4 = false;
    none.library({0, 0, "", {"10.0.0.1"}});
    seen = none.ask("v4only.lab");
    CHECK(seen.failed == failure::no_address);
    CHECK(seen.detail == "has addresses, none of the wanted family");
}

TEST_CASE("names: literals and pinned names ask nobody") {
    bench b;
    b.config.pinned["hub.lab"] = {"10.0.0.9", "fd00::9", "10.0.0.9"};
    auto seen = b.ask("127.0.0.5");
    CHECK(seen.ok());
    CHECK(seen.source == address_source::literal);
    CHECK(seen.addresses == strings{"127.0.0.5"});
    CHECK(b.ask("[fd00::1]").addresses == strings{"fd00::1"});
    CHECK(b.ask("fd00::1").source == address_source::literal);
    seen = b.ask("HUB.lab");
    CHECK(seen.source == address_source::pinned);
    CHECK(seen.addresses == strings{"10.0.0.9", "fd00::9"});
    CHECK(seen.answers.empty());
    CHECK(b.server.asked("hub.lab", "A") == 0);

    bench standin;
    standin.config.everything_at = {"10.0.0.7"};
    seen = standin.ask("anything.lab");
    CHECK(seen.source == address_source::pinned);
    CHECK(seen.addresses == strings{"10.0.0.7"});
    CHECK(standin.ask("10.0.0.8").addresses == strings{"10.0.0.8"});
}

TEST_CASE("names: the system's order first, then what only resolvers know") {
    bench b;
    b.library({0, 0, "hub.lab", {"::1", "10.0.0.5"}});
    b.config.hosts_file = "10.0.0.5 two.lab\n";
    const auto seen = b.ask("two.lab");
    CHECK(seen.source == address_source::system);
    CHECK(seen.addresses == strings{"::1", "10.0.0.5", "127.0.0.1", "127.0.0.2", "::2"});
    REQUIRE(seen.system);
    CHECK(seen.system->hosts_file == strings{"10.0.0.5"});
}

TEST_CASE("names: more addresses than anybody needs") {
    bench b;
    strings many;
    for (int i = 0; i < 40; ++i) many.push_back("10.0.0." + std::to_string(i));
    b.library({0, 0, "", many});
    const auto seen = b.ask("nx.lab");
    CHECK(seen.addresses.size() == max_addresses);
    CHECK(seen.addresses_left_out == 40 - max_addresses);
}

TEST_CASE("names: the most telling failure") {
    struct row {
        const char* name;
        int library_code; ///< EAI_…; 1: the library is not asked
        failure failed;
        const char* code;
    };
    const row rows[] = {
        {"nx.lab", 1, failure::name_not_found, "NXDOMAIN"},
        {"nodata.lab", 1, failure::no_address, ""},
        {"refused.lab", 1, failure::dns_error, "REFUSED"},
        {"badid.lab", 1, failure::bad_reply, ""},
        {"silent.lab", 1, failure::timed_out, ""},
        {"nodata.lab", EAI_NONAME, failure::no_address, ""}, // the library cannot tell; the resolver can
        {"servfail.lab", EAI_AGAIN, failure::dns_error, "SERVFAIL"},
        {"silent.lab", EAI_NONAME, failure::name_not_found, "EAI_NONAME"}, // nobody else has answered
        {"silent.lab", EAI_AGAIN, failure::timed_out, ""},
    };
    for (const auto& r : rows) {
        INFO(r.name << " " << r.library_code);
        bench b(80ms);
        if (r.library_code != 1) b.library({r.library_code, 0, "", {}});
        const auto seen = b.ask(r.name);
        CHECK(seen.failed == r.failed);
        CHECK(seen.code == r.code);
        CHECK(seen.addresses.empty());
        CHECK(seen.answers.size() == 2);
    }
}

TEST_CASE("names: several resolvers, one of them dead") {
    bench b(800ms);
    silent_port dead(b.io);
    b.config.resolvers = {dead.where(), b.server.where()};
    const auto seen = b.ask("ok.lab");
    CHECK(seen.ok());
    CHECK(seen.elapsed_ms >= 45);    // the grace
    CHECK(seen.elapsed_ms < 700);    // and not the limit
    CHECK(seen.answers.size() == 2); // those of the live one
    CHECK(seen.addresses == strings{"127.0.0.1", "::1"});

    const auto all = b.finish();
    REQUIRE(all.size() == 1);
    REQUIRE(all[0].answers.size() == 4);
    CHECK(all[0].answers[0].failed == failure::timed_out);
    CHECK(all[0].answers[0].resolver == to_string(dead.where()));
    CHECK(all[0].answers[2].ok());
    CHECK(all[0].addresses == seen.addresses);
    CHECK(all[0].elapsed_ms == seen.elapsed_ms);
}

TEST_CASE("names: a lost AAAA holds nobody up") {
    bench b(800ms);
    const auto seen = b.ask("aaaasilent.lab");
    CHECK(seen.addresses == strings{"127.0.0.1"});
    CHECK(seen.elapsed_ms < 700);
    const auto all = b.finish();
    REQUIRE(all.at(0).answers.size() == 2);
    CHECK(all[0].answers[1].failed == failure::timed_out);
}

TEST_CASE("names: a library that blocks holds nobody up") {
    bench b(800ms);
    b.library({0, 0, "", {"10.0.0.5"}}, 150ms);
    const auto seen = b.ask("v4only.lab");
    CHECK(seen.source == address_source::resolver);
    CHECK(seen.addresses == strings{"127.0.0.1"});
    CHECK_FALSE(seen.system);
    const auto all = b.finish();
    REQUIRE(all.at(0).system);
    CHECK(all[0].system->addresses == strings{"10.0.0.5"});
    CHECK(all[0].addresses == strings{"127.0.0.1"}); // what was tried
}

TEST_CASE("names: a dead resolver does not hold up other names") {
    bench b(800ms);
    silent_port dead(b.io);
    b.config.resolvers = {dead.where(), b.server.where()};
    b.config.width = 2;
    const auto many = [&]() -> asio::awaitable<int> {
        std::vector<asio::awaitable<void>> tasks;
        const auto one = [&](std::string host) -> asio::awaitable<void> {
            const auto seen = co_await b.made().resolve(host);
            CHECK(seen.ok());
        };
        for (int i = 0; i < 6; ++i) tasks.push_back(one("n" + std::to_string(i) + ".lab"));
        co_await together(std::move(tasks));
        co_return 6;
    };
    run(b.io, many());
    CHECK(b.budget.now_ms() < 700);
    b.budget.interrupt();
    const auto all = b.finish();
    REQUIRE(all.size() == 6);
    CHECK(all[5].name == "n5.lab");
    CHECK(all[5].answers.size() == 4);
    CHECK(all[5].answers[0].failed == failure::interrupted);
}

TEST_CASE("names: no more questions at one resolver than the width") {
    bench b(1000ms);
    b.config.width = 3;
    const auto many = [&]() -> asio::awaitable<int> {
        std::vector<asio::awaitable<void>> tasks;
        const auto one = [&](std::string host) -> asio::awaitable<void> { co_await b.made().resolve(host); };
        for (int i = 0; i < 4; ++i) tasks.push_back(one("slow.n" + std::to_string(i) + ".lab"));
        co_await together(std::move(tasks));
        co_return 0;
    };
    run(b.io, many());
    CHECK(b.server.most_at_once() == 3);
}

TEST_CASE("names: a short name goes through the search list") {
    bench b;
    b.config.search = {"x.lab", "y.lab"};
    auto seen = b.ask("ok");
    CHECK(seen.ok());
    CHECK(seen.answers.at(0).name == "ok.x.lab");
    seen = b.ask("nx");
    CHECK(seen.failed == failure::name_not_found);
    CHECK(seen.answers.at(0).name == "nx");
    CHECK(b.server.asked("nx.x.lab", "A") == 1);
    CHECK(b.server.asked("nx.y.lab", "A") == 1);
    CHECK(b.server.asked("nx", "A") == 1);
    b.ask("nx.lab");
    CHECK(b.server.asked("nx.lab.x.lab", "A") == 0);
}

TEST_CASE("names: the library went through the search list") {
    bench b;
    b.config.search = {"corp.lab"};
    b.library({0, 0, "nx.lab.corp.lab", {"10.10.10.10"}});
    CHECK(b.ask("nx.lab").system->detail == "answered with the search suffix corp.lab");
    b.all.reset();
    b.library({0, 0, "nx.lab", {"10.10.10.10"}});
    CHECK(b.ask("nx.lab").system->detail.empty());
}

TEST_CASE("names: nobody to ask, nothing to ask for") {
    bench b;
    b.config.resolvers.clear();
    auto seen = b.ask("ok.lab");
    CHECK(seen.failed == failure::not_tried);
    CHECK(seen.detail == "no resolver to ask");

    bench odd;
    for (const std::string& host : {std::string("a b"), std::string(), std::string(400, 'x'), std::string("a\0b", 3)}) {
        seen = odd.ask(host);
        CHECK(seen.failed == failure::not_tried);
        CHECK(seen.name.size() <= 256);
    }
    CHECK(odd.finish().size() == 4);
}

TEST_CASE("names: interrupted, with what there is") {
    bench b(5000ms);
    asio::steady_timer soon(b.io, 30ms);
    soon.async_wait([&](std::error_code) { b.budget.interrupt(); });
    const auto seen = b.ask("silent.lab");
    CHECK(seen.failed == failure::interrupted);
    CHECK(seen.elapsed_ms < 1000);
    CHECK(b.ask("ok.lab").failed == failure::interrupted);
    CHECK(b.finish().size() == 2);
}

TEST_CASE("names: finished before anything began") {
    bench b;
    CHECK(b.finish().empty());
}

TEST_CASE("names: everything about a host, again and again") {
    bench b(200ms);
    for (int i = 1; i <= 2; ++i) {
        const auto seen = run(b.io, b.made().everything("aaaasilent.lab"));
        REQUIRE(seen.answers.size() == 2);
        CHECK(seen.answers[0].ok());
        CHECK(seen.answers[1].failed == failure::timed_out);
        CHECK(b.server.asked("aaaasilent.lab", "A") == i);
    }
    CHECK(b.finish().empty()); // not kept
}

TEST_CASE("names: a forged answer comes first: nobody waits for the second, and the report has it") {
    bench b(1000ms);
    b.config.want_ipv6 = false;
    const auto seen = b.ask("late.lab");
    CHECK(seen.ok());
    CHECK(seen.elapsed_ms < 90);
    REQUIRE(seen.answers.size() == 1);
    CHECK(seen.answers[0].second_records.empty());

    const auto all = b.finish();
    REQUIRE(all.size() == 1);
    REQUIRE(all[0].answers.size() == 1);
    REQUIRE(all[0].answers[0].second_records.size() == 1);
    CHECK(all[0].answers[0].second_records[0].data == "127.0.0.66");
    CHECK(all[0].addresses == seen.addresses); // what was tried
    CHECK(all[0].elapsed_ms == seen.elapsed_ms);

    const auto again = run(b.io, b.made().everything("late.lab"));
    REQUIRE(again.answers.size() == 1);
    CHECK(again.answers[0].second_records.size() == 1);
}

TEST_CASE("names: no and nothing are answers as early as addresses are") {
    for (const char* name : {"v4only.lab", "nx.lab", "nodata.lab", "refused.lab"}) {
        INFO(name);
        bench b(2000ms);
        b.config.grace = 5s;
        CHECK(b.ask(name).elapsed_ms < 90); // and not the 100 ms in which a second answer may come
        b.finish();
        CHECK(b.server.asked(name, "A") == 1);
    }
}

TEST_CASE("names: a no to the first name of a search list is not the answer") {
    bench b(2000ms);
    b.config.search = {"x.lab"};
    const auto seen = b.ask("nx");
    CHECK(seen.answers.size() == 2);
    CHECK(seen.answers.at(0).name == "nx");
    CHECK(b.server.asked("nx.x.lab", "A") == 1);
}
