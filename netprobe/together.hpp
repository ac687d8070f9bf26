// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include <asio/awaitable.hpp>

namespace netprobe {

/// Runs all tasks at once on the caller's executor and resumes when the last has ended. What a
/// task throws is thrown here, after all have ended. Tasks bound themselves by their budget.
asio::awaitable<void> together(std::vector<asio::awaitable<void>> tasks);

} // namespace netprobe
