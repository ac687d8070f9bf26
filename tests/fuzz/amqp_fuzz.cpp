// SPDX-License-Identifier: MIT
#include <cstdlib>

#include "netprobe/protocol/protocol.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto answer = netprobe::amqp_parse({data, size});
    if (answer && answer->said.size() > 1024) std::abort();
    return 0;
}
