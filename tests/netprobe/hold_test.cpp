// SPDX-License-Identifier: MIT
#include "netprobe/hold.hpp"

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

TEST_CASE("hold: no target without one has one") { CHECK_FALSE(held(then(answers), 0).hold); }
