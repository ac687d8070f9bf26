// SPDX-License-Identifier: MIT
#include "reads_or_refuses.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    reads_or_refuses(
        rules::read_fortigate, {{"egress-fortigate.txt", std::string(reinterpret_cast<const char*>(data), size)}});
    return 0;
}
