// SPDX-License-Identifier: MIT
#include "netprobe/protocol/ntp.hpp"
#include "netprobe/protocol/protocol.hpp"

namespace netprobe {
namespace {

// Ports and subprotocols: facts/azure.md §2.1, §2.2.
constexpr protocol rows[] = {
    {.name = "amqp",
        .title = "AMQP",
        .upstream = "Amqp",
        .port = 5671,
        .asked = "AMQP header, SASL",
        .hello = amqp_hello,
        .parse = amqp_parse},
    {.name = "mqtt",
        .title = "MQTT",
        .upstream = "Mqtt",
        .port = 8883,
        .asked = "MQTT CONNECT",
        .hello = mqtt_hello,
        .parse = mqtt_parse},
    {.name = "amqp_ws",
        .title = "AMQP over WebSocket",
        .upstream = "AmqpWs",
        .port = 443,
        .alpn = "http/1.1",
        .websocket = "AMQPWSB10",
        .asked = "AMQP header, SASL",
        .hello = amqp_hello,
        .parse = amqp_parse},
    {.name = "mqtt_ws",
        .title = "MQTT over WebSocket",
        .upstream = "MqttWs",
        .port = 443,
        .alpn = "http/1.1",
        .websocket = "mqtt",
        .asked = "MQTT CONNECT",
        .hello = mqtt_hello,
        .parse = mqtt_parse},
    {.name = "https", .title = "HTTPS", .port = 443, .alpn = "http/1.1", .converse = speak_https},
    {.name = "http", .title = "HTTP without TLS", .port = 80, .plain = true, .converse = speak_https},
    {.name = "registry", .title = "container registry", .port = 443, .alpn = "http/1.1", .converse = speak_registry},
    {.name = "blob", .title = "blob storage", .port = 443, .alpn = "http/1.1", .converse = speak_blob},
    {.name = "tls", .title = "TLS only", .port = 443},
    {.name = "tcp", .title = "connection only", .port = 443, .connect_only = true},
    {.name = "dns", .title = "DNS", .port = 53, .ask = ask_dns},
    {.name = "ntp", .title = "NTP", .port = 123, .ask = ask_time},
};

} // namespace

std::span<const protocol> protocols() noexcept { return rows; }

const protocol* find_protocol(std::string_view name) noexcept {
    for (const auto& row : rows)
        if (row.name == name) return &row;
    return nullptr;
}

} // namespace netprobe
