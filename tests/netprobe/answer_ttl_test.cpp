// SPDX-License-Identifier: MIT
#include "netprobe/answer_ttl.hpp"

#include <asio/ip/unicast.hpp>
#include <catch2/catch.hpp>

#include "netprobe/connect.hpp"
#include "tests/fakes/loopback.hpp"
#include "tests/run.hpp"

using namespace netprobe;
using asio::ip::tcp;

namespace {

tcp::acceptor with_hops_left(asio::io_context& io, const char* address, int hops) {
    const tcp::endpoint any(asio::ip::make_address(address), 0);
    tcp::acceptor acceptor(io);
    acceptor.open(any.protocol());
    // A SYN-ACK goes with the listener's own hops.
    acceptor.set_option(asio::ip::unicast::hops(hops));
    acceptor.bind(any);
    acceptor.listen(64);
    return acceptor;
}

connect_observation first_of(fakes::loopback& net, const char* address, std::uint16_t port) {
    tcp::socket socket(net.io);
    return run(net.io, connect(net.on, socket, address, port));
}

} // namespace

TEST_CASE("answer ttl: read exactly, of both families") {
    for (const char* address : {"127.0.0.1", "::1"})
        for (const int hops : {1, 2, 57, 64, 128, 254, 255}) {
            INFO(address << " " << hops);
            fakes::loopback net(443, milliseconds(2000));
            const auto acceptor = with_hops_left(net.io, address, hops);
            const auto first = first_of(net, address, acceptor.local_endpoint().port());
            REQUIRE(first.ok());
            const auto begin = net.budget.now_ms();
            CHECK(run(net.io, read_answer_ttl(net.on, first)) == hops);
            CHECK(net.budget.now_ms() - begin < 1900); // rounds of 200 ms here
        }
}

TEST_CASE("answer ttl: what does not come out twice is nothing") {
    fakes::loopback net(443, milliseconds(2000));
    auto acceptor = with_hops_left(net.io, "127.0.0.1", 64);
    const auto first = first_of(net, "127.0.0.1", acceptor.local_endpoint().port());
    REQUIRE(first.ok());
    // In the last round somebody else answers, further away.
    asio::steady_timer later(net.io, milliseconds(700));
    later.async_wait([&](std::error_code) { acceptor.set_option(asio::ip::unicast::hops(57)); });
    CHECK_FALSE(run(net.io, read_answer_ttl(net.on, first)));
}

TEST_CASE("answer ttl: a first answer that was late in the crowd makes no later one wait so long") {
    fakes::loopback net(443, milliseconds(4000));
    const auto acceptor = with_hops_left(net.io, "127.0.0.1", 64);
    auto first = first_of(net, "127.0.0.1", acceptor.local_endpoint().port());
    REQUIRE(first.ok());
    first.elapsed_ms = 500; // of five rounds that long the fourth would be the last
    CHECK(run(net.io, read_answer_ttl(net.on, first)) == 64);
}

TEST_CASE("answer ttl: a reset is an answer, too") {
    fakes::loopback net(443, milliseconds(2000));
    const auto port = with_hops_left(net.io, "127.0.0.1", 64).local_endpoint().port(); // closed again
    const auto first = first_of(net, "127.0.0.1", port);
    REQUIRE(first.failed == failure::refused);
    CHECK(run(net.io, read_answer_ttl(net.on, first)) == 64);
}

TEST_CASE("answer ttl: where the peer itself has not answered, nobody is asked") {
    connect_observation silent, rejected, unreachable, interrupted;
    silent.failed = failure::timed_out;
    rejected.failed = failure::refused; // and a box has said so
    rejected.kernel.icmp = {{4, 3, 3, "192.0.2.7"}};
    unreachable.failed = failure::net_unreachable;
    interrupted.failed = failure::interrupted;
    fakes::loopback net(443);
    const auto acceptor = with_hops_left(net.io, "127.0.0.1", 64);
    for (auto* first : {&silent, &rejected, &unreachable, &interrupted}) {
        first->address = "127.0.0.1";
        first->port = acceptor.local_endpoint().port(); // would be read
        CHECK_FALSE(run(net.io, read_answer_ttl(net.on, *first)));
    }
    CHECK(net.budget.now_ms() < 150);
}

TEST_CASE("answer ttl: nothing where nobody answers any more, or the run ends") {
    fakes::loopback net(443, milliseconds(2000));
    net.on.local.source = "::1"; // nothing leaves from there
    connect_observation first;
    first.address = "127.0.0.1";
    first.port = 9;
    CHECK_FALSE(run(net.io, read_answer_ttl(net.on, first)));

    fakes::loopback late(443, milliseconds(2000));
    const auto acceptor = with_hops_left(late.io, "127.0.0.1", 64);
    const auto seen = first_of(late, "127.0.0.1", acceptor.local_endpoint().port());
    REQUIRE(seen.ok());
    asio::steady_timer soon(late.io, milliseconds(100));
    soon.async_wait([&](std::error_code) { late.budget.interrupt(); });
    CHECK_FALSE(run(late.io, read_answer_ttl(late.on, seen)));
    CHECK(late.budget.now_ms() < 1000);
}
