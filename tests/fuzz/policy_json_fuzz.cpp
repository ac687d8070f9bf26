// SPDX-License-Identifier: MIT
// Whatever is read as a policy is written the same way twice, and every document can be made of it.
#include <cstdint>
#include <cstdlib>
#include <stdexcept>

#include "rules/export/format.hpp"
#include "rules/policy/policy_json.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        const auto policy = rules::read_policy_json({reinterpret_cast<const char*>(data), size}, "fuzz");
        const auto text = rules::write_policy_json(policy);
        if (rules::write_policy_json(rules::read_policy_json(text, "fuzz")) != text) std::abort();
        for (const auto* name : {"change-markdown", "change-csv"})
            rules::write_rules(*rules::find_format(name), policy);
    } catch (const std::invalid_argument&) {
    }
    return 0;
}
