// SPDX-License-Identifier: MIT
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "proxy/challenges.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto schemes = proxy::offered_schemes(text);
    if (schemes.size() > 16) std::abort();
    for (const auto& scheme : schemes)
        if (scheme.empty() || scheme.find_first_of(" ,=\"\r\n") != scheme.npos) std::abort();
    for (const auto& value : proxy::challenges_in(text))
        if (value.size() > size || value.find_first_of("\r\n") != value.npos) std::abort();
    return 0;
}
