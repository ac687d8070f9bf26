// SPDX-License-Identifier: MIT
// Whatever is read as a report can be shown, explained and asked for, and is written the same way twice.
#include <cstdint>
#include <cstdlib>
#include <numeric>
#include <stdexcept>
#include <vector>

#include "rules/letters.hpp"
#include "rules/why.hpp"
#include "rules/write.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        const rules::report report = rules::read_json({reinterpret_cast<const char*>(data), size}, "fuzz");
        const std::string text = rules::write_json(report);
        if (rules::write_json(rules::read_json(text, "fuzz")) != text) std::abort();
        rules::write_terminal(report, {false, 80, true});
        std::vector<std::size_t> all(report.paths.size());
        std::iota(all.begin(), all.end(), std::size_t{0});
        rules::write_why(report, all, {false, 80, false});
        static const auto catalog = rules::parse_catalog(rules::built_in_catalog(), "catalog");
        rules::write_letters(report, catalog);
    } catch (const std::invalid_argument&) { // one line for the user
    }
    return 0;
}
