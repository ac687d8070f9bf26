// SPDX-License-Identifier: MIT
// MQTT 3.1.1 (OASIS, sections in brackets): CONNECT without credentials, CONNACK of any code.
#include <array>

#include "netprobe/protocol/protocol.hpp"

namespace netprobe {
namespace {

void put_string(bytes& out, std::string_view text) { // [1.5.3]
    out.push_back(static_cast<std::uint8_t>(text.size() >> 8));
    out.push_back(static_cast<std::uint8_t>(text.size()));
    out.insert(out.end(), text.begin(), text.end());
}

constexpr std::array<std::string_view, 6> return_codes{"accepted", "unacceptable protocol version",
    "identifier rejected", "server unavailable", "bad user name or password", "not authorized"}; // [3.2.2.3]

} // namespace

bytes mqtt_hello(const target& to) {
    constexpr std::uint8_t clean_session_and_user_name = 0x82, keep_alive = 60;
    bytes body{0, 4, 'M', 'Q', 'T', 'T', 4, clean_session_and_user_name, 0, keep_alive};
    put_string(body, "egress-check");
    // The form a hub expects (facts/azure.md §2.3); an odd one may be answered "server unavailable".
    put_string(body, to.host + "/egress-check/?api-version=2021-04-12");
    bytes packet{0x10};
    for (auto left = body.size();;) { // [2.2.3]
        const auto digit = static_cast<std::uint8_t>(left % 128);
        left /= 128;
        packet.push_back(left ? digit | 128 : digit);
        if (!left) break;
    }
    packet.insert(packet.end(), body.begin(), body.end());
    return packet;
}

std::optional<greeting> mqtt_parse(bytes_view received) {
    constexpr std::array<std::uint8_t, 2> connack{0x20, 2};
    for (std::size_t i = 0; i < received.size() && i < connack.size(); ++i)
        if (received[i] != connack[i]) return greeting{failure::protocol_mismatch, "not MQTT"};
    if (received.size() < 4) return std::nullopt;
    const std::size_t code = received[3];
    if (received[2] > 1 || code >= return_codes.size())
        return greeting{failure::protocol_mismatch, "not an MQTT CONNACK"};
    // Any code is the service's own word, so the network has done its part.
    return greeting{failure::none, "CONNACK " + std::to_string(code) + " (" + std::string(return_codes[code]) + ")"};
}

} // namespace netprobe
