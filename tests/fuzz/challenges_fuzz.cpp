// SPDX-License-Identifier: MIT
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "proxy/challenges.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto schemes = proxy::offered_schemes({reinterpret_cast<const char*>(data), size});
    if (schemes.size() > 16) std::abort();
    for (const auto& scheme : schemes)
        if (scheme.empty() || scheme.find_first_of(" ,=\"\r\n") != scheme.npos) std::abort();
    return 0;
}
