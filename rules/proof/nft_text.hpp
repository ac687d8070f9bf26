// SPDX-License-Identifier: MIT
//
// Text for nft that others wrote, before nft sees it. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace rules::proof {

/// The line, counted from 1, of the first `include` statement, outside comments and quoted strings as nft's scanner
/// sees them; 0: there is none. In doubt there is one.
std::size_t line_of_include(std::string_view text) noexcept;

/// Throws std::invalid_argument for text with an `include`: it would read other files of this machine, and what it
/// was given would not be what is proved. `what` names the text.
void refuse_includes(std::string_view text, std::string_view what);

/// The name of the block that `at` is in: what stands between the last `key` before it that begins a line, blanks
/// apart, and the "{" behind it ("set " gives "f_mcr_v4", "table " gives "inet egress"). Empty: there is none.
std::string nft_block_before(std::string_view text, std::size_t at, std::string_view key);

/// The name of the first such block of a text; empty: there is none.
std::string first_nft_block(std::string_view text, std::string_view key);

} // namespace rules::proof
