// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <stdexcept>

#include "proxy/pac.hpp"
#include "proxy/wpad.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    const auto control = [](char c) { return static_cast<unsigned char>(c) < ' '; };
    try {
        for (const auto& way : proxy::parse_pac_result(text))
            if (way.text.empty() || std::ranges::any_of(way.text, control)) std::abort();
    } catch (const std::invalid_argument& refused) {
        const std::string_view line = refused.what();
        if (line.empty() || line.size() > 400 || std::ranges::any_of(line, control)) std::abort();
    }
    const auto named = proxy::proxies_in_script(text);
    if (named.size() > 32 || std::ranges::any_of(named, [](const auto& way) { return way.text.empty(); })) std::abort();
    for (const auto& url : proxy::wpad_urls({text}))
        if (std::ranges::any_of(url, control)) std::abort();
    return 0;
}
