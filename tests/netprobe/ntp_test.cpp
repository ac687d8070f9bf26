// SPDX-License-Identifier: MIT
#include "netprobe/protocol/ntp.hpp"

#include <thread>

#include <asio/ip/udp.hpp>
#include <asio/steady_timer.hpp>
#include <catch2/catch.hpp>

#include "netprobe/probe.hpp"
#include "tests/fakes/loopback.hpp"
#include "tests/run.hpp"

using namespace netprobe;

namespace {

using packet = std::array<std::uint8_t, 48>;
constexpr unix_seconds now = 1700000000.25;

// What an honest server whose clock is `ahead` seconds ahead answers, having the request for 10 ms.
packet answer_to(unix_seconds sent, double ahead) {
    auto answer = sntp_request(sent);
    std::copy(answer.begin() + 40, answer.end(), answer.begin() + 24);
    const auto arrived = sntp_request(sent + 0.02 + ahead), left = sntp_request(sent + 0.03 + ahead);
    std::copy(arrived.begin() + 40, arrived.end(), answer.begin() + 32);
    std::copy(left.begin() + 40, left.end(), answer.begin() + 40);
    answer[0] = 0x24; // leap 0, version 4, server
    answer[1] = 2;
    return answer;
}

} // namespace

TEST_CASE("ntp: the request") {
    const auto request = sntp_request(0.5); // 1970, half a second in
    CHECK(request[0] == 0x23);
    CHECK(std::all_of(request.begin() + 1, request.begin() + 40, [](auto byte) { return byte == 0; }));
    const packet::value_type expected[] = {0x83, 0xaa, 0x7e, 0x80, 0x80, 0, 0, 0}; // 2208988800 s since 1900
    CHECK(std::equal(request.begin() + 40, request.end(), expected));
}

TEST_CASE("ntp: clocks ahead, behind, right, and beyond 2036") {
    for (const double ahead : {0.0, 0.001, -0.001, 3600.0, -86400.0, 4.0e8}) {
        INFO(ahead);
        const auto offset = sntp_offset_ms(answer_to(now, ahead), now, now + 0.05);
        REQUIRE(offset);
        CHECK(*offset == Approx(ahead * 1000.0).margin(0.01));
    }
    constexpr unix_seconds in_2040 = 2208988800.0; // the second era began in February 2036
    const auto offset = sntp_offset_ms(answer_to(in_2040, 2.0), in_2040, in_2040 + 0.05);
    REQUIRE(offset);
    CHECK(*offset == Approx(2000.0).margin(0.01));
}

TEST_CASE("ntp: what is no answer, or an answer without the time") {
    const auto honest = answer_to(now, 1.0);
    REQUIRE(sntp_offset_ms(honest, now, now + 0.05));
    for (std::size_t size = 0; size < honest.size(); ++size)
        CHECK_FALSE(sntp_offset_ms(bytes_view(honest).first(size), now, now + 0.05));
    struct row {
        const char* what;
        std::size_t at;
        std::uint8_t value;
    };
    constexpr row rows[] = {{"our own request back", 0, 0x23}, {"broadcast", 0, 0x25}, {"leap 3", 0, 0xe4},
        {"kiss of death", 1, 0}, {"stratum 16", 1, 16}, {"another request's answer", 24, 0},
        {"its last byte", 31, 0xff}};
    for (const auto& [what, at, value] : rows) {
        INFO(what);
        auto wrong = honest;
        wrong[at] = value;
        CHECK_FALSE(sntp_offset_ms(wrong, now, now + 0.05));
    }
}

TEST_CASE("ntp: nobody there, silence, strangers, an answer") {
    using asio::ip::udp;
    asio::io_context other;
    udp::socket server(other, {asio::ip::address_v4::loopback(), 0});
    const auto port = server.local_endpoint().port();
    const auto ask = [&](milliseconds limit) {
        fakes::loopback net(port, limit);
        return run(net.io, probe(net.on, fakes::to_hub("ntp", 123)));
    };
    const auto silent = ask(milliseconds(200));
    CHECK(silent.failed == failure::timed_out);
    REQUIRE(silent.hellos.size() == 1);
    CHECK(silent.hellos[0].elapsed_ms < 500);

    for (const bool stranger : {true, false}) {
        std::array<std::uint8_t, 48> drained{};
        server.non_blocking(true);
        std::error_code empty;
        while (server.receive(asio::buffer(drained), 0, empty) > 0) {
        }
        server.non_blocking(false);
        std::thread serving([&] {
            std::array<std::uint8_t, 48> packet{};
            udp::endpoint client;
            server.receive_from(asio::buffer(packet), client);
            std::copy(packet.begin() + 40, packet.end(), packet.begin() + 24);
            std::copy(packet.begin() + 40, packet.end(), packet.begin() + 32);
            packet[0] = 0x24;
            packet[1] = 1;
            if (stranger) packet[31] ^= 1;
            server.send_to(asio::buffer(packet), client);
        });
        const auto seen = ask(milliseconds(300));
        serving.join();
        CHECK(seen.failed == (stranger ? failure::timed_out : failure::none));
        REQUIRE(seen.hellos.size() == 1);
        CHECK(seen.hellos[0].clock_offset_ms.has_value() == !stranger);
        if (!stranger) CHECK(std::abs(*seen.hellos[0].clock_offset_ms) < 300);
    }
    server.close();
    const auto closed = ask(milliseconds(300));
    CHECK(closed.failed == failure::refused);
    REQUIRE(closed.hellos.size() == 1);
    REQUIRE(closed.hellos[0].kernel.icmp.size() == 1); // port unreachable, by this device
    CHECK(closed.hellos[0].kernel.icmp[0] == icmp_error{4, 3, 3, "127.0.0.1"});
}

TEST_CASE("ntp: Ctrl-C while waiting") {
    asio::io_context other;
    asio::ip::udp::socket server(other, {asio::ip::address_v4::loopback(), 0});
    // Several at once: the order in which watchdogs are told is that of their addresses.
    fakes::loopback net(server.local_endpoint().port(), milliseconds(5000));
    asio::steady_timer soon(net.io, milliseconds(50));
    soon.async_wait([&](std::error_code) { net.budget.interrupt(); });
    int ended = 0;
    for (int i = 0; i < 8; ++i)
        asio::co_spawn(
            net.io, probe(net.on, fakes::to_hub("ntp", 123)), [&](std::exception_ptr e, path_observation seen) {
                CHECK_FALSE(e);
                CHECK(seen.failed == failure::interrupted);
                ++ended;
            });
    net.io.run();
    CHECK(ended == 8);
    CHECK(net.budget.now_ms() < 1000);
}
