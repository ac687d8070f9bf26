// SPDX-License-Identifier: MIT
#include "netprobe/http_date.hpp"
#include "netprobe/protocol/http.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto parsed = netprobe::http::parse_head({data, size});
    if (parsed.state != netprobe::http::progress::complete) return 0;
    if (parsed.head.length > size) __builtin_trap();
    netprobe::http::status_of(parsed.head);
    netprobe::http::parse_body(parsed.head, {data + parsed.head.length, size - parsed.head.length});
    if (const auto date = parsed.head.value("date")) netprobe::http::parse_date(*date);
    return 0;
}
