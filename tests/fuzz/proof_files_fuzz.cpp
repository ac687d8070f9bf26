// SPDX-License-Identifier: MIT
//
// What a proof reads of files that others wrote, before any program sees it.
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string_view>

#include "rules/proof/dnsmasq_sets.hpp"
#include "rules/proof/nft_text.hpp"
#include "rules/proof/ufw_settings.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace rules::proof;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (line_of_include(text) > size + 1) __builtin_trap();
    try {
        for (const auto& [name, sets] : dnsmasq_sets_in(text, "file"))
            if (sets_for(dnsmasq_sets{{name, sets}}, name) == nullptr) __builtin_trap();
    } catch (const std::invalid_argument&) {
    }
    try {
        // A shell sources it: nothing in it may be more than a word.
        const auto plain = plain_ufw_settings(text, "file");
        if (plain.find_first_of("$`;&|<>\"'\\") != plain.npos) __builtin_trap();
    } catch (const std::invalid_argument&) {
    }
    return 0;
}
