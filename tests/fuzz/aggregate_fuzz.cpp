// SPDX-License-Identifier: MIT
#include "rules/ip/aggregate.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <utility>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto lines = [](std::string_view text, rules::set_host_bits then) {
        rules::address_list list;
        rules::read_list(text, "fuzz", then, list);
        return rules::lines_of(rules::set_of(std::move(list.v4), std::move(list.v6)));
    };
    const auto once = lines({reinterpret_cast<const char*>(data), size}, rules::set_host_bits::truncated);
    if (lines(once, rules::set_host_bits::refused) != once)
        std::abort(); // what is written can be read, and is the same
    return 0;
}
