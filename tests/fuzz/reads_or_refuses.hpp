// SPDX-License-Identifier: MIT
//
// What every reader of emitted rules owes any text: a set of rules, or one printable line.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "rules/export/readers.hpp"

/// The files of a format, of which a part is the fuzzer's text; aborts where the reader does neither.
inline void reads_or_refuses(
    rules::ruleset (*read)(const std::vector<rules::output_file>&), const std::vector<rules::output_file>& files) {
    try {
        for (const auto& rule : read(files).rules)
            if (std::any_of(rule.ports.begin(), rule.ports.end(), [](const auto& p) { return p.first > p.second; }))
                std::abort();
    } catch (const std::invalid_argument& refused) {
        const std::string_view line = refused.what();
        const auto control = [](char c) { return static_cast<unsigned char>(c) < ' '; };
        if (line.empty() || line.size() > 600 || std::any_of(line.begin(), line.end(), control)) std::abort();
    }
}
