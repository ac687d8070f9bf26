// SPDX-License-Identifier: MIT
#pragma once

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

/// What tests/golden/NAME holds. With EGRESS_GOLDEN_WRITE=1 in the environment, `now` is written
/// there first: read the difference before you commit it.
inline std::string golden(const std::string& name, const std::string& now) {
    const std::string path = std::string(EGRESS_GOLDEN_FOLDER) + "/" + name;
    if (const char* rewrite = std::getenv("EGRESS_GOLDEN_WRITE"); rewrite && std::string(rewrite) == "1")
        std::ofstream(path, std::ios::binary) << now;
    std::ifstream in(path, std::ios::binary);
    if (!in) throw std::runtime_error(path + " is missing: run this test with EGRESS_GOLDEN_WRITE=1");
    return {std::istreambuf_iterator<char>(in), {}};
}
