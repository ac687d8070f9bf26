// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace proxy {

/// Whether a text is UTF-8 from its start to its end.
bool is_utf8(std::string_view text) noexcept;

} // namespace proxy
