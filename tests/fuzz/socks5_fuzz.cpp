// SPDX-License-Identifier: MIT
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "proxy/socks5.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const netprobe::bytes_view received(data, size);
    for (const auto parse : {&proxy::socks5::parse_method, &proxy::socks5::parse_login, &proxy::socks5::parse_reply})
        if (const auto got = parse(received); got && (got->length > size || got->length > 262)) std::abort();
    return 0;
}
