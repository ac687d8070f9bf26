// SPDX-License-Identifier: MIT
//
// The fuzz targets by name, in one program; the table is written by tests/fuzz/CMakeLists.txt, a row a *_fuzz.cpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

/// One parser under test. `run` is its LLVMFuzzerTestOneInput under another name.
struct fuzz_target {
    std::string_view name;
    int (*run)(const std::uint8_t* data, std::size_t size);
};

/// Every target, by name.
const std::vector<fuzz_target>& fuzz_targets();
