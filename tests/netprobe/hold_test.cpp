// SPDX-License-Identifier: MIT
#include "netprobe/hold.hpp"

#include <atomic>
#include <thread>

#include <catch2/catch.hpp>

#include "tests/fakes/scripts.hpp"

using namespace netprobe;
using namespace fakes;

namespace {

// One path that leaves the connection alone before it asks.
path_observation held(const tls_server::script& what, double hold_ms, milliseconds deadline = milliseconds(5000)) {
    const tls_server server(honest(), what);
    loopback net(server.port(), milliseconds(400), deadline);
    auto to = to_hub("mqtt");
    to.hold_ms = hold_ms;
    return run(net.io, probe(net.on, to));
}

void answers(peer& p) {
    p.read();
    p.send(connack);
    p.wait();
}

} // namespace

TEST_CASE("hold: a connection that stands, and is used afterwards; longer than a step may take") {
    const auto seen = held(then(answers), 600);
    REQUIRE(seen.hold);
    CHECK(seen.hold->ok());
    CHECK(seen.hold->idle_ms == 600);
    CHECK(seen.hold->elapsed_ms >= 600);
    CHECK(seen.works());
}

TEST_CASE("hold: a close is dated") {
    const auto seen = held(then([](peer&) { std::this_thread::sleep_for(milliseconds(200)); }), 3000);
    REQUIRE(seen.hold);
    CHECK(seen.hold->failed == failure::closed);
    CHECK(seen.hold->elapsed_ms >= 150);
    CHECK(seen.hold->elapsed_ms < 1500);
    CHECK(seen.failed == failure::closed);
    CHECK(seen.hellos.empty());
    REQUIRE(seen.hold->kernel.tcp);
    CHECK(seen.hold->kernel.tcp->state == "CLOSE_WAIT");
}

TEST_CASE("hold: a reset") {
    const auto seen = held(then([](peer& p) {
        std::this_thread::sleep_for(milliseconds(100));
        p.reset();
    }),
        3000);
    REQUIRE(seen.hold);
    CHECK(seen.hold->failed == failure::reset);
}

TEST_CASE("hold: the end of the run ends it") {
    const auto seen = held(then(answers), 60000, milliseconds(400));
    REQUIRE(seen.hold);
    CHECK(seen.hold->failed == failure::interrupted);
    CHECK(seen.elapsed_ms < 2000);
}

TEST_CASE("hold: a far end that takes its leave has not been cut off") {
    const auto seen = held(then([](peer& p) {
        std::this_thread::sleep_for(milliseconds(100));
        p.goodbye();
    }),
        3000);
    REQUIRE(seen.hold);
    CHECK(seen.hold->failed == failure::closed);
    CHECK(seen.hold->code == "close_notify");
    const auto cut = held(then([](peer&) { std::this_thread::sleep_for(milliseconds(100)); }), 3000);
    REQUIRE(cut.hold);
    CHECK(cut.hold->failed == failure::closed);
    CHECK(cut.hold->code.empty());
}

TEST_CASE("hold: one in use asks again and again, and stands or ends with its last answer") {
    const auto in_use = [](const tls_server::script& what, const std::string& protocol = "https") {
        const tls_server server(honest(), then(what));
        loopback net(server.port(), milliseconds(300), milliseconds(5000));
        auto to = to_hub(protocol);
        to.hold_ms = 700;
        to.as.use_every_ms = 100;
        return run(net.io, probe(net.on, to));
    };
    const auto answer = [](peer& p, int times, const std::string& headers = "") {
        int asked = 0;
        for (; asked < times && !p.read_until("\r\n\r\n").empty(); ++asked)
            p.send(http_reply("401 Unauthorized", headers, "no"));
        return asked;
    };
    std::atomic<int> asked = 0;
    const auto stood = in_use([&](peer& p) { asked = answer(p, 100); });
    REQUIRE(stood.hold);
    CHECK(stood.hold->ok());
    CHECK(stood.hold->elapsed_ms >= 699);
    CHECK(stood.hellos.size() == 2); // the last in use, and the one after it
    CHECK(asked >= 3);
    const auto closed = in_use([&](peer& p) { answer(p, 2); });
    CHECK(closed.hold->failed == failure::closed);
    CHECK(closed.hold->elapsed_ms < 600);
    const auto silent = in_use([&](peer& p) {
        answer(p, 2);
        p.wait();
    });
    CHECK(silent.hold->failed == failure::timed_out);
    CHECK(silent.hold->elapsed_ms < 400); // not the 300 ms that an answer was waited for
    const auto one_answer = in_use([&](peer& p) { answer(p, 1, "Connection: close\r\n"); });
    CHECK(one_answer.hold->failed == failure::closed);
    CHECK(one_answer.hold->elapsed_ms < 400);
}

TEST_CASE("hold: no target without one has one") { CHECK_FALSE(held(then(answers), 0).hold); }
