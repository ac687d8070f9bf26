// SPDX-License-Identifier: MIT
#include "rules/policy/embedded.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <stdexcept>
#include <string>

#include "rules/policy/policy_diff.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::optional<rules::policy> read;
    try {
        read = rules::policy_in({reinterpret_cast<const char*>(data), size}, "fuzz");
    } catch (const std::invalid_argument&) {
    }
    if (!read) return 0;
    std::string text;
    for (const auto& line : rules::embedded(*read)) text += "# " + line + "\n";
    const auto again =
        rules::policy_in(text, "again"); // what was accepted is written so that it is accepted, and the same
    if (!again || !rules::diff(*read, *again).empty()) std::abort();
    return 0;
}
