// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cstdlib>

#include "netprobe/protocol/registry_answers.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace netprobe::registry;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto ends_our_line = [](unsigned char c) { return c <= ' ' || c >= 0x7f; };
    if (const auto url = parse_https_url(text))
        if (std::any_of(url->resource.begin(), url->resource.end(), ends_our_line)) std::abort();
    const auto token = parse_token(text);
    if (std::any_of(token.begin(), token.end(), ends_our_line)) std::abort();
    (void)parse_manifest(text);
    (void)parse_challenge(text);
    (void)image_of(text);
    return 0;
}
