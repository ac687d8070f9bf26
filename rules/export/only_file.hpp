// SPDX-License-Identifier: MIT
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "rules/export/format.hpp"

namespace rules {

/// The text of a format that has one file. Throws std::invalid_argument where there are none or more.
inline const std::string& only_file(const std::vector<output_file>& files) {
    if (files.size() != 1)
        throw std::invalid_argument(
            std::to_string(files.size()) + " files are given, and the format has one: give that alone");
    return files.front().text;
}

} // namespace rules
