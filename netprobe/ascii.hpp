// SPDX-License-Identifier: MIT
//
// ASCII as protocols and options write it. The C library's functions ask the locale; these do not.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace netprobe {

/// Upper-case letters made lower; everything else as it is.
std::string lower(std::string_view text);

/// Equal where upper-case and lower-case letters count as the same.
bool same_but_for_case(std::string_view a, std::string_view b) noexcept;

/// 1 to 65535 in decimal digits; nothing for any other text.
std::optional<std::uint16_t> port_from(std::string_view text) noexcept;

} // namespace netprobe
