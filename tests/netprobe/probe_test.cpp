// SPDX-License-Identifier: MIT
// Whole paths on loopback, to servers that are honest, if some of them unusual.
#include "netprobe/probe.hpp"

#include <catch2/catch.hpp>
#include <chrono>
#include <ctime>
#include <openssl/ssl.h>
#include <thread>

#include "netprobe/protocol/hello.hpp"
#include "netprobe/protocol/http_exchange.hpp"
#include "netprobe/tcp_stream.hpp"
#include "tests/fakes/scripts.hpp"

using namespace netprobe;
using namespace std::string_literals;
using namespace fakes;
using websocket::opcode;

TEST_CASE("probe: all protocols, each over an honest server") {
    struct row {
        const char* protocol;
        tls_server::script script;
        std::string said;
    };
    const row rows[] = {
        {"mqtt", then([](peer& p) {
             p.read();
             p.send(connack);
             p.wait();
         }),
            "CONNACK 5 (not authorized)"},
        {"amqp", then([](peer& p) {
             p.read();
             p.send(sasl);
             p.wait();
         }),
            "SASL ANONYMOUS"},
        {"amqp", then([](peer& p) {
             p.read();
             for (const char c : sasl) p.send({&c, 1});
             p.wait();
         }),
            "SASL ANONYMOUS"},
        {"mqtt_ws",
            over_websocket("mqtt",
                [](peer& p) {
                    p.read();
                    p.send(frame(opcode::binary, connack));
                    p.wait();
                }),
            "CONNACK 5 (not authorized)"},
        {"amqp_ws",
            over_websocket("AMQPWSB10",
                [](peer& p) {
                    p.read();
                    p.send(frame(opcode::binary, sasl));
                    p.wait();
                }),
            "SASL ANONYMOUS"},
        {"https", then([](peer& p) {
             p.read_until("\r\n\r\n");
             p.send(http_reply("401 Unauthorized", "Date: Thu, 01 Jan 1970 00:00:10 GMT\r\n", "no"));
             p.wait();
         }),
            "HTTP 401 Unauthorized"},
        {"blob", then([](peer& p) {
             p.read_until("\r\n\r\n");
             p.send(http_reply("403 Forbidden", "x-ms-request-id: 1\r\n", ""));
             p.wait();
         }),
            "HTTP 403 Forbidden"},
        {"registry", then([](peer& p) {
             p.read_until("\r\n\r\n");
             p.send(http_reply("401 Unauthorized", "WWW-Authenticate: Basic\r\n", ""));
             p.wait();
         }),
            "HTTP 401 Unauthorized"},
    };
    for (const auto& [protocol, script, said] : rows) {
        INFO(protocol);
        const auto seen = probe_with(protocol, script, honest(), milliseconds(2000));
        CHECK(seen.works());
        REQUIRE(seen.hellos.size() == 1);
        CHECK(seen.hellos[0].said == said);
        CHECK(seen.hellos[0].protocol == protocol);
        CHECK(seen.used == 0);
        REQUIRE(seen.tls);
        CHECK(seen.tls->service_root);
        CHECK(seen.upgrade.has_value() == (std::string(protocol).ends_with("_ws")));
        CHECK(seen.elapsed_ms < 1500);
    }
    const auto only = probe_with("tls", then([](peer& p) { p.wait(); }), honest(), milliseconds(2000));
    CHECK(only.works());
    CHECK(only.hellos.empty());
    CHECK(only.tls->ok());
}

TEST_CASE("probe: what is honest, if unusual") {
    const auto ws = over_websocket;
    struct row {
        const char* what;
        const char* protocol;
        tls_server::script script;
        std::string said;
    };
    const row rows[] = {
        {"ping first, then wants its pong", "mqtt_ws",
            ws("mqtt",
                [](peer& p) {
                    p.send(frame(opcode::ping, "are you there"));
                    for (std::string all; all.size() < 8 + 13 + 60;) all += p.read();
                    p.send(frame(opcode::binary, connack));
                    p.wait();
                }),
            "CONNACK 5 (not authorized)"},
        {"frame behind the 101 in one record", "amqp_ws", then([](peer& p) {
             p.send(switching(p.read_until("\r\n\r\n"), "AMQPWSB10") + frame(opcode::binary, sasl));
             p.wait();
         }),
            "SASL ANONYMOUS"},
        {"subprotocol in capitals", "mqtt_ws",
            ws("MQTT",
                [](peer& p) {
                    p.read();
                    p.send(frame(opcode::binary, connack));
                    p.wait();
                }),
            "CONNACK 5 (not authorized)"},
        {"an answer in fragments", "mqtt_ws",
            ws("mqtt",
                [](peer& p) {
                    p.read();
                    p.send("\x02\x02\x20\x02"s + "\x80\x02\x00\x05"s);
                    p.wait();
                }),
            "CONNACK 5 (not authorized)"},
        {"early hints, then the answer", "https", then([](peer& p) {
             p.read();
             p.send("HTTP/1.1 103 Early Hints\r\n\r\n" + http_reply("200 OK", "", "x"));
             p.wait();
         }),
            "HTTP 200 OK"},
        {"a body that never ends", "https", then([](peer& p) {
             p.read();
             p.send("HTTP/1.1 200 OK\r\n\r\n");
             p.send_forever(std::string(4000, 'x'));
         }),
            "HTTP 200 OK"},
        {"a body that never comes", "https", then([](peer& p) {
             p.read();
             p.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
             p.wait();
         }),
            "HTTP 200 OK"},
        {"a length that lies", "https", then([](peer& p) {
             p.read();
             p.send("HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\nhello");
             p.wait();
         }),
            "HTTP 200 OK"},
        {"closed without close_notify", "https", then([](peer& p) {
             p.read();
             p.send("HTTP/1.0 404 Not Found\r\n\r\nbody");
         }),
            "HTTP 404 Not Found"},
    };
    for (const auto& [what, protocol, script, said] : rows) {
        INFO(what);
        const auto seen = probe_with(protocol, script);
        CHECK(to_string(seen.failed) == "none");
        REQUIRE(seen.hellos.size() == 1);
        CHECK(seen.hellos[0].said == said);
        if (seen.hellos[0].http) CHECK(seen.hellos[0].http->body.size() <= 4096);
    }
}

