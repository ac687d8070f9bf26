// SPDX-License-Identifier: MIT
#include "netprobe/connect.hpp"

#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>
#include <catch2/catch.hpp>

#include "netprobe/kernel_evidence.hpp"
#include "netprobe/open_direct.hpp"
#include "netprobe/together.hpp"
#include "tests/fakes/loopback.hpp"
#include "tests/run.hpp"

using namespace netprobe;
using asio::ip::tcp;

namespace {

const tcp::endpoint any_port(asio::ip::address_v4::loopback(), 0);

// A port of this machine at which nobody listens.
std::uint16_t closed_port() {
    asio::io_context io;
    tcp::acceptor acceptor(io, any_port);
    return acceptor.local_endpoint().port();
}

// A listener that never accepts and whose backlog is full, so that the kernel drops further SYNs.
struct full_listener {
    asio::io_context io;
    tcp::acceptor acceptor{io};
    std::vector<tcp::socket> waiting;
    full_listener() {
        acceptor.open(tcp::v4());
        acceptor.bind(any_port);
        acceptor.listen(0);
        for (int i = 0; i < 4; ++i) { // one is queued; the others stay in SYN_SENT
            auto& socket = waiting.emplace_back(io, tcp::v4());
            socket.native_non_blocking(true);
            const auto there = acceptor.local_endpoint();
            ::connect(socket.native_handle(), there.data(), static_cast<socklen_t>(there.size())); // Asio's would wait
        }
    }
    std::uint16_t port() const { return acceptor.local_endpoint().port(); }
};

connect_observation connect_to(fakes::loopback& net, tcp::socket& socket, std::string address, std::uint16_t port) {
    return run(net.io, connect(net.on, socket, std::move(address), port));
}

asio::awaitable<int> pause(milliseconds time) {
    asio::steady_timer timer(co_await asio::this_coro::executor, time);
    co_await timer.async_wait(asio::use_awaitable);
    co_return 0;
}

} // namespace

TEST_CASE("connect: somebody listens") {
    fakes::loopback net(443);
    tcp::acceptor acceptor(net.io, any_port);
    tcp::socket socket(net.io);
    const auto seen = connect_to(net, socket, "127.0.0.1", acceptor.local_endpoint().port());
    CHECK(seen.ok());
    CHECK(socket.is_open());
    CHECK(seen.address == "127.0.0.1");
    CHECK(seen.local_address == "127.0.0.1");
    REQUIRE(seen.kernel.tcp);
    CHECK(seen.kernel.tcp->state == "ESTABLISHED");
    CHECK(seen.kernel.tcp->total_retrans == 0);
    CHECK(seen.elapsed_ms < 200);
}

TEST_CASE("connect: nobody listens") {
    fakes::loopback net(443);
    tcp::socket socket(net.io);
    const auto seen = connect_to(net, socket, "127.0.0.1", closed_port());
    CHECK(seen.failed == failure::refused);
    CHECK(seen.code == "ECONNREFUSED");
    CHECK(seen.kernel.icmp.empty()); // a RST: no box has spoken
    CHECK_FALSE(socket.is_open());
    // Known even though the kernel forgot it when the connect failed at once: "was it this device?" needs it.
    CHECK(seen.local_address == "127.0.0.1");
}

TEST_CASE("connect: the SYN is never answered") {
    const full_listener silent;
    fakes::loopback net(443, milliseconds(300));
    tcp::socket socket(net.io);
    const auto seen = connect_to(net, socket, "127.0.0.1", silent.port());
    CHECK(seen.failed == failure::timed_out);
    CHECK(seen.code.empty());
    CHECK(seen.elapsed_ms >= 299);
    CHECK(seen.elapsed_ms < 600);
    CHECK(seen.local_address == "127.0.0.1");
    REQUIRE(seen.kernel.tcp); // taken before the close
    CHECK(seen.kernel.tcp->state == "SYN_SENT");
    CHECK(seen.kernel.tcp->bytes_received == 0);
    CHECK_FALSE(socket.is_open());
}

TEST_CASE("connect: the run ends first") {
    const full_listener silent;
    fakes::loopback net(443, milliseconds(5000));
    asio::steady_timer soon(net.io, milliseconds(50));
    soon.async_wait([&](std::error_code) { net.budget.interrupt(); });
    tcp::socket socket(net.io);
    const auto seen = connect_to(net, socket, "127.0.0.1", silent.port());
    CHECK(seen.failed == failure::interrupted);
    CHECK(seen.elapsed_ms < 300);
    CHECK(net.budget.over());

    fakes::loopback late(443, milliseconds(5000), milliseconds(60));
    tcp::socket other(late.io);
    CHECK(connect_to(late, other, "127.0.0.1", silent.port()).failed == failure::interrupted);
}

TEST_CASE("connect: what cannot even be sent") {
    fakes::loopback net(443);
    tcp::socket broadcast(net.io), garbage(net.io), elsewhere(net.io), nowhere(net.io);
    CHECK(connect_to(net, broadcast, "255.255.255.255", 9).failed == failure::net_unreachable);
    CHECK(connect_to(net, garbage, "no address", 9).failed == failure::unknown);
    net.on.local.source = "::1";
    const auto other_family = connect_to(net, elsewhere, "127.0.0.1", 9);
    CHECK(other_family.failed == failure::net_unreachable); // nothing of that family leaves from ::1
    CHECK(other_family.code == "EAFNOSUPPORT");
    net.on.local = {"", "no-such-device"};
    CHECK_FALSE(connect_to(net, nowhere, "127.0.0.1", 9).ok());
}

