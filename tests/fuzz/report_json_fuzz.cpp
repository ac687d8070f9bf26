// SPDX-License-Identifier: MIT
// Whatever is read as a report can be shown, and is written the same way twice.
#include <cstdint>
#include <cstdlib>
#include <stdexcept>

#include "rules/write.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        const rules::report report = rules::read_json({reinterpret_cast<const char*>(data), size}, "fuzz");
        const std::string text = rules::write_json(report);
        if (rules::write_json(rules::read_json(text, "fuzz")) != text) std::abort();
        rules::write_terminal(report, {false, 80, true});
    } catch (const std::invalid_argument&) { // one line for the user
    }
    return 0;
}