TEST_CASE("probe: a required client certificate is an alert, though TLS 1.3 says so late") {
    auto as = honest();
    as.require_client_certificate = true;
    as.version = TLS1_3_VERSION;
    const auto seen = probe_with("mqtt", then([](peer& p) { p.wait(); }), as, milliseconds(2000));
    REQUIRE(seen.tls);
    CHECK(seen.tls->ok());
    CHECK(seen.tls->client_certificate_asked);
    CHECK(to_string(seen.failed) == "tls_alert");
    REQUIRE(seen.hellos.size() == 1);
    CHECK(seen.hellos[0].code == "alert 116");
}

TEST_CASE("probe: a peer's clock, and a request that cannot be two") {
    std::string request;
    const auto seen = probe_with("https", then([&](peer& p) {
        request = p.read_until("\r\n\r\n");
        p.send(http_reply("200 OK", "Date: Thu, 01 Jan 1970 00:00:10 GMT\r\n", ""));
        p.wait();
    }),
        honest(), milliseconds(2000));
    REQUIRE(seen.hellos.size() == 1);
    REQUIRE(seen.hellos[0].clock_offset_ms);
    CHECK(*seen.hellos[0].clock_offset_ms < -1e12); // decades behind
    CHECK(request.starts_with("GET / HTTP/1.1\r\nHost: hub.test\r\n"));

    const auto injected = http::encode({"GET", "h", "/a b\r\nX: y\x80", {}, 0});
    CHECK(
        std::string(injected.begin(), injected.end()).starts_with("GET /a%20b%0D%0AX:%20y%80 HTTP/1.1\r\nHost: h\r\n"));
}

TEST_CASE("probe: how long an answer takes, or has lain in a cache, is no difference of clocks") {
    const auto offset_of = [](std::chrono::seconds written_before, const std::string& more, milliseconds takes) {
        const auto seen = probe_with("https", then([&](peer& p) {
            p.read_until("\r\n\r\n");
            const std::time_t when = std::time(nullptr) - written_before.count();
            char date[64];
            std::strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", std::gmtime(&when));
            const auto whole = http_reply("200 OK", "Date: " + std::string(date) + "\r\n" + more, "");
            p.send(whole.substr(0, 20));
            std::this_thread::sleep_for(takes);
            p.send(whole.substr(20));
            p.wait();
        }),
            honest(), milliseconds(5000));
        REQUIRE(seen.hellos.size() == 1);
        REQUIRE(seen.hellos[0].clock_offset_ms);
        return *seen.hellos[0].clock_offset_ms;
    };
    using std::chrono::seconds;
    CHECK(offset_of(seconds(0), "", milliseconds(0)) == 0);
    CHECK(offset_of(seconds(0), "", milliseconds(1500)) == 0);
    CHECK(offset_of(seconds(7200), "Age: 7200\r\n", milliseconds(0)) == 0);
    CHECK(offset_of(seconds(0), "Age: 7200\r\n", milliseconds(0)) == 0);
    CHECK(offset_of(seconds(7200), "Age: many\r\n", milliseconds(0)) < -7'190'000);
    CHECK(offset_of(seconds(60), "", milliseconds(0)) < -55'000);
    CHECK(offset_of(seconds(-60), "", milliseconds(0)) > 55'000);
}

TEST_CASE("probe: no such protocol, no such name") {
    loopback net(1);
    CHECK(run(net.io, probe(net.on, to_hub("gopher"))).failed == failure::not_tried);
}

TEST_CASE("probe: the address of a family this device lacks does not speak for the others") {
    loopback net(1);
    auto config = loopback::pinned();
    config.pinned["two.test"] = {"255.255.255.255", "127.0.0.1"}; // the first is ENETUNREACH at once
    dns::names names(net.budget, config);
    const wire on{net.budget, names, net.roots, net.gate, {{443, 1}}, {}};
    auto to = to_hub("https");
    to.host = "two.test";
    const auto seen = run(net.io, probe(on, to));
    REQUIRE(seen.connects.size() == 2);
    CHECK(seen.connects[0].failed == failure::net_unreachable);
    CHECK(seen.failed == failure::refused);
}

TEST_CASE("hello: a parser that never decides is fed no more than 64 kB") {
    const tls_server server(honest(), [](peer& p) { p.send_forever(std::string(4096, 'x')); });
    loopback net(server.port(), milliseconds(2000));
    protocol greedy;
    greedy.name = "greedy";
    greedy.hello = [](const target&) { return bytes{1}; };
    greedy.parse = [](bytes_view) { return std::optional<greeting>(); };
    const auto talk = [&]() -> asio::awaitable<hello_observation> {
        asio::ip::tcp::socket socket(net.io);
        socket.connect({asio::ip::address_v4::loopback(), server.port()});
        tcp_stream plain(std::move(socket));
        const auto to = to_hub("greedy");
        co_return co_await hello(net.on, plain, greedy, to);
    };
    const auto seen = run(net.io, talk());
    CHECK(seen.failed == failure::too_much);
    CHECK(seen.first_bytes.size() == 32);
    CHECK(seen.elapsed_ms < 1000);
}
