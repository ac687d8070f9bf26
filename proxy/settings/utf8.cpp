// SPDX-License-Identifier: MIT
#include "proxy/settings/utf8.hpp"

#include "netprobe/printable.hpp"

namespace proxy {

bool is_utf8(std::string_view text) noexcept {
    while (!text.empty()) {
        const auto bytes = netprobe::first_character(text).bytes;
        if (bytes == 0) return false;
        text.remove_prefix(bytes);
    }
    return true;
}

} // namespace proxy
