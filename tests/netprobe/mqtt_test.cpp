// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "netprobe/protocol/protocol.hpp"

using namespace netprobe;

namespace {

target to_host(std::string host) {
    target to;
    to.host = std::move(host);
    return to;
}

void put(bytes& out, std::string_view text) {
    out.push_back(static_cast<std::uint8_t>(text.size() >> 8));
    out.push_back(static_cast<std::uint8_t>(text.size()));
    out.insert(out.end(), text.begin(), text.end());
}

} // namespace

TEST_CASE("mqtt: CONNECT, byte by byte (facts/azure.md 2.3)") {
    bytes body{0x00, 0x04, 0x4d, 0x51, 0x54, 0x54, 0x04, 0x82, 0x00, 0x3c};
    put(body, "egress-check");
    put(body, "contoso.azure-devices.net/egress-check/?api-version=2021-04-12");
    bytes expected{0x10, static_cast<std::uint8_t>(body.size())};
    expected.insert(expected.end(), body.begin(), body.end());
    REQUIRE(body.size() < 128);
    CHECK(mqtt_hello(to_host("contoso.azure-devices.net")) == expected);
}

TEST_CASE("mqtt: remaining length of 128 and more takes a second byte (3.1.1 section 2.2.3)") {
    // 10 bytes of fixed fields, 2 + 12 of the client's id, 2 + host + 38 of the user name.
    for (std::size_t host = 60; host <= 253; ++host) {
        const auto packet = mqtt_hello(to_host(std::string(host, 'h')));
        const std::size_t remaining = 64 + host - 1;
        INFO(host);
        REQUIRE(packet.size() > 3);
        const bool two = packet[1] & 0x80;
        const std::size_t said = two ? (packet[1] & 0x7fU) + 128U * packet[2] : packet[1];
        CHECK(two == (said >= 128));
        CHECK(packet.size() == said + (two ? 3 : 2));
        CHECK(said == remaining);
    }
}

TEST_CASE("mqtt: answers") {
    struct row {
        bytes received;
        failure failed;
        std::string said;
    };
    const row rows[] = {
        {{0x20, 2, 0, 0}, failure::none, "CONNACK 0 (accepted)"},
        {{0x20, 2, 1, 0}, failure::none, "CONNACK 0 (accepted)"},
        {{0x20, 2, 0, 3}, failure::none, "CONNACK 3 (server unavailable)"},
        {{0x20, 2, 0, 5}, failure::none, "CONNACK 5 (not authorized)"},
        {{0x20, 2, 0, 5, 0xe0, 0}, failure::none, "CONNACK 5 (not authorized)"},
        {{0x20, 2, 0, 6}, failure::protocol_mismatch, "not an MQTT CONNACK"},
        {{0x20, 2, 2, 0}, failure::protocol_mismatch, "not an MQTT CONNACK"},
        {{0x20, 3}, failure::protocol_mismatch, "not MQTT"},
        {{0x30}, failure::protocol_mismatch, "not MQTT"},
        {{'H', 'T', 'T', 'P'}, failure::protocol_mismatch, "not MQTT"},
        {{0x15, 3, 3}, failure::protocol_mismatch, "not MQTT"},
    };
    for (const auto& [received, failed, said] : rows) {
        INFO(said);
        const auto answer = mqtt_parse(received);
        REQUIRE(answer);
        CHECK(answer->failed == failed);
        CHECK(answer->said == said);
    }
    const bytes connack{0x20, 2, 0, 5};
    for (std::size_t size = 0; size < connack.size(); ++size) CHECK_FALSE(mqtt_parse(bytes_view(connack).first(size)));
}
