// SPDX-License-Identifier: MIT
// What a control does otherwise: options of a socket, connections that go another way, paths of another kind.
#include "netprobe/variation.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <catch2/catch.hpp>

#include "netprobe/connect.hpp"
#include "tests/fakes/scripts.hpp"

using namespace netprobe;
using asio::ip::tcp;

namespace {

constexpr int loopback_ttl = 64; // net.ipv4.ip_default_ttl, unless somebody has changed it

int option(int socket, int level, int name) {
    int value = -1;
    socklen_t size = sizeof value;
    return ::getsockopt(socket, level, name, &value, &size) == 0 ? value : -1;
}

variation with_ttl(int hops) {
    variation as;
    as.ttl = hops;
    return as;
}

variation with_min_ttl(int hops) {
    variation as;
    as.min_ttl = hops;
    return as;
}

variation with_segment(int bytes) {
    variation as;
    as.max_segment = bytes;
    return as;
}

tcp::acceptor listener(asio::io_context& io, const char* address) {
    return {io, tcp::endpoint(asio::ip::make_address(address), 0)};
}

path_observation probe_as(fakes::loopback& net, const std::string& protocol, variation as) {
    auto to = fakes::to_hub(protocol);
    to.as = std::move(as);
    return run(net.io, probe(net.on, to));
}

} // namespace

TEST_CASE("variation: nothing set, nothing done") {
    CHECK_FALSE(apply({}, -1, false)); // no socket is touched
    CHECK_FALSE(apply({}, -1, true));
    CHECK(variation() == variation());
    CHECK_FALSE(with_ttl(1) == variation());
}

TEST_CASE("variation: options of a socket, of both families") {
    struct row {
        variation as;
        bool ipv6;
        int level, name, value;
    };
    const row rows[] = {
        {with_ttl(3), false, IPPROTO_IP, IP_TTL, 3},
        {with_ttl(255), false, IPPROTO_IP, IP_TTL, 255},
        {with_ttl(3), true, IPPROTO_IPV6, IPV6_UNICAST_HOPS, 3},
        {with_min_ttl(60), false, IPPROTO_IP, IP_MINTTL, 60},
        {with_min_ttl(60), true, IPPROTO_IPV6, 73 /* IPV6_MINHOPCOUNT */, 60},
        {with_segment(600), false, IPPROTO_TCP, TCP_MAXSEG, 600},
        {with_segment(600), true, IPPROTO_TCP, TCP_MAXSEG, 600},
    };
    for (const auto& r : rows) {
        INFO(r.level << " " << r.name << " " << r.value);
        asio::io_context io;
        tcp::socket socket(io, r.ipv6 ? tcp::v6() : tcp::v4());
        const int before = option(socket.native_handle(), r.level, r.name);
        CHECK(before != r.value);
        CHECK_FALSE(apply(r.as, socket.native_handle(), r.ipv6));
        CHECK(option(socket.native_handle(), r.level, r.name) == r.value);
    }
}

TEST_CASE("variation: what the system refuses is its word") {
    asio::io_context io;
    tcp::socket socket(io, tcp::v4());
    for (const auto& as : {with_ttl(256), with_ttl(-2), with_min_ttl(256), with_segment(1), with_segment(1 << 20)})
        CHECK(apply(as, socket.native_handle(), false) == std::errc::invalid_argument);
    CHECK(apply(with_ttl(1), -1, false) == std::errc::bad_file_descriptor);
}

