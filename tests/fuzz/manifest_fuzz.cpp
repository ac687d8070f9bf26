// SPDX-License-Identifier: MIT
// Any bytes as a deployment manifest: what is read has names and places, and every fault says what to do.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "rules/site/manifest.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto read =
        rules::manifest_of(rules::json_document({reinterpret_cast<const char*>(data), size}, "fuzz"), "fuzz");
    for (const auto& fault : read.faults)
        if (fault.what.empty() || fault.remedy.empty() || fault.what.find('\n') != fault.what.npos) std::abort();
    for (const auto& one : read.modules) {
        if (one.image) rules::registry_of_image(one.image->value, "parent.local");
        if (read.module(one.name) == nullptr) std::abort();
        for (const auto& [name, told] : one.env)
            if (one.variable(name) == nullptr || told.at.file != "fuzz") std::abort();
    }
    return 0;
}
