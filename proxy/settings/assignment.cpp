// SPDX-License-Identifier: MIT
#include "proxy/settings/assignment.hpp"

#include <algorithm>
#include <array>

#include "netprobe/ascii.hpp"
#include "netprobe/printable.hpp"

namespace proxy {

std::string to_string(const place& at) {
    if (at.file.empty()) return "the environment";
    auto text = netprobe::printable(at.file);
    return at.line == 0 ? text : text + ":" + std::to_string(at.line);
}

bool is_proxy_variable(std::string_view name) noexcept {
    constexpr std::array<std::string_view, 4> names{"http_proxy", "https_proxy", "all_proxy", "no_proxy"};
    return std::ranges::any_of(names, [&](auto known) { return netprobe::same_but_for_case(known, name); });
}

} // namespace proxy
