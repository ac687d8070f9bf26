// SPDX-License-Identifier: MIT
// Whole paths on loopback: what servers and boxes do behind a good handshake, and the word for it.
#include "netprobe/probe.hpp"

#include <chrono>
#include <thread>

#include <asio/ip/udp.hpp>
#include <asio/steady_timer.hpp>
#include <catch2/catch.hpp>
#include <openssl/ssl.h>

#include "netprobe/protocol/hello.hpp"
#include "netprobe/protocol/http_exchange.hpp"
#include "netprobe/protocol/ntp.hpp"
#include "netprobe/tcp_stream.hpp"
#include "tests/fakes/scripts.hpp"
#include "tests/run.hpp"

using namespace netprobe;
using namespace std::string_literals;
using fakes::peer;
using websocket::opcode;

namespace {

const auto connack = "\x20\x02\x00\x05"s;
const auto sasl = "AMQP\x03\x01\x00\x00\x00\x00\x00\x19\x02\x01\x00\x00\x00\x53\x40\xc0\x0c\x01\xa3\x09"s + "ANONYMOUS";

path_observation probe_with(const std::string& protocol, const fakes::tls_server::script& what,
    fakes::presentation as = fakes::honest(), milliseconds limit = milliseconds(300)) {
    const fakes::tls_server server(as, what);
    fakes::loopback net(server.port(), limit);
    return run(net.io, probe(net.on, fakes::to_hub(protocol)));
}

// What a server does once TLS stands.
fakes::tls_server::script then(fakes::tls_server::script what) {
    return [=](peer& p) {
        if (p.handshake()) what(p);
    };
}

struct fault {
    const char* what;
    const char* protocol;
    fakes::tls_server::script script;
    failure failed;
    const char* step; ///< the one that must say so
};

std::string last_step(const path_observation& seen) {
    return !seen.hellos.empty() ? "hello" : seen.upgrade ? "upgrade" : seen.tls ? "tls" : "connect";
}

const outcome& last_outcome(const path_observation& seen) {
    if (!seen.hellos.empty()) return seen.hellos.back();
    if (seen.upgrade) return *seen.upgrade;
    return *seen.tls;
}

} // namespace

TEST_CASE("probe: all protocols, each over an honest server") {
    struct row {
        const char* protocol;
        fakes::tls_server::script script;
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
            fakes::over_websocket("mqtt",
                [](peer& p) {
                    p.read();
                    p.send(fakes::frame(opcode::binary, connack));
                    p.wait();
                }),
            "CONNACK 5 (not authorized)"},
        {"amqp_ws",
            fakes::over_websocket("AMQPWSB10",
                [](peer& p) {
                    p.read();
                    p.send(fakes::frame(opcode::binary, sasl));
                    p.wait();
                }),
            "SASL ANONYMOUS"},
        {"https", then([](peer& p) {
             p.read_until("\r\n\r\n");
             p.send(fakes::http_reply("401 Unauthorized", "Date: Thu, 01 Jan 1970 00:00:10 GMT\r\n", "no"));
             p.wait();
         }),
            "HTTP 401 Unauthorized"},
        {"blob", then([](peer& p) {
             p.read_until("\r\n\r\n");
             p.send(fakes::http_reply("403 Forbidden", "x-ms-request-id: 1\r\n", ""));
             p.wait();
         }),
            "HTTP 403 Forbidden"},
        {"registry", then([](peer& p) {
             p.read_until("\r\n\r\n");
             p.send(fakes::http_reply("401 Unauthorized", "WWW-Authenticate: Basic\r\n", ""));
             p.wait();
         }),
            "HTTP 401 Unauthorized"},
    };
    for (const auto& [protocol, script, said] : rows) {
        INFO(protocol);
        const auto seen = probe_with(protocol, script, fakes::honest(), milliseconds(2000));
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
    const auto only = probe_with("tls", then([](peer& p) { p.wait(); }), fakes::honest(), milliseconds(2000));
    CHECK(only.works());
    CHECK(only.hellos.empty());
    CHECK(only.tls->ok());
}

