// SPDX-License-Identifier: MIT
#include "netprobe/ascii.hpp"

#include <algorithm>
#include <charconv>

namespace netprobe {
namespace {

char lower_letter(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

} // namespace

std::string lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), lower_letter);
    return out;
}

bool same_but_for_case(std::string_view a, std::string_view b) noexcept {
    return std::ranges::equal(a, b, {}, lower_letter, lower_letter);
}

std::optional<std::uint16_t> port_from(std::string_view text) noexcept {
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (text.size() > 5 || error != std::errc{} || end != text.data() + text.size() || port == 0) return std::nullopt;
    return port;
}

} // namespace netprobe
