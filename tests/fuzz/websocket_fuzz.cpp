// SPDX-License-Identifier: MIT
#include "netprobe/protocol/websocket.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto parsed = netprobe::websocket::parse_frame({data, size});
    if (parsed.state != netprobe::http::progress::complete) return 0;
    if (parsed.frame.length > size || parsed.frame.payload.size() > parsed.frame.length) __builtin_trap();
    return 0;
}
