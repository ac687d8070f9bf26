// SPDX-License-Identifier: MIT
#include <cstdint>
#include <stdexcept>

#include "rules/export/format.hpp"
#include "rules/verdict/ruleset.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try { // whatever is read can be decided by
        const auto read = rules::find_format("suricata")->read({{"fuzz", {reinterpret_cast<const char*>(data), size}}});
        rules::decide(read, {rules::read_address("203.0.113.10").value(), 6, 443, "a.azurecr.io", {}});
    } catch (const std::invalid_argument&) { // one line for the user
    }
    return 0;
}
