// SPDX-License-Identifier: MIT
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "netprobe/interface_packets.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(size ? reinterpret_cast<const char*>(data) : "", size);
    const auto none = netprobe::packets_in(text, [](auto) { return false; });
    const auto all = netprobe::packets_in(text, [](auto) { return true; });
    if (none.has_value() != all.has_value()) std::abort();
    if (none && (none->to_programs != 0 || all->to_programs != all->sent)) std::abort();
    return 0;
}
