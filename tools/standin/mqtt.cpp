// SPDX-License-Identifier: MIT
#include "tools/standin/mqtt.hpp"

#include <array>
#include <optional>

namespace standin {
namespace {

using netprobe::bytes_view;

// A CONNECT with a SAS token has a few hundred bytes.
constexpr std::size_t max_packet = 16 * 1024;

// Takes a length-prefixed field off `left`; false if it is not all there.
bool take_field(bytes_view& left) {
    if (left.size() < 2) return false;
    const std::size_t length = static_cast<std::size_t>(left[0] << 8 | left[1]);
    if (left.size() - 2 < length) return false;
    left = left.subspan(2 + length);
    return true;
}

enum class verdict { refuse_protocol, refuse_client, malformed };

// §3.1.2, §3.1.3: the variable header and the fields its flags promise, nothing more.
verdict judge_connect(bytes_view body) {
    constexpr std::array<std::uint8_t, 6> name{0, 4, 'M', 'Q', 'T', 'T'};
    if (body.size() < 10 || !std::equal(name.begin(), name.end(), body.begin())) return verdict::malformed;
    const auto level = body[6], flags = body[7];
    if (level != 4) return verdict::refuse_protocol; // MQTT 5 is not spoken by the hub's device endpoint
    const bool user = flags & 0x80, password = flags & 0x40, will = flags & 0x04;
    if ((flags & 0x01) || (password && !user) || (!will && (flags & 0x38))) return verdict::malformed;
    auto left = body.subspan(10);
    const int fields = 1 + (will ? 2 : 0) + (user ? 1 : 0) + (password ? 1 : 0);
    for (int i = 0; i < fields; ++i)
        if (!take_field(left)) return verdict::malformed;
    return left.empty() ? verdict::refuse_client : verdict::malformed;
}

said connack(std::uint8_t code, const char* note) { return {{0x20, 0x02, 0x00, code}, true, note}; }

} // namespace

said mqtt_session::receive(bytes_view more) {
    held_.insert(held_.end(), more.begin(), more.end());
    if (held_.empty()) return {};
    if (held_[0] != 0x10) return {{}, true, "not a CONNECT, closed"};
    // Remaining length, §2.2.3: one to four bytes, seven bits each.
    std::size_t length = 0;
    for (std::size_t i = 1, shift = 0;; ++i, shift += 7) {
        if (i == 5) return {{}, true, "CONNECT with a length of five bytes, closed"};
        if (i == held_.size()) return {};
        length |= static_cast<std::size_t>(held_[i] & 0x7f) << shift;
        if (held_[i] & 0x80) continue;
        if (length > max_packet) return {{}, true, "CONNECT too long, closed"};
        if (held_.size() < i + 1 + length) return {};
        switch (judge_connect(bytes_view(held_).subspan(i + 1, length))) {
        case verdict::refuse_client: return connack(5, "CONNACK 5 (not authorized)");
        case verdict::refuse_protocol: return connack(1, "CONNACK 1 (protocol version)");
        case verdict::malformed: return {{}, true, "malformed CONNECT, closed"};
        }
    }
}

} // namespace standin
