// SPDX-License-Identifier: MIT
#include "netprobe/printable.hpp"

#include <algorithm>
#include <array>

namespace netprobe {
namespace {

struct range {
    char32_t from, to;
};
constexpr std::array unsafe{range{0x00, 0x1f}, range{0x7f, 0x9f}, range{0xad, 0xad}, range{0x61c, 0x61c},
    range{0x115f, 0x1160}, range{0x180b, 0x180f}, range{0x200b, 0x200f}, range{0x2028, 0x202e}, range{0x2060, 0x206f},
    range{0x3164, 0x3164}, range{0xfe00, 0xfe0f}, range{0xfeff, 0xfeff}, range{0xfff0, 0xfffb}, range{0x1d173, 0x1d17a},
    range{0xe0000, 0xe0fff}};

} // namespace

character first_character(std::string_view text) noexcept {
    const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
    const std::uint8_t lead = byte(0);
    if (lead < 0x80) return {lead, 1};
    const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || text.size() < length) return {};
    char32_t code = lead & (0xffu >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xc0) != 0x80) return {};
        code = code << 6 | (byte(i) & 0x3fu);
    }
    const bool too_long = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
    if (too_long || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return {};
    return {code, length};
}

bool rewrites_screen(char32_t c) noexcept {
    return std::ranges::any_of(unsafe, [c](const range& r) { return c >= r.from && c <= r.to; });
}

std::string printable(std::string_view from_peer, std::size_t at_most) {
    std::string text;
    while (!from_peer.empty() && text.size() < at_most) {
        const auto next = first_character(from_peer);
        const auto sequence = from_peer.substr(0, std::max<std::size_t>(next.bytes, 1));
        if (text.size() + sequence.size() > at_most) break;
        if (sequence == "\n" || sequence == "\t" || sequence == "\r")
            text += ' ';
        else if (next.bytes == 0 || rewrites_screen(next.code))
            text += '?';
        else
            text += sequence;
        from_peer.remove_prefix(sequence.size());
    }
    return text;
}

std::string hex(std::span<const std::uint8_t> from, std::size_t at_most) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const auto byte : from.first(std::min(from.size(), at_most))) {
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

} // namespace netprobe
