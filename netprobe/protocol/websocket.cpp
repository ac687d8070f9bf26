// SPDX-License-Identifier: MIT
#include "netprobe/protocol/websocket.hpp"

#include <algorithm>

#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

namespace netprobe::websocket {
namespace {

std::string base64(bytes_view from) {
    std::string text(4 * ((from.size() + 2) / 3), '\0');
    EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), from.data(), static_cast<int>(from.size()));
    return text;
}

} // namespace

bytes encode_frame(opcode what, bytes_view payload, std::optional<std::array<std::uint8_t, 4>> mask) {
    const std::uint8_t masked = mask ? 0x80 : 0;
    bytes out{static_cast<std::uint8_t>(0x80 | static_cast<std::uint8_t>(what))};
    const auto size = payload.size();
    if (size < 126) {
        out.push_back(static_cast<std::uint8_t>(masked | size));
    } else if (size <= 0xffff) {
        out.push_back(masked | 126);
        out.push_back(static_cast<std::uint8_t>(size >> 8));
        out.push_back(static_cast<std::uint8_t>(size));
    } else {
        out.push_back(masked | 127);
        for (int shift = 56; shift >= 0; shift -= 8)
            out.push_back(static_cast<std::uint8_t>(std::uint64_t{size} >> shift));
    }
    if (mask) out.insert(out.end(), mask->begin(), mask->end());
    for (std::size_t i = 0; i < size; ++i)
        out.push_back(mask ? static_cast<std::uint8_t>(payload[i] ^ (*mask)[i % 4]) : payload[i]);
    return out;
}

parsed_frame parse_frame(bytes_view received) {
    parsed_frame result;
    if (received.size() < 2) return result;
    const auto code = static_cast<opcode>(received[0] & 0x0f);
    const bool known = code <= opcode::binary || (code >= opcode::close && code <= opcode::pong);
    const bool masked = received[1] & 0x80;
    std::uint64_t size = received[1] & 0x7f;
    const std::size_t extra = size == 126 ? 2 : size == 127 ? 8 : 0;
    // No extension was negotiated, so reserved bits mean something else is talking; so do large
    // control frames (RFC 6455 §5.2, §5.5).
    if (!known || (received[0] & 0x70) || (code >= opcode::close && (extra || !(received[0] & 0x80)))) {
        result.state = http::progress::malformed;
        return result;
    }
    const std::size_t head = 2 + extra + (masked ? 4 : 0);
    if (received.size() < 2 + extra) return result;
    if (extra) {
        size = 0;
        for (std::size_t i = 0; i < extra; ++i) size = size << 8 | received[2 + i];
    }
    if (size > max_payload) {
        result.state = http::progress::malformed;
        return result;
    }
    const auto length = head + static_cast<std::size_t>(size);
    if (received.size() < length) return result;
    result.state = http::progress::complete;
    result.frame.opcode = code;
    result.frame.length = length;
    const auto payload = received.subspan(head, static_cast<std::size_t>(size));
    result.frame.payload.assign(payload.begin(), payload.end());
    if (masked)
        for (std::size_t i = 0; i < payload.size(); ++i)
            result.frame.payload[i] = static_cast<std::uint8_t>(payload[i] ^ received[2 + extra + i % 4]);
    return result;
}

std::string accept_key(std::string_view key) {
    const std::string joined = std::string(key) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"; // RFC 6455 §1.3
    std::array<std::uint8_t, SHA_DIGEST_LENGTH> digest{};
    SHA1(reinterpret_cast<const unsigned char*>(joined.data()), joined.size(), digest.data());
    return base64(digest);
}

std::string make_key() {
    std::array<std::uint8_t, 16> random{};
    RAND_bytes(random.data(), static_cast<int>(random.size()));
    return base64(random);
}

} // namespace netprobe::websocket