TEST_CASE("probe: what goes wrong behind the handshake") {
    const auto ws = fakes::over_websocket;
    const fault faults[] = {
        {"silent", "mqtt", then([](peer& p) { p.wait(); }), failure::timed_out, "hello"},
        {"closes", "mqtt", then([](peer& p) { p.read(); }), failure::closed, "hello"},
        {"resets", "mqtt", then([](peer& p) {
             p.read();
             p.reset();
         }),
            failure::reset, "hello"},
        {"HTTP", "mqtt", then([](peer& p) {
             p.read();
             p.send("HTTP/1.1 400 Bad Request\r\n\r\n");
         }),
            failure::protocol_mismatch, "hello"},
        {"half an answer", "mqtt", then([](peer& p) {
             p.read();
             p.send("\x20\x02");
             p.wait();
         }),
            failure::timed_out, "hello"},
        {"AMQP 0-9-1", "amqp", then([](peer& p) {
             p.read();
             p.send("AMQP\x00\x00\x09\x01"s);
         }),
            failure::protocol_mismatch, "hello"},
        {"endless zeros", "amqp", then([](peer& p) {
             p.read();
             p.send_forever(std::string(4096, '\0'));
         }),
            failure::protocol_mismatch, "hello"},
        {"a byte at a time", "amqp", then([](peer& p) {
             p.read();
             p.send_forever("A", 100);
         }),
            failure::protocol_mismatch, "hello"},
        {"silent", "https", then([](peer& p) { p.wait(); }), failure::timed_out, "hello"},
        {"closes", "https", then([](peer& p) { p.read(); }), failure::closed, "hello"},
        {"half a head", "https", then([](peer& p) {
             p.read();
             p.send("HTTP/1.1 200 OK\r\nSer");
         }),
            failure::closed, "hello"},
        {"MQTT", "https", then([](peer& p) {
             p.read();
             p.send(connack);
             p.wait();
         }),
            failure::protocol_mismatch, "hello"},
        {"a request", "https", then([](peer& p) {
             p.read();
             p.send("GET / HTTP/1.1\r\n\r\n");
             p.wait();
         }),
            failure::protocol_mismatch, "hello"},
        {"endless headers", "https", then([](peer& p) {
             p.read();
             p.send("HTTP/1.1 200 OK\r\n");
             p.send_forever("X-Flood: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n");
         }),
            failure::too_much, "hello"},
        {"one endless header", "https", then([](peer& p) {
             p.read();
             p.send("HTTP/1.1 200 OK\r\nX: ");
             p.send_forever(std::string(4000, 'x'));
         }),
            failure::too_much, "hello"},
        {"endless interim answers", "https", then([](peer& p) {
             p.read();
             p.send_forever("HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n");
         }),
            failure::too_much, "hello"},
        {"block page", "https", then([](peer& p) {
             p.read();
             p.send(fakes::http_reply("403 Forbidden", "Server: box\r\n", "<html>"));
             p.wait();
         }),
            failure::denied, "hello"},
        {"portal", "https", then([](peer& p) {
             p.read();
             p.send(fakes::http_reply("302 Found", "Location: https://portal/\r\n", ""));
             p.wait();
         }),
            failure::protocol_mismatch, "hello"},
        {"refused by nobody known", "blob", then([](peer& p) {
             p.read();
             p.send(fakes::http_reply("403 Forbidden", "", ""));
             p.wait();
         }),
            failure::denied, "hello"},
        {"no registry", "registry", then([](peer& p) {
             p.read();
             p.send(fakes::http_reply("200 OK", "Content-Type: text/html\r\n", "<html>"));
             p.wait();
         }),
            failure::protocol_mismatch, "hello"},
        {"silent", "mqtt_ws", then([](peer& p) { p.wait(); }), failure::timed_out, "upgrade"},
        {"closes", "mqtt_ws", then([](peer& p) { p.read(); }), failure::closed, "upgrade"},
        {"200 instead of 101", "mqtt_ws", then([](peer& p) {
             p.read();
             p.send(fakes::http_reply("200 OK", "", "hello"));
             p.wait();
         }),
            failure::denied, "upgrade"},
        {"502", "amqp_ws", then([](peer& p) {
             p.read();
             p.send(fakes::http_reply("502 Bad Gateway", "", ""));
             p.wait();
         }),
            failure::denied, "upgrade"},
        {"no HTTP", "mqtt_ws", then([](peer& p) {
             p.read();
             p.send("SSH-2.0-x\r\n");
             p.wait();
         }),
            failure::protocol_mismatch, "upgrade"},
        {"a wrong accept key", "mqtt_ws", then([](peer& p) {
             p.read();
             p.send(fakes::switching("", "mqtt"));
             p.wait();
         }),
            failure::denied, "upgrade"},
        {"no subprotocol", "mqtt_ws", ws("", [](peer& p) { p.wait(); }), failure::denied, "upgrade"},
        {"another subprotocol", "mqtt_ws", ws("AMQPWSB10", [](peer& p) { p.wait(); }), failure::denied, "upgrade"},
        {"silent after 101", "mqtt_ws", ws("mqtt", [](peer& p) { p.wait(); }), failure::timed_out, "hello"},
        {"close frame", "mqtt_ws",
            ws("mqtt",
                [](peer& p) {
                    p.read();
                    p.send(fakes::frame(opcode::close, "\x03\xf0"));
                    p.wait();
                }),
            failure::closed, "hello"},
        {"closes after 101", "mqtt_ws", ws("mqtt", [](peer& p) { p.read(); }), failure::closed, "hello"},
        {"text", "mqtt_ws",
            ws("mqtt",
                [](peer& p) {
                    p.read();
                    p.send(fakes::frame(opcode::text, "go away"));
                    p.wait();
                }),
            failure::protocol_mismatch, "hello"},
        {"MQTT without frames", "mqtt_ws",
            ws("mqtt",
                [](peer& p) {
                    p.read();
                    p.send(connack);
                    p.wait();
                }),
            failure::protocol_mismatch, "hello"},
        {"a frame of 2^63", "mqtt_ws",
            ws("mqtt",
                [](peer& p) {
                    p.read();
                    p.send("\x82\x7f\x80\0\0\0\0\0\0\0"s);
                    p.wait();
                }),
            failure::protocol_mismatch, "hello"},
        {"endless empty frames", "mqtt_ws",
            ws("mqtt",
                [](peer& p) {
                    p.read();
                    p.send_forever(fakes::frame(opcode::binary, ""));
                }),
            failure::too_much, "hello"},
        {"endless pings", "amqp_ws",
            ws("AMQPWSB10", [](peer& p) { p.send_forever(fakes::frame(opcode::ping, "x"), 1); }), failure::too_much,
            "hello"},
    };
    for (const auto& [what, protocol, script, failed, step] : faults) {
        INFO(protocol << ": " << what);
        const auto seen = probe_with(protocol, script);
        CHECK(to_string(seen.failed) == to_string(failed));
        CHECK(last_step(seen) == step);
        CHECK(last_outcome(seen).failed == failed);
        CHECK(last_outcome(seen).elapsed_ms < 600);
        CHECK(seen.tls->ok());
        if (failed == failure::reset) CHECK(last_outcome(seen).code == "ECONNRESET");
        // The kernel's evidence of a path that ended in silence is kept from before the close.
        if (failed == failure::timed_out)
            CHECK((seen.hellos.empty() ? seen.upgrade->kernel.tcp : seen.hellos.back().kernel.tcp));
    }
}

