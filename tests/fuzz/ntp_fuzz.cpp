// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "netprobe/protocol/ntp.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    constexpr double sent = 1700000000.25;
    netprobe::bytes answer(data, data + size);
    const auto request = netprobe::sntp_request(sent);
    if (size >= 32) std::copy(request.begin() + 40, request.end(), answer.begin() + 24); // else all are strangers'
    const auto offset = netprobe::sntp_offset_ms(answer, sent, sent + 0.1);
    if (offset && !std::isfinite(*offset)) std::abort();
    return 0;
}
