// SPDX-License-Identifier: MIT
//
// Text and bytes of others, made safe to show and to store.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace netprobe {

/// A character of UTF-8 text (RFC 3629: shortest form, no surrogates).
struct character {
    char32_t code = 0;
    std::size_t bytes = 0; ///< 0: not UTF-8 here
};

/// The character at the start of `text`, which must not be empty.
character first_character(std::string_view text) noexcept;

/// What would let somebody else's text rewrite the screen or hide in it: control characters, and what reorders or is
/// invisible (Unicode UAX #9, UTS #39).
bool rewrites_screen(char32_t c) noexcept;

/// Text that a peer sent, made safe to show and to store: what rewrites_screen() and what is not UTF-8 become '?',
/// line ends and tabs a space; at most `at_most` bytes, never a part of a character.
std::string printable(std::string_view from_peer, std::size_t at_most = 256);

/// Bytes as lower-case hex, at most `at_most` of them: for first_bytes fields.
std::string hex(std::span<const std::uint8_t> bytes, std::size_t at_most = 16);

} // namespace netprobe