TEST_CASE("connect: from the source that was chosen") {
    fakes::loopback net(443);
    net.on.local.source = "127.0.0.7";
    tcp::acceptor acceptor(net.io, any_port);
    tcp::socket socket(net.io), refused(net.io);
    CHECK(connect_to(net, socket, "127.0.0.1", acceptor.local_endpoint().port()).local_address == "127.0.0.7");
    CHECK(connect_to(net, refused, "127.0.0.1", closed_port()).local_address == "127.0.0.7");
}

TEST_CASE("kernel evidence: of what is no open TCP socket") {
    asio::io_context io;
    tcp::socket closed(io);
    const auto seen = take_kernel_evidence(closed);
    CHECK_FALSE(seen.tcp);
    CHECK(seen.icmp.empty());
    CHECK(take_icmp_errors(-1).empty());
}

TEST_CASE("connect gate: so many young connects to an address, and no more") {
    fakes::loopback net(443, milliseconds(5000), milliseconds(5000), 2);
    std::size_t inside = 0, most = 0;
    std::vector<double> entered;
    const auto one = [&](std::string address, milliseconds stay) -> asio::awaitable<void> {
        const auto place = co_await net.gate.enter(address);
        entered.push_back(net.budget.now_ms());
        most = std::max(most, ++inside);
        co_await pause(stay);
        --inside;
    };
    const auto all = [&]() -> asio::awaitable<int> {
        std::vector<asio::awaitable<void>> tasks;
        for (int i = 0; i < 8; ++i) tasks.push_back(one("127.0.0.1", milliseconds(5)));
        co_await together(std::move(tasks));
        co_return 0;
    };
    run(net.io, all());
    CHECK(entered.size() == 8);
    CHECK(most == 2);
}

TEST_CASE("connect gate: an unanswered connect is let go after 250 ms, another address never waits") {
    fakes::loopback net(443, milliseconds(5000), milliseconds(5000), 1);
    double second = 0, other = 0;
    const auto enter = [&](std::string address, double& when, milliseconds stay) -> asio::awaitable<void> {
        const auto place = co_await net.gate.enter(address);
        when = net.budget.now_ms();
        co_await pause(stay);
    };
    const auto all = [&]() -> asio::awaitable<int> {
        double first = 0;
        std::vector<asio::awaitable<void>> tasks;
        tasks.push_back(enter("127.0.0.1", first, milliseconds(400)));
        tasks.push_back(enter("127.0.0.1", second, milliseconds(0)));
        tasks.push_back(enter("127.0.0.2", other, milliseconds(0)));
        co_await together(std::move(tasks));
        co_return 0;
    };
    run(net.io, all());
    CHECK(second >= 249);
    CHECK(second < 390);
    CHECK(other < 100);
}

TEST_CASE("connect gate: nobody waits in it once the run is over") {
    fakes::loopback net(443, milliseconds(5000), milliseconds(5000), 1);
    asio::steady_timer soon(net.io, milliseconds(30));
    soon.async_wait([&](std::error_code) { net.budget.interrupt(); });
    const auto two = [&]() -> asio::awaitable<double> {
        const auto held = co_await net.gate.enter("127.0.0.1");
        const auto second = co_await net.gate.enter("127.0.0.1");
        co_return net.budget.now_ms();
    };
    CHECK(run(net.io, two()) < 200);
}

TEST_CASE("direct: one of two addresses is dead") {
    fakes::loopback net(443, milliseconds(300));
    const full_listener silent; // on 127.0.0.1; nobody on 127.0.0.2 at that port
    tcp::acceptor good(net.io, {asio::ip::make_address("127.0.0.3"), silent.port()});
    const std::vector<std::string> addresses{"127.0.0.1", "127.0.0.2", "127.0.0.3"};
    direct_attempts attempts(net.on, addresses, silent.port());
    const auto stream = run(net.io, attempts.first());
    REQUIRE(stream);
    CHECK(net.budget.now_ms() < 250); // the dead one holds nobody up
    CHECK(attempts.used() == 2);
    CHECK(stream->socket().remote_endpoint().address().to_string() == "127.0.0.3");
    const auto seen = run(net.io, attempts.rest());
    REQUIRE(seen.size() == 3);
    CHECK(seen[0].failed == failure::timed_out);
    CHECK(seen[1].failed == failure::refused);
    CHECK(seen[2].ok());
}

TEST_CASE("direct: given up, the attempts under way end at once") {
    fakes::loopback net(443, milliseconds(5000));
    const full_listener silent;
    tcp::acceptor good(net.io, {asio::ip::make_address("127.0.0.2"), silent.port()});
    const std::vector<std::string> addresses{"127.0.0.1", "127.0.0.2"};
    direct_attempts attempts(net.on, addresses, silent.port());
    REQUIRE(run(net.io, attempts.first()));
    attempts.stop();
    CHECK(run(net.io, attempts.rest()).size() == 2);
    CHECK(net.budget.now_ms() < 1000);
}

TEST_CASE("direct: no address at all") {
    fakes::loopback net(443);
    direct_attempts attempts(net.on, {}, 443);
    CHECK_FALSE(run(net.io, attempts.first()));
    CHECK(run(net.io, attempts.rest()).empty());
    CHECK_FALSE(attempts.used());
}