TEST_CASE("connect: with a variation") {
    struct row {
        const char* what;
        variation as;
        failure failed;
        const char* code;
    };
    const row rows[] = {
        {"no router between", with_ttl(1), failure::none, ""},
        {"an answer with as many hops left", with_min_ttl(loopback_ttl), failure::none, ""},
        {"an answer with one less", with_min_ttl(loopback_ttl + 1), failure::timed_out, ""},
        {"small segments", with_segment(536), failure::none, ""},
        {"impossible", with_ttl(256), failure::unknown, "EINVAL"},
    };
    for (const auto& r : rows)
        for (const char* address : {"127.0.0.1", "::1"}) {
            INFO(r.what << " " << address);
            fakes::loopback net(443, milliseconds(5000));
            const auto acceptor = listener(net.io, address);
            tcp::socket socket(net.io);
            const auto port = acceptor.local_endpoint().port();
            const auto seen = run(net.io, connect(net.on, socket, address, port, r.as, milliseconds(150)));
            CHECK(to_string(seen.failed) == to_string(r.failed));
            CHECK(seen.code == r.code);
            CHECK(socket.is_open() == seen.ok());
            CHECK(seen.elapsed_ms < 1000); // its own limit, not the step's
            CHECK(seen.local_address == address);
            if (seen.ok() && r.as.max_segment) {
                REQUIRE(seen.kernel.tcp);
                CHECK(seen.kernel.tcp->snd_mss <= 536);
            }
        }
}

TEST_CASE("connect: a variation's refusal is refused as usual") {
    fakes::loopback net(443);
    const auto port = listener(net.io, "127.0.0.1").local_endpoint().port(); // closed again
    tcp::socket heard(net.io), unheard(net.io);
    const auto near = with_min_ttl(loopback_ttl), nearer = with_min_ttl(loopback_ttl + 1);
    CHECK(run(net.io, connect(net.on, heard, "127.0.0.1", port, near, milliseconds(150))).failed == failure::refused);
    CHECK(run(net.io, connect(net.on, unheard, "127.0.0.1", port, nearer, milliseconds(150))).failed ==
          failure::timed_out);
}

TEST_CASE("probe: at an address of a control's own, whatever the name says, and still for the name") {
    const fakes::tls_server server(fakes::honest(), fakes::then([](fakes::peer& p) { p.wait(); }));
    fakes::loopback net(server.port(), milliseconds(2000));
    variation as;
    as.address = "127.0.0.1";
    auto to = fakes::to_hub("tls");
    to.as = as;
    to.server_name = "layers.test";
    to.host = "nowhere.test"; // nobody knows it
    const auto seen = run(net.io, probe(net.on, to));
    CHECK(seen.works());
    CHECK(seen.resolve.source == address_source::literal);
    CHECK(seen.resolve.addresses == std::vector<std::string>{"127.0.0.1"});
    REQUIRE(seen.tls);
    CHECK(seen.tls->server_name == "layers.test");
    CHECK(seen.tls->name_matches);

    to.as = {};
    CHECK_FALSE(run(net.io, probe(net.on, to)).works()); // the address was it
}

TEST_CASE("probe: how far away the one is who answers") {
    fakes::loopback net(1); // set below
    const auto acceptor = listener(net.io, "127.0.0.1");
    net.on.ports[443] = acceptor.local_endpoint().port();
    variation as;
    as.answer_ttl = true;
    const auto asked = probe_as(net, "tcp", as);
    REQUIRE(asked.connects.size() == 1);
    CHECK(asked.connects[0].answer_ttl == loopback_ttl);
    const auto usual = probe_as(net, "tcp", {});
    REQUIRE(usual.connects.size() == 1);
    CHECK_FALSE(usual.connects[0].answer_ttl);
}

TEST_CASE("probe: a pace, which the run's end ends") {
    fakes::loopback net(1, milliseconds(2000));
    const auto acceptor = listener(net.io, "127.0.0.1");
    net.on.ports[443] = acceptor.local_endpoint().port();
    variation as;
    as.after_ms = 120;
    const auto paced = probe_as(net, "tcp", as);
    REQUIRE(paced.connects.size() == 1);
    CHECK(paced.connects[0].ok());
    CHECK(paced.connects[0].started_ms >= 119);

    as.after_ms = 1800;
    asio::steady_timer soon(net.io, milliseconds(50));
    soon.async_wait([&](std::error_code) { net.budget.interrupt(); });
    const auto begin = net.budget.now_ms();
    const auto cut = probe_as(net, "tcp", as);
    CHECK(cut.failed == failure::interrupted);
    CHECK(cut.connects.empty()); // no SYN once the run is over
    CHECK(net.budget.now_ms() - begin < 1000);
}
