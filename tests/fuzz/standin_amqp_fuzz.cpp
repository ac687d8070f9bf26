// SPDX-License-Identifier: MIT
#include "tools/standin/amqp.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    standin::amqp_session at_once, in_two;
    const auto half = size / 2;
    auto whole = at_once.receive({data, size}).answer;
    auto first = in_two.receive({data, half});
    if (!first.close) {
        const auto second = in_two.receive({data + half, size - half}).answer;
        first.answer.insert(first.answer.end(), second.begin(), second.end());
    }
    if (first.answer != whole) __builtin_trap(); // how the bytes arrive must not matter
    return 0;
}
