// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace tools {

/// The time now, RFC 3339, UTC, whole seconds: "2026-11-27T12:00:00Z".
std::string now_utc();

} // namespace tools
