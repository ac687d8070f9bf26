// SPDX-License-Identifier: MIT
// Whole paths on loopback: what servers and boxes do behind a good handshake, the word for it, and the step that says
// so.
#include <catch2/catch.hpp>

#include "tests/fakes/scripts.hpp"

using namespace netprobe;
using namespace std::string_literals;
using namespace fakes;
using websocket::opcode;

namespace {

struct fault {
    const char* what;
    const char* protocol;
    tls_server::script script;
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

void check(const std::vector<fault>& faults) {
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

} // namespace

TEST_CASE("probe: what goes wrong in MQTT and AMQP") {
    check({
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
    });
}

TEST_CASE("probe: what goes wrong in HTTP") {
    check({
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
             p.send(http_reply("403 Forbidden", "Server: box\r\n", "<html>"));
             p.wait();
         }),
            failure::denied, "hello"},
        {"portal", "https", then([](peer& p) {
             p.read();
             p.send(http_reply("302 Found", "Location: https://portal/\r\n", ""));
             p.wait();
         }),
            failure::protocol_mismatch, "hello"},
        {"refused by nobody known", "blob", then([](peer& p) {
             p.read();
             p.send(http_reply("403 Forbidden", "", ""));
             p.wait();
         }),
            failure::denied, "hello"},
        {"no registry", "registry", then([](peer& p) {
             p.read();
             p.send(http_reply("200 OK", "Content-Type: text/html\r\n", "<html>"));
             p.wait();
         }),
            failure::protocol_mismatch, "hello"},
    });
}

TEST_CASE("probe: what goes wrong in an upgrade") {
    const auto ws = over_websocket;
    check({
        {"silent", "mqtt_ws", then([](peer& p) { p.wait(); }), failure::timed_out, "upgrade"},
        {"closes", "mqtt_ws", then([](peer& p) { p.read(); }), failure::closed, "upgrade"},
        {"200 instead of 101", "mqtt_ws", then([](peer& p) {
             p.read();
             p.send(http_reply("200 OK", "", "hello"));
             p.wait();
         }),
            failure::denied, "upgrade"},
        {"502", "amqp_ws", then([](peer& p) {
             p.read();
             p.send(http_reply("502 Bad Gateway", "", ""));
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
             p.send(switching("", "mqtt"));
             p.wait();
         }),
            failure::denied, "upgrade"},
        {"no subprotocol", "mqtt_ws", ws("", [](peer& p) { p.wait(); }), failure::denied, "upgrade"},
        {"another subprotocol", "mqtt_ws", ws("AMQPWSB10", [](peer& p) { p.wait(); }), failure::denied, "upgrade"},
    });
}

TEST_CASE("probe: what goes wrong in a WebSocket") {
    const auto ws = over_websocket;
    check({
        {"silent after 101", "mqtt_ws", ws("mqtt", [](peer& p) { p.wait(); }), failure::timed_out, "hello"},
        {"close frame", "mqtt_ws",
            ws("mqtt",
                [](peer& p) {
                    p.read();
                    p.send(frame(opcode::close, "\x03\xf0"));
                    p.wait();
                }),
            failure::closed, "hello"},
        {"closes after 101", "mqtt_ws", ws("mqtt", [](peer& p) { p.read(); }), failure::closed, "hello"},
        {"text", "mqtt_ws",
            ws("mqtt",
                [](peer& p) {
                    p.read();
                    p.send(frame(opcode::text, "go away"));
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
                    p.send_forever(frame(opcode::binary, ""));
                }),
            failure::too_much, "hello"},
        {"endless pings", "amqp_ws", ws("AMQPWSB10", [](peer& p) { p.send_forever(frame(opcode::ping, "x"), 1); }),
            failure::too_much, "hello"},
    });
}