TEST_CASE("probe: what is honest, if unusual") {
    const auto ws = fakes::over_websocket;
    struct row {
        const char* what;
        const char* protocol;
        fakes::tls_server::script script;
        std::string said;
    };
    const row rows[] = {
        {"ping first, then wants its pong", "mqtt_ws",
            ws("mqtt",
                [](peer& p) {
                    p.send(fakes::frame(opcode::ping, "are you there"));
                    for (std::string all; all.size() < 8 + 13 + 60;) all += p.read();
                    p.send(fakes::frame(opcode::binary, connack));
                    p.wait();
                }),
            "CONNACK 5 (not authorized)"},
        {"frame behind the 101 in one record", "amqp_ws", then([](peer& p) {
             p.send(fakes::switching(p.read_until("\r\n\r\n"), "AMQPWSB10") + fakes::frame(opcode::binary, sasl));
             p.wait();
         }),
            "SASL ANONYMOUS"},
        {"subprotocol in capitals", "mqtt_ws",
            ws("MQTT",
                [](peer& p) {
                    p.read();
                    p.send(fakes::frame(opcode::binary, connack));
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
             p.send("HTTP/1.1 103 Early Hints\r\n\r\n" + fakes::http_reply("200 OK", "", "x"));
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
    auto as = fakes::honest();
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
        p.send(fakes::http_reply("200 OK", "Date: Thu, 01 Jan 1970 00:00:10 GMT\r\n", ""));
        p.wait();
    }),
        fakes::honest(), milliseconds(2000));
    REQUIRE(seen.hellos.size() == 1);
    REQUIRE(seen.hellos[0].clock_offset_ms);
    CHECK(*seen.hellos[0].clock_offset_ms < -1e12); // decades behind
    CHECK(request.starts_with("GET / HTTP/1.1\r\nHost: hub.test\r\n"));

    const auto injected = http::encode({"h", "/a b\r\nX: y\x80", {}, 0});
    CHECK(
        std::string(injected.begin(), injected.end()).starts_with("GET /a%20b%0D%0AX:%20y%80 HTTP/1.1\r\nHost: h\r\n"));
}

TEST_CASE("probe: no such protocol, no such name") {
    fakes::loopback net(1);
    CHECK(run(net.io, probe(net.on, fakes::to_hub("gopher"))).failed == failure::not_tried);
}

TEST_CASE("probe: the address of a family this device lacks does not speak for the others") {
    fakes::loopback net(1);
    auto config = fakes::loopback::pinned();
    config.pinned["two.test"] = {"255.255.255.255", "127.0.0.1"}; // the first is ENETUNREACH at once
    dns::names names(net.budget, config);
    const wire on{net.budget, names, net.roots, net.gate, {{443, 1}}, {}};
    auto to = fakes::to_hub("https");
    to.host = "two.test";
    const auto seen = run(net.io, probe(on, to));
    REQUIRE(seen.connects.size() == 2);
    CHECK(seen.connects[0].failed == failure::net_unreachable);
    CHECK(seen.failed == failure::refused);
}

TEST_CASE("hello: a parser that never decides is fed no more than 64 kB") {
    const fakes::tls_server server(fakes::honest(), [](peer& p) { p.send_forever(std::string(4096, 'x')); });
    fakes::loopback net(server.port(), milliseconds(2000));
    protocol greedy;
    greedy.name = "greedy";
    greedy.hello = [](const target&) { return bytes{1}; };
    greedy.parse = [](bytes_view) { return std::optional<greeting>(); };
    const auto talk = [&]() -> asio::awaitable<hello_observation> {
        asio::ip::tcp::socket socket(net.io);
        socket.connect({asio::ip::address_v4::loopback(), server.port()});
        tcp_stream plain(std::move(socket));
        const auto to = fakes::to_hub("greedy");
        co_return co_await hello(net.on, plain, greedy, to);
    };
    const auto seen = run(net.io, talk());
    CHECK(seen.failed == failure::too_much);
    CHECK(seen.first_bytes.size() == 32);
    CHECK(seen.elapsed_ms < 1000);
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
