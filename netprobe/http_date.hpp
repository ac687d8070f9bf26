// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace netprobe::http {

/// The time of a Date header (RFC 9110 §5.6.7, IMF-fixdate only), seconds since 1970 UTC.
std::optional<std::int64_t> parse_date(std::string_view text) noexcept;

} // namespace netprobe::http
