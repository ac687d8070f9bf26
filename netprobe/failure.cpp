// SPDX-License-Identifier: MIT
#include "netprobe/failure.hpp"

#include <array>
#include <cstddef>

namespace netprobe {
namespace {

// In the order of the enumerators.
constexpr std::array words{"none", "timed_out", "refused", "reset", "closed", "net_unreachable", "host_unreachable",
    "not_permitted", "no_local_port", "no_descriptor", "name_not_found", "no_address", "dns_error", "bad_reply",
    "not_tls", "tls_alert", "tls_error", "protocol_mismatch", "denied", "too_much", "not_tried", "interrupted",
    "unknown"};
static_assert(words.size() == static_cast<std::size_t>(failure::unknown) + 1);

} // namespace

std::string_view to_string(failure f) noexcept { return words[static_cast<std::size_t>(f)]; }

std::optional<failure> failure_from(std::string_view word) noexcept {
    for (std::size_t i = 0; i < words.size(); ++i)
        if (words[i] == word) return static_cast<failure>(i);
    return std::nullopt;
}

} // namespace netprobe
